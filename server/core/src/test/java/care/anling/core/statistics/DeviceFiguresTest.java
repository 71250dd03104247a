package care.anling.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.DeviceId;
import care.anling.core.statistics.DeviceFigures.Outage;
import care.anling.core.statistics.DeviceFigures.Silence;
import care.anling.core.statistics.DeviceFigures.Span;
import care.anling.core.statistics.DeviceFigures.TestCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeviceFiguresTest {

    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final Span DAY = new Span(FROM, FROM.plus(Duration.ofHours(24)));
    private static final Instant NOW = FROM.plus(Duration.ofHours(30));

    private static Outage outage(int device, int fromHour, Integer untilHour, boolean lasting) {
        return new Outage(
                new DeviceId(new UUID(7L << 12, device)),
                FROM.plus(Duration.ofHours(fromHour)),
                Optional.ofNullable(untilHour).map(hour -> FROM.plus(Duration.ofHours(hour))),
                lasting);
    }

    private static Silence silence(Outage... outages) {
        return DeviceFigures.of(Map.of(), List.of(outages), List.of(), DAY, NOW).silence();
    }

    @Test
    void onlyWhatFallsIntoThePeriodIsCounted() {
        Silence silence = silence(
                outage(1, -5, 2, false), // two hours of it
                outage(1, 3, 4, false),
                outage(2, 20, 26, false), // four hours, and it ends on another day
                outage(3, 23, null, true), // one hour, and it still lasts
                outage(4, 5, null, false), // nobody knows
                outage(5, -9, -1, false),
                outage(6, 24, 25, false),
                outage(7, -3, null, false)); // nobody knows, and not on this day
        assertThat(silence.outages()).isEqualTo(5);
        assertThat(silence.devices()).isEqualTo(4);
        assertThat(silence.lasting()).isOne();
        assertThat(silence.unmeasured()).isOne();
        assertThat(silence.offline()).isEqualTo(Duration.ofHours(2 + 1 + 4 + 1));
        assertThat(silence.ended().p50()).as("whole, of 1 and 7 hours").contains(Duration.ofHours(1));
        assertThat(silence.ended().p99()).contains(Duration.ofHours(7));
        assertThat(silence.worst().get(0).since()).isEqualTo(FROM.minus(Duration.ofHours(5)));
        assertThat(silence.worst()).hasSize(4);
    }

    @Test
    void ofNothingThereIsNoPercentile() {
        assertThat(silence().offline()).isZero();
        assertThat(silence().ended().p95()).isEmpty();
    }

    @Test
    void aTestIsPassedFailedOrStillWaitedFor() {
        DeviceFigures.Tests tests = DeviceFigures.of(
                        Map.of(),
                        List.of(),
                        List.of(
                                new TestCall(FROM, FROM.plusSeconds(600), Optional.of(FROM.plusSeconds(40))),
                                new TestCall(FROM, FROM.plusSeconds(600), Optional.empty()),
                                new TestCall(FROM, NOW.plusSeconds(1), Optional.empty())),
                        DAY,
                        NOW)
                .tests();
        assertThat(tests.announced()).isEqualTo(3);
        assertThat(tests.passed()).isOne();
        assertThat(tests.failed()).isOne();
        assertThat(tests.waiting()).isOne();
        assertThat(tests.took().p95()).contains(Duration.ofSeconds(40));
    }
}
