package care.anling.verticles.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

class FakeIntakeStoreTest implements IntakeStoreContract {

    private final class Later extends Clock {
        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Later clock = new Later();
    private final FakeIntakeStore store = new FakeIntakeStore(clock);

    @Override
    public IntakeStore store() {
        return store;
    }

    @Override
    public void age(Duration by) {
        clock.ahead = clock.ahead.plus(by);
    }
}
