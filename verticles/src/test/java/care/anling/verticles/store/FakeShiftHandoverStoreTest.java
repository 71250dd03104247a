package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import java.time.Clock;

class FakeShiftHandoverStoreTest extends ShiftHandoverStoreContract {

    private final FakeShiftHandoverStore store = new FakeShiftHandoverStore(Clock.systemUTC());
    private final CommunityId desk = Samples.community();

    @Override
    ShiftHandoverStore store() {
        return store;
    }

    @Override
    Person coordinator() {
        return new Person(Samples.id(), "周坐席");
    }

    @Override
    CommunityId desk() {
        return desk;
    }
}
