package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.verticles.store.FeedStore.FeedEvent;
import care.anling.verticles.store.FeedStore.Head;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every feed store promises: numbers without gaps, given after commit, by whoever gets there first. */
abstract class FeedStoreContract {

    static final int ALL = 10_000;

    abstract FeedStore store();

    /** What happens, happens through these, over the same rows. */
    abstract IntakeStore intake();

    abstract IncidentStore incidents();

    /** A fresh street. */
    abstract CommunityId node();

    /** A resident's watch that was just heard of, with a position. */
    abstract void putWatch(CommunityId node, Person resident, DeviceId watch);

    @Test
    void numbersBeginAtOneAndGoOn() {
        CommunityId node = node();
        press(node, 3);
        assertThat(unnumbered()).contains(node);
        assertThat(number(node, 2)).isEqualTo(2);
        assertThat(number(node, ALL)).isEqualTo(1);
        assertThat(number(node, ALL)).isZero();
        assertThat(unnumbered()).doesNotContain(node);
        assertThat(seqs(read(node, 0))).containsExactly(1L, 2L, 3L);
        assertThat(seqs(read(node, 2))).containsExactly(3L);
        assertThat(head(node).seq()).isEqualTo(3);
    }

    @Test
    void whatHasNoNumberIsNotReadAndDoesNotCount() {
        CommunityId node = node();
        press(node, 2);
        assertThat(read(node, 0)).isEmpty();
        assertThat(head(node).seq()).isZero();
        number(node, 1);
        assertThat(seqs(read(node, 0))).containsExactly(1L);
    }

