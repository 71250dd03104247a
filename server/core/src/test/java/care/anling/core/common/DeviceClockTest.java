package care.anling.core.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeviceClockTest {

    private static final Instant RECEIVED = Instant.parse("2026-05-01T08:00:00Z");

    @Test
    void believedWithinADayBackAndFiveMinutesAhead() {
        assertThat(believed(Duration.ZERO)).isTrue();
        assertThat(believed(Duration.ofHours(-24))).isTrue();
        assertThat(believed(Duration.ofHours(-24).minusMillis(1))).isFalse();
        assertThat(believed(Duration.ofMinutes(5))).isTrue();
        assertThat(believed(Duration.ofMinutes(5).plusMillis(1))).isFalse();
    }

    @Test
    void aClockIn2028Or1970IsWrong() {
        assertThat(DeviceClock.believe(Instant.parse("2028-01-01T00:00:00Z"), RECEIVED))
                .isEmpty();
        assertThat(DeviceClock.believe(Instant.EPOCH, RECEIVED)).isEmpty();
        assertThat(DeviceClock.believe(Instant.MAX, RECEIVED)).isEmpty();
        assertThat(DeviceClock.believe(Instant.MIN, RECEIVED)).isEmpty();
    }

    private static boolean believed(Duration ahead) {
        return DeviceClock.believe(RECEIVED.plus(ahead), RECEIVED).isPresent();
    }
}
