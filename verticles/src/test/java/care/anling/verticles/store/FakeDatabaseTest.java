package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.incident.Decision;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.verticles.store.DatabaseWire.Kind;
import care.anling.verticles.store.FeedStore.FeedEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong between a node and its database, and what is stored then. */
class FakeDatabaseTest {

    private static final Person COORDINATOR = new Person(Samples.id(), "李坐席");

    private final FakeDatabase database = new FakeDatabase();
    private final CommunityId community = Samples.community();
    private final Subject subject = Samples.resident(community);
    private final FakeIntakeStore calm = new FakeIntakeStore(database);
    private final FakeFeedStore feed = new FakeFeedStore(database);

    FakeDatabaseTest() {
        database.openFeedNode(community, Optional.empty());
    }

    /** Breaks or holds up trips of one kind. */
    private static final class Weather implements DatabaseWire {
        private final Kind at;
        private final Promise<Void> reached = Promise.promise();
        private final Promise<Void> answered = Promise.promise();

        private Weather(Kind at) {
            this.at = at;
        }

        @Override
        public Future<Void> reach(Trip trip) {
            return trip.kind() == at ? reached.future() : Future.succeededFuture();
        }

        @Override
        public <T> Future<T> answer(Trip trip, Future<T> answer) {
            // Whichever comes first: the answer, or the end of our patience.
            return trip.kind() == at && answered.future().failed()
                    ? answered.future().mapEmpty()
                    : answer;
        }

        Weather losesTheAnswer() {
            reached.complete();
            answered.fail(lost());
            return this;
        }

        Weather neverArrives() {
            reached.fail(lost());
            return this;
        }

        Weather givesUpBeforeItIsReached() {
            answered.fail(lost());
            return this;
        }
    }

    private static StoreFailure lost() {
        return new StoreFailure(StoreFailure.Kind.TRANSIENT, "", "connection lost");
    }

    private Future<IntakeWrite> press(DatabaseWire wire, Subject who) {
        List<Arrival> batch = List.of(Samples.press(who, List.of()));
        return new FakeIntakeStore(database, wire).land(batch, view -> Samples.fold(batch, view));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"LOOK", "WRITE", "COMMIT"})
    void aTripThatNeverArrivesLeavesNothingAndHoldsNothing(Kind at) {
        assertThat(press(new Weather(at).neverArrives(), subject).failed()).isTrue();
        assertThat(calm.incidents()).isEmpty();
        assertThat(press(DatabaseWire.PERFECT, subject).succeeded()).isTrue();
    }

    @Test
    void aLostAnswerToTheCommitIsACommitAllTheSame() {
        assertThat(press(new Weather(Kind.COMMIT).losesTheAnswer(), subject).failed())
                .isTrue();
        assertThat(calm.incidents()).hasSize(1);
        assertThat(calm.signals()).hasSize(1);
        assertThat(press(DatabaseWire.PERFECT, subject)
                        .result()
                        .changes()
                        .get(0)
                        .after()
                        .signals())
                .isEqualTo(2);
    }

    @Test
    void aLostAnswerToTheLookIsRolledBack() {
        assertThat(press(new Weather(Kind.LOOK).losesTheAnswer(), subject).failed())
                .isTrue();
        assertThat(calm.incidents()).isEmpty();
        assertThat(press(DatabaseWire.PERFECT, subject).succeeded()).isTrue();
    }

    /** A frozen server commits what its client gave up on long ago. */
    @Test
    void whatWasGivenUpMayStillCommitLater() {
        Weather frozen = new Weather(Kind.COMMIT).givesUpBeforeItIsReached();
        assertThat(press(frozen, subject).failed()).isTrue();
        Future<IntakeWrite> again = press(DatabaseWire.PERFECT, subject);
        assertThat(again.isComplete())
                .as("the first still holds the subject's row")
                .isFalse();
        frozen.reached.complete();
        assertThat(calm.incidents()).hasSize(1);
        assertThat(again.result().changes().get(0).before()).isPresent();
    }

    @Test
    void pressesOfOneSubjectWaitForEachOtherAndOfAnotherDoNot() {
        Weather slow = new Weather(Kind.WRITE);
        Future<IntakeWrite> first = press(slow, subject);
        Future<IntakeWrite> second = press(DatabaseWire.PERFECT, subject);
        assertThat(press(DatabaseWire.PERFECT, Samples.resident(community)).succeeded())
                .isTrue();
        assertThat(second.isComplete()).isFalse();
        slow.reached.complete();
        assertThat(first.result().changes().get(0).before()).isEmpty();
        assertThat(second.result().changes().get(0).before())
                .contains(first.result().changes().get(0).after());
    }

    @Test
    void aPressWaitsForWhoeverIsDecidingAboutItsIncident() {
        press(DatabaseWire.PERFECT, subject);
        Weather slow = new Weather(Kind.COMMIT);
        Future<Decision> acknowledged = new FakeIncidentStore(database, slow)
                .change(
                        calm.incidents().get(0).id(),
                        (incident, now) -> IncidentMachine.decide(
                                Optional.of(incident), new IncidentCommand.Acknowledge(COORDINATOR), now));
        Future<IntakeWrite> pressed = press(DatabaseWire.PERFECT, subject);
        assertThat(pressed.isComplete()).isFalse();
        slow.reached.complete();
        assertThat(acknowledged.succeeded()).isTrue();
        assertThat(pressed.result().changes().get(0).after().acknowledged()).isPresent();
    }

    /** Ids are taken when rows are written, and seen when they are committed: a smaller one may come later. */
    @Test
    void aSmallerIdCommittedLaterGetsTheLargerNumber() {
        Weather slow = new Weather(Kind.COMMIT);
        press(slow, subject);
        press(DatabaseWire.PERFECT, Samples.resident(community));
        feed.number(community, 10);
        List<FeedEvent> early = new ArrayList<>(read(0));
        slow.reached.complete();
        feed.number(community, 10);
        assertThat(early).extracting(FeedEvent::seq).containsExactly(1L);
        assertThat(read(1)).extracting(FeedEvent::seq).containsExactly(2L);
        long first = rowId(0);
        long second = rowId(1);
        assertThat(first).isGreaterThan(second);
    }

    private List<FeedEvent> read(long after) {
        return feed.read(Map.of(community, after), 10).result();
    }

    /** Of the incident whose event has this place in the feed. */
    private long rowId(int place) {
        String view = read(0).get(place).view();
        return calm.incidents().stream()
                .filter(incident -> view.contains(incident.id().toString()))
                .map(incident -> new FakeIncidentStore(database)
                        .timeline(incident.id(), 0, 1)
                        .result()
                        .get(0)
                        .rowId())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStatementThatIsNotReachedDidNothingAndOneNotAnsweredDid() {
        press(DatabaseWire.PERFECT, subject);
        var lease = java.time.Duration.ofSeconds(3);
        assertThat(new FakeDeadlineStore(database, new Weather(Kind.STATEMENT).neverArrives())
                        .claimDue(10, lease)
                        .failed())
                .isTrue();
        assertThat(new FakeDeadlineStore(database, new Weather(Kind.STATEMENT).losesTheAnswer())
                        .claimDue(10, lease)
                        .failed())
                .isTrue();
        assertThat(new FakeDeadlineStore(database).claimDue(10, lease).result()).isEmpty();
        database.age(lease);
        assertThat(new FakeDeadlineStore(database).claimDue(10, lease).result())
                .singleElement()
                .extracting(DueDeadline::attempts)
                .isEqualTo(2);
    }
}