    @Test
    void everyNodeWithNewsIsListedOnceAndNoMoreThanAskedFor() {
        List<CommunityId> nodes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            nodes.add(node());
            press(nodes.get(i), 2);
        }
        assertThat(unnumbered()).containsAll(nodes).doesNotHaveDuplicates();
        assertThat(PgFixture.await(store().listUnnumbered(3))).hasSize(3);
    }

    @Test
    void eachNodeIsReadAfterItsOwnCursorAndUpToTheLimit() {
        CommunityId one = node();
        CommunityId other = node();
        press(one, 4);
        press(other, 3);
        number(one, ALL);
        number(other, ALL);
        List<FeedEvent> events = PgFixture.await(store().read(Map.of(one, 1L, other, 0L), 2));
        assertThat(seqs(events.stream()
                        .filter(event -> event.community().equals(one))
                        .toList()))
                .containsExactly(2L, 3L);
        assertThat(seqs(events.stream()
                        .filter(event -> event.community().equals(other))
                        .toList()))
                .containsExactly(1L, 2L);
    }

    @Test
    void aHeadKeepsItsEpochAndWhatIsNoNodeHasNone() {
        CommunityId node = node();
        Head before = head(node);
        press(node, 1);
        number(node, ALL);
        assertThat(head(node)).isEqualTo(new Head(before.epoch(), 1, false));
        assertThat(PgFixture.await(store().heads(Set.of(Samples.community())))).isEmpty();
        assertThat(head(node()).epoch()).isNotEqualTo(before.epoch());
    }

    @Test
    void anEventCarriesTheIncidentAsScreensShowItAndNothingClinical() {
        CommunityId node = node();
        press(node, 1);
        number(node, ALL);
        FeedEvent event = read(node, 0).get(0);
        assertThat(event.type()).isEqualTo("incident.opened");
        assertThat(new JsonObject(event.view()).getString("priority")).isEqualTo("P1");
        assertThat(event.view()).doesNotContain("condition", "medication", "allerg");
    }

    @Test
    void anEventShowsTheIncidentAsItWasThenNotAsItIs() {
        CommunityId node = node();
        IncidentId incident = press(node, 1).get(0);
        standDown(incident);
        number(node, ALL);
        assertThat(read(node, 0))
                .extracting(event -> new JsonObject(event.view()).getString("state"))
                .containsExactly("OPEN", "STOOD_DOWN");
    }

    @Test
    void aSnapshotShowsWhatIsOpenWithItsHead() {
        CommunityId node = node();
        List<IncidentId> incidents = press(node, 3);
        standDown(incidents.get(1));
        press(node(), 1);
        number(node, 3);
        FeedStore.FeedSnapshot snapshot = PgFixture.await(store().snapshot(node));
        assertThat(snapshot.incidents())
                .extracting(view -> new JsonObject(view).getString("id"))
                .containsExactly(incidents.get(0).toString(), incidents.get(2).toString());
        assertThat(snapshot.head()).isEqualTo(new Head(head(node).epoch(), 3, false));
        assertThat(snapshot.community()).isEqualTo(node);
    }

    @Test
    void aSnapshotOfWhatIsNoNodeFailsForGood() {
        assertThatThrownBy(() -> PgFixture.await(store().snapshot(Samples.community())))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.PERMANENT);
    }

    @Test
    void aPositionIsShownOnlyWhileHelpIsNeeded() {
        CommunityId node = node();
        Person resident = new Person(Samples.id(), "王");
        putWatch(node, resident, new DeviceId(Samples.id()));
        DeviceNow quiet = watch(node);
        assertThat(quiet.liveness()).isEqualTo("ONLINE");
        assertThat(quiet.resident()).contains(resident);
        assertThat(quiet.fix()).isEmpty();
        IncidentId incident =
                land(new Subject(SubjectKind.RESIDENT, resident.id(), node, resident.name(), Optional.empty()));
        assertThat(watch(node).fix()).isPresent();
        standDown(incident);
        assertThat(watch(node).fix()).isEmpty();
    }

    @Test
    void devicesAreFoundByThemselvesAndByTheirResident() {
        CommunityId node = node();
        Person resident = new Person(Samples.id(), "王");
        DeviceId watch = new DeviceId(Samples.id());
        putWatch(node, resident, watch);
        for (UUID of : List.of(watch.value(), resident.id())) {
            assertThat(listDevices(node, of)).containsExactly(watch(node));
        }
        assertThat(listDevices(node(), watch.value())).isEmpty();
        assertThat(listDevices(node, Samples.id())).isEmpty();
    }

    private List<DeviceNow> listDevices(CommunityId node, UUID of) {
        return PgFixture.await(store().listDevices(node, of));
    }

    /** S5 for what one thread can see: any order of pressing, numbering and reading shows every number once, in order. */
    @Test
    void aRandomDayIsReadWithoutGapOrRepetition() {
        Random random = new Random(5);
        List<CommunityId> nodes = List.of(node(), node());
        Map<CommunityId, List<Long>> seen = Map.of(nodes.get(0), new ArrayList<>(), nodes.get(1), new ArrayList<>());
        Map<CommunityId, Integer> pressed = new java.util.HashMap<>();
        for (int turn = 0; turn < 80; turn++) {
            CommunityId node = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(3)) {
                case 0 -> {
                    press(node, 1);
                    pressed.merge(node, 1, Integer::sum);
                }
                case 1 -> number(node, 1 + random.nextInt(3));
                default -> follow(seen, 1 + random.nextInt(3));
            }
        }
        nodes.forEach(node -> number(node, ALL));
        follow(seen, ALL);
        nodes.forEach(node -> assertThat(seen.get(node))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, pressed.get(node)).boxed().toList()));
    }

    private void follow(Map<CommunityId, List<Long>> seen, int limit) {
        Map<CommunityId, Long> cursors = new java.util.HashMap<>();
        seen.forEach((node, seqs) -> cursors.put(node, (long) seqs.size()));
        PgFixture.await(store().read(cursors, limit))
                .forEach(event -> seen.get(event.community()).add(event.seq()));
    }

    private DeviceNow watch(CommunityId node) {
        return PgFixture.await(store().snapshot(node)).devices().get(0);
    }

    private void standDown(IncidentId id) {
        PgFixture.await(incidents()
                .change(
                        id,
                        (incident, now) -> IncidentMachine.decide(
                                Optional.of(incident),
                                new IncidentCommand.StandDown(new Person(Samples.id(), "李坐席"), Disposition.HELPED, ""),
                                now)));
    }

    private List<CommunityId> unnumbered() {
        return PgFixture.await(store().listUnnumbered(ALL));
    }

    final int number(CommunityId node, int limit) {
        return PgFixture.await(store().number(node, limit));
    }

    private Head head(CommunityId node) {
        return PgFixture.await(store().heads(Set.of(node))).get(node);
    }

    final List<FeedEvent> read(CommunityId node, long after) {
        return PgFixture.await(store().read(Map.of(node, after), ALL));
    }

    static List<Long> seqs(List<FeedEvent> events) {
        return events.stream().map(FeedEvent::seq).toList();
    }

    /** Each opens one incident, with one event; oldest first. */
    final List<IncidentId> press(CommunityId node, int times) {
        List<IncidentId> opened = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            opened.add(land(Samples.resident(node)));
        }
        return opened.stream().sorted(FakeTables.INCIDENT_ORDER).toList();
    }

    private IncidentId land(Subject subject) {
        List<Arrival> batch = List.of(Samples.press(subject, List.of()));
        return PgFixture.await(intake().land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after()
                .id();
    }
}
