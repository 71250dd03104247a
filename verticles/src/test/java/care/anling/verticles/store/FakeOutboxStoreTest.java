package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.notice.Notice;
import care.anling.verticles.view.IncidentSamples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

class FakeOutboxStoreTest extends OutboxStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeIncidentStore incidents = new FakeIncidentStore(database);
    private final CommunityId community = Samples.community();
    private final Incident incident = IncidentSamples.open(community, Samples.id(), "王秀英");

    @BeforeEach
    void open() {
        CommunityId street = Samples.community();
        database.openFeedNode(street, Optional.empty());
        database.openFeedNode(community, Optional.of(street));
        incidents.put(incident, "incident.opened");
    }

    @Override
    OutboxStore store() {
        return new FakeOutboxStore(database);
    }

    @Override
    OutboxStore other() {
        return new FakeOutboxStore(database);
    }

    @Override
    NoticeStore notices() {
        return new FakeOutboxStore(database);
    }

    @Override
    ChannelStore channels() {
        return new FakeChannelStore(database);
    }

    @Override
    Incident incident() {
        return incident;
    }

    @Override
    void decide(List<Notice> notices) {
        PgFixture.await(incidents.change(incident.id(), (known, now) -> decision(known, notices)));
    }

    static Decision decision(Incident known, List<Notice> notices) {
        return Decision.changed(
                IncidentSamples.with(known, known.offers(), known.assignments()),
                List.of(new IncidentEvent.Acknowledged(new Person(Samples.id(), "周坐席"))),
                notices);
    }

    @Override
    UUID person(AccountRole role, boolean onDuty) {
        UUID id = Samples.id();
        new FakeResponderStore(database)
                .put(
                        new ResponderNow(
                                new Person(id, "刘"),
                                role.name(),
                                community,
                                onDuty,
                                false,
                                Optional.empty(),
                                List.of()),
                        Set.of(role == AccountRole.COORDINATOR ? Role.COORDINATOR : Role.FIRST_HAND),
                        Optional.empty());
        return id;
    }

    @Override
    void age(Duration by) {
        database.age(by);
    }
}
