package care.anling.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The least an MQTT 3.1.1 device can be: bytes on a socket. The generator shares two cores with the server, so every
 * layer it does without makes the figure more the server's own.
 */
final class RawDevice {

    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH_QOS1 = 0x32;
    private static final int PUBACK = 0x40;
    private static final int CLEAN_WITH_CREDENTIALS = 0xC2;
    private static final int PACKET_IDS = 65_535;

    private final NetSocket socket;
    private final Promise<RawDevice> accepted = Promise.promise();
    private final Map<Integer, Promise<Void>> unacknowledged = new HashMap<>(2);
    private Buffer partial = Buffer.buffer(0);
    private int lastPacketId;

    private RawDevice(NetSocket socket) {
        this.socket = socket;
    }

    /** Completes when the server has said CONNACK 0. */
    static Future<RawDevice> connect(NetClient client, int port, String id, String secret, int keepAliveSeconds) {
        return client.connect(port, "127.0.0.1").compose(socket -> {
            RawDevice device = new RawDevice(socket);
            socket.handler(device::onBytes);
            socket.closeHandler(ignored -> device.onClose());
            socket.exceptionHandler(failure -> device.onClose());
            return socket.write(connectPacket(id, secret, keepAliveSeconds))
                    .compose(ignored -> device.accepted.future());
        });
    }

    /** Completes at the PUBACK. */
    Future<Void> publish(String topic, byte[] payload) {
        lastPacketId = lastPacketId % PACKET_IDS + 1;
        Promise<Void> acknowledged = Promise.promise();
        unacknowledged.put(lastPacketId, acknowledged);
        Buffer body = Buffer.buffer();
        appendText(body, topic);
        body.appendUnsignedShort(lastPacketId).appendBytes(payload);
        return socket.write(packet(PUBLISH_QOS1, body)).compose(ignored -> acknowledged.future());
    }

    Future<Void> close() {
        return socket.close();
    }

    private void onBytes(Buffer bytes) {
        Buffer all = partial.length() == 0 ? bytes : partial.appendBuffer(bytes);
        int at = 0;
        // Only packets of two or three remaining bytes come back: CONNACK and PUBACK.
        while (all.length() - at >= 2 && all.length() - at >= 2 + all.getUnsignedByte(at + 1)) {
            onPacket(all.getUnsignedByte(at), all, at + 2);
            at += 2 + all.getUnsignedByte(at + 1);
        }
        partial = at == all.length() ? Buffer.buffer(0) : all.getBuffer(at, all.length());
    }

    private void onPacket(int type, Buffer bytes, int at) {
        if (type == CONNACK) {
            int code = bytes.getUnsignedByte(at + 1);
            if (code == 0) {
                accepted.tryComplete(this);
            } else {
                accepted.tryFail("refused with " + code);
            }
        } else if (type == PUBACK) {
            Promise<Void> waiting = unacknowledged.remove(bytes.getUnsignedShort(at));
            if (waiting != null) {
                waiting.complete();
            }
        }
    }

    private void onClose() {
        accepted.tryFail("closed before CONNACK");
        unacknowledged.values().forEach(waiting -> waiting.tryFail("closed before PUBACK"));
        unacknowledged.clear();
    }

    private static Buffer connectPacket(String id, String secret, int keepAliveSeconds) {
        Buffer body = Buffer.buffer();
        appendText(body, "MQTT");
        body.appendByte((byte) 4).appendByte((byte) CLEAN_WITH_CREDENTIALS).appendUnsignedShort(keepAliveSeconds);
        appendText(body, id);
        appendText(body, id);
        appendText(body, secret);
        return packet(CONNECT, body);
    }

    private static Buffer packet(int type, Buffer body) {
        Buffer packet = Buffer.buffer(body.length() + 4).appendByte((byte) type);
        int left = body.length();
        do {
            int digit = left % 128;
            left /= 128;
            packet.appendByte((byte) (left > 0 ? digit | 0x80 : digit));
        } while (left > 0);
        return packet.appendBuffer(body);
    }

    private static void appendText(Buffer body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body.appendUnsignedShort(bytes.length).appendBytes(bytes);
    }
}
