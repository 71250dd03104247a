package care.anling.verticles.mqtt;

import java.time.Duration;
import java.util.Optional;

/**
 * A CONNECT packet, in our words.
 *
 * @param clientId absent when the client left it to us
 * @param login user name and password, only if both were sent
 * @param certificateName the common name of the TLS client certificate
 * @param sessionExpiry v5's property; v3: zero for a clean session, else unlimited
 * @param receiveMaximum publishes of ours the client takes unacknowledged
 * @param packetBytes the largest packet the client takes
 */
record Hello(
        boolean version5,
        Optional<String> clientId,
        Optional<Login> login,
        Optional<String> certificateName,
        boolean cleanStart,
        Duration keepAlive,
        Duration sessionExpiry,
        int receiveMaximum,
        long packetBytes,
        Optional<Will> will) {

    /** A user name and its password, masked in logs. */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + ", ***]";
        }
    }

    /** What to say for a device that vanishes. */
    record Will(String topic, byte[] payload, Duration delay) {
        @Override
        public String toString() {
            return "Will[" + payload.length + " bytes]";
        }
    }
}
