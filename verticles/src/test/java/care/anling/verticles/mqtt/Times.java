package care.anling.verticles.mqtt;

import java.time.Duration;

/** Times short enough to wait for. */
final class Times {

    private Times() {}

    static MqttConfig.Times quick() {
        return new MqttConfig.Times(
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofDays(7),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5));
    }
}
