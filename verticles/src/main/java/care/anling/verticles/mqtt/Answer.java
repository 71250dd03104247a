package care.anling.verticles.mqtt;

import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.List;

/** What a connection wants sent, or that it wants to end and why. Returned by every {@code on…} of {@link DeviceConnection}. */
sealed interface Answer {

    Answer NOTHING = new Several(List.of());

    /** @param code dropped on MQTT 3, which knows only success */
    record PubAck(int packetId, MqttPubAckReasonCode code) implements Answer {}

    record PubRec(int packetId) implements Answer {}

    record PubComp(int packetId) implements Answer {}

    /** @param codes granted QoS, or a failure code of the connection's protocol version; in the order asked */
    record SubAck(int packetId, List<Integer> codes) implements Answer {}

    /** @param existed whether each filter had been subscribed; in the order asked */
    record UnsubAck(int packetId, List<Boolean> existed) implements Answer {}

    record Close(DisconnectCause cause) implements Answer {}

    record Several(List<Answer> answers) implements Answer {}

    static Answer close(DisconnectCause cause) {
        return new Close(cause);
    }
}
