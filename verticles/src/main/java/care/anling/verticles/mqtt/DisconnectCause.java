package care.anling.verticles.mqtt;

import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.Locale;

/**
 * Why a connection ended: one name each, the same in the counter, in the log line and, on MQTT 5, on the wire. It also
 * says whether the Will is due: it is unless the device said goodbye, is still here on a newer connection, or it is we who leave.
 */
enum DisconnectCause {
    CLIENT_DISCONNECTED(MqttDisconnectReasonCode.NORMAL, false),
    CLIENT_DISCONNECTED_WITH_WILL(MqttDisconnectReasonCode.NORMAL, true),
    CLIENT_GONE(MqttDisconnectReasonCode.NORMAL, true),
    KEEP_ALIVE_EXPIRED(MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT, true),
    TAKEN_OVER(MqttDisconnectReasonCode.SESSION_TAKEN_OVER, false),
    DEVICE_RETIRED(MqttDisconnectReasonCode.NOT_AUTHORIZED, false),
    CREDENTIALS_WITHDRAWN(MqttDisconnectReasonCode.NOT_AUTHORIZED, false),
    TOO_MANY_OF_DEVICE(MqttDisconnectReasonCode.QUOTA_EXCEEDED, false),
    NOT_COMMITTED(MqttDisconnectReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, true),
    COMMIT_LATE(MqttDisconnectReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, true),
    OVERSIZED_PACKET(MqttDisconnectReasonCode.PACKET_TOO_LARGE, true),
    MALFORMED_PACKET(MqttDisconnectReasonCode.MALFORMED_PACKET, true),
    PROTOCOL_ERROR(MqttDisconnectReasonCode.PROTOCOL_ERROR, true),
    TOPIC_ALIAS(MqttDisconnectReasonCode.TOPIC_ALIAS_INVALID, true),
    QOS_NOT_SUPPORTED(MqttDisconnectReasonCode.QOS_NOT_SUPPORTED, true),
    RECEIVE_MAXIMUM_EXCEEDED(MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED, true),
    FOREIGN_TOPIC(MqttDisconnectReasonCode.NOT_AUTHORIZED, true),
    HANDLER_FAILED(MqttDisconnectReasonCode.UNSPECIFIED_ERROR, true),
    SHUTTING_DOWN(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN, false);

    private final MqttDisconnectReasonCode code;
    private final boolean willDue;

    DisconnectCause(MqttDisconnectReasonCode code, boolean willDue) {
        this.code = code;
        this.willDue = willDue;
    }

    MqttDisconnectReasonCode code() {
        return code;
    }

    boolean willDue() {
        return willDue;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
