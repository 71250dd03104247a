package care.anling.verticles.store;

import care.anling.core.common.IncidentId;
import care.anling.core.escalation.DeadlineKind;
import java.time.Duration;

class FakeDeadlineStoreTest extends DeadlineStoreContract {

    private final FakeDatabase database = new FakeDatabase();

    @Override
    DeadlineStore store() {
        return new FakeDeadlineStore(database);
    }

    @Override
    DeadlineStore other() {
        return new FakeDeadlineStore(database);
    }

    @Override
    void put(IncidentId incident, Duration fromNow) {
        database.putDeadline(
                incident, Samples.community(), DeadlineKind.STEP, database.now().plus(fromNow));
    }

    @Override
    void age(Duration by) {
        database.age(by);
    }
}
