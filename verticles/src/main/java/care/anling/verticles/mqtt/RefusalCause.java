package care.anling.verticles.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.util.Locale;

/** Why a CONNECT was refused: the counter's label and the return codes of both protocol versions. */
enum RefusalCause {
    BAD_CLIENT_ID(
            MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED,
            MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID),
    BAD_CREDENTIALS(
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD),
    RETIRED_DEVICE(
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5),
    NO_CREDENTIALS(
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5),
    REGISTRY_NOT_LOADED(
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5);

    private final MqttConnectReturnCode v3;
    private final MqttConnectReturnCode v5;

    RefusalCause(MqttConnectReturnCode v3, MqttConnectReturnCode v5) {
        this.v3 = v3;
        this.v5 = v5;
    }

    MqttConnectReturnCode code(boolean version5) {
        return version5 ? v5 : v3;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
