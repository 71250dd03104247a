package care.anling.verticles.mqtt;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.mqtt.messages.codes.MqttAuthenticateReasonCode;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubCompReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRelReasonCode;

/**
 * Stands between the packet decoder and the MQTT library, because the library answers some packets with an exception
 * nobody can catch: a reason code it does not know, a server's packet sent by a client. Those become an ordinary failure
 * of the connection. It also stops reading from a client that does not read us, so that nothing piles up. One object for
 * all connections.
 */
@Sharable
final class PacketGuard extends ChannelDuplexHandler {

    private static final String CONNECT_TIMEOUT = "timeoutOnConnect";

    /** A packet that decodes and still cannot be. */
    static final class BadPacket extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadPacket(String why) {
            super(why, null, false, false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!ctx.channel().isActive()) {
            // The decoder goes on after a close. A CONNECT let through here would be a connection that never ends.
            ReferenceCountUtil.release(message);
            return;
        }
        if (greeted(ctx) && isConnect(message)) {
            // The library would put a new endpoint over the accepted one, which then never hears of its end.
            ReferenceCountUtil.release(message);
            ctx.pipeline().fireExceptionCaught(new BadPacket("a second CONNECT"));
            return;
        }
        if (message instanceof MqttMessage packet && packet.decoderResult().isSuccess()) {
            String wrong = whatIsWrong(packet);
            if (!wrong.isEmpty()) {
                ReferenceCountUtil.release(message);
                ctx.pipeline().fireExceptionCaught(new BadPacket(wrong));
                return;
            }
        }
        super.channelRead(ctx, message);
    }

    /** The library takes its connect timeout out of the pipeline when CONNECT has come. */
    private static boolean greeted(ChannelHandlerContext ctx) {
        return ctx.pipeline().context(CONNECT_TIMEOUT) == null;
    }

    private static boolean isConnect(Object message) {
        return message instanceof MqttMessage packet
                && (packet.decoderResult().cause() instanceof MqttUnacceptableProtocolVersionException
                        || (packet.fixedHeader() != null
                                && packet.fixedHeader().messageType() == MqttMessageType.CONNECT));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        super.channelWritabilityChanged(ctx);
    }

    private static String whatIsWrong(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        return switch (type) {
            case CONNACK, SUBACK, UNSUBACK, PINGRESP -> "a server's packet";
            case PUBACK, PUBREC, PUBREL, PUBCOMP ->
                packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                                && !known(type, header.reasonCode())
                        ? "unknown reason code"
                        : "";
            case DISCONNECT, AUTH ->
                packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                                && !known(type, header.reasonCode())
                        ? "unknown reason code"
                        : "";
            case CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PINGREQ -> "";
        };
    }

    /** The library's enums throw for a code they lack. */
    private static boolean known(MqttMessageType type, byte code) {
        try {
            Object known = switch (type) {
                case PUBACK -> MqttPubAckReasonCode.valueOf(code);
                case PUBREC -> MqttPubRecReasonCode.valueOf(code);
                case PUBREL -> MqttPubRelReasonCode.valueOf(code);
                case PUBCOMP -> MqttPubCompReasonCode.valueOf(code);
                case DISCONNECT -> MqttDisconnectReasonCode.valueOf(code);
                case AUTH -> MqttAuthenticateReasonCode.valueOf(code);
                case CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP -> type;
            };
            return known != null;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }
}
