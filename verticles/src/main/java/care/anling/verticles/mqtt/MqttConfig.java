package care.anling.verticles.mqtt;

import care.anling.verticles.tls.TlsPaths;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The device door's configuration.
 *
 * @param port 0 for any free one
 * @param tls a second listener, with certificates
 * @param wallClock the zone of devices whose times come without one
 */
public record MqttConfig(String host, int port, Optional<Tls> tls, Limits limits, Times times, ZoneId wallClock) {

    /**
     * @param files whose client authority signs device certificates (CN = device id); without one devices use user name
     *     and password
     * @param alone whether no plain listener stands beside it
     */
    public record Tls(int port, TlsPaths files, boolean alone) {}

    /**
     * @param packetBytes the largest packet taken, fixed header included; an SOS has a few hundred
     * @param connections open sockets, logged in or not
     * @param newConnectionsPerSecond averaged; a whole street reconnects after a power cut within seconds
     * @param connectionsPerDevice with different client identifiers; above it the oldest is closed
     * @param receiveMaximum v5: publishes of QoS 1 a device may have unacknowledged
     * @param unacknowledged v3: the same, where the protocol has no word for it; above it the connection is closed
     *     as soon as what came so far is acknowledged
     * @param downlinkWindow words sent to a device and not yet acknowledged
     * @param subscriptions filters of one session
     */
    public record Limits(
            int packetBytes,
            int connections,
            int newConnectionsPerSecond,
            int connectionsPerDevice,
            int receiveMaximum,
            int unacknowledged,
            int downlinkWindow,
            int subscriptions) {

        public static Limits defaults() {
            return new Limits(64 * 1024, 50_000, 5_000, 8, 64, 256, 8, 32);
        }
    }

    /**
     * @param connect from TCP accept to CONNECT
     * @param keepAliveMost longer ones are shortened (v5: Server Keep Alive)
     * @param idleWithoutKeepAlive for devices that ask for no keep-alive
     * @param commit a publish that must be durable and is not within this closes the connection
     * @param sessionMost how long a session outlives its connection at most; v3 sessions get all of it
     * @param willDelayMost
     */
    public record Times(
            Duration connect,
            Duration keepAliveMost,
            Duration idleWithoutKeepAlive,
            Duration commit,
            Duration sessionMost,
            Duration registryPoll,
            Duration willDelayMost) {

        public static Times defaults() {
            return new Times(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(5),
                    Duration.ofDays(7),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5));
        }
    }

    public static MqttConfig defaults() {
        return new MqttConfig(
                "0.0.0.0", 1883, Optional.empty(), Limits.defaults(), Times.defaults(), ZoneId.of("Asia/Shanghai"));
    }

    public MqttConfig withAddress(String newHost, int newPort) {
        return new MqttConfig(newHost, newPort, tls, limits, times, wallClock);
    }

    public MqttConfig withLimits(Limits newLimits) {
        return new MqttConfig(host, port, tls, newLimits, times, wallClock);
    }

    public MqttConfig withTimes(Times newTimes) {
        return new MqttConfig(host, port, tls, limits, newTimes, wallClock);
    }

    public MqttConfig withTls(Tls newTls) {
        return new MqttConfig(host, port, Optional.of(newTls), limits, times, wallClock);
    }
}
