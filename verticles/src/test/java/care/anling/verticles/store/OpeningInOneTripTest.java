package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.IncidentId;
import care.anling.core.incident.Incident;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKey;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A press is written as if nothing were open. Whatever makes that untrue is found by the statement itself, and then the
 * press looks first. A look leaves the subject's row behind: that is how these tests tell which way a press went.
 */
class OpeningInOneTripTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private final Subject subject = Samples.resident(Samples.community());
    private PgIntakeStore here;
    private PgIntakeStore elsewhere;

    @BeforeEach
    void openStores() {
        here = ready();
        elsewhere = ready();
    }

    private static PgIntakeStore ready() {
        PgIntakeStore store =
                new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
        PgFixture.await(store.stayReady());
        return store;
    }

    @Test
    void whatOpensIsNotLookedUpFirst() {
        Change opened = land(here, press()).changes().get(0);
        assertThat(opened.before()).isEmpty();
        assertThat(looked()).isFalse();
        assertThat(POSTGRES.ask("SELECT id::text FROM incidents WHERE subject = '" + subject.id() + "'"))
                .containsExactly(opened.after().id().toString());
        assertThat(POSTGRES.ask("SELECT kind FROM deadlines WHERE incident = '"
                        + opened.after().id() + "' AND due_at <= now()"))
                .containsExactly("STEP");
    }

    @Test
    void aSecondPressIsLookedUpAtOnce() {
        land(here, press());
        long asked = asked();
        assertThat(land(here, press()).changes().get(0).before()).isPresent();
        assertThat(looked()).isTrue();
        assertThat(asked() - asked).as("the fold was asked once").isEqualTo(1);
    }

    @Test
    void anIncidentAnotherNodeOpenedIsJoined() {
        Change opened = land(elsewhere, press()).changes().get(0);
        Change joined = land(here, press()).changes().get(0);
        assertThat(joined.after().id()).isEqualTo(opened.after().id());
        assertThat(signals()).containsExactly("2");
    }

    /** Between our deciding that nothing is open and our writing. */
    @Test
    void anIncidentAnotherNodeOpensMeanwhileIsJoined() {
        Arrival mine = press();
        boolean[] done = {false};
        IntakeWrite landed = PgFixture.await(here.land(List.of(mine), view -> {
            if (!done[0]) {
                done[0] = true;
                land(elsewhere, press());
            }
            return Samples.fold(List.of(mine), view);
        }));
        assertThat(landed.changes().get(0).before()).isPresent();
        assertThat(signals()).containsExactly("2");
    }

    /** Their transaction is not over yet: ours waits for it on the index, and joins when it commits. */
    @Test
    void anIncidentBeingOpenedElsewhereIsWaitedFor() throws Exception {
        try (Connection theirs = opening()) {
            Future<IntakeWrite> landing = begin(here, press());
            awaitSomebodyWaiting();
            assertThat(landing.isComplete()).isFalse();
            theirs.commit();
            assertThat(PgFixture.await(landing).changes().get(0).before()).isPresent();
        }
        assertThat(signals()).containsExactly("2");
    }

    @Test
    void anOpeningThatNeverEndsIsGivenUpInTimeAndLandsAfterwards() throws Exception {
        try (Connection theirs = opening()) {
            assertFailsForNow(begin(here, press()));
            theirs.rollback();
        }
        assertThat(land(here, press()).changes().get(0).before()).isEmpty();
    }

    @Test
    void aBackendKilledWhileItWritesIsAPassingFailureAndTheRetryLands() throws Exception {
        Arrival press = Samples.press(subject, List.of(Samples.key(subject, "k")));
        try (Connection theirs = opening()) {
            Future<IntakeWrite> landing = begin(here, press);
            awaitSomebodyWaiting();
            POSTGRES.ask("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database() AND query LIKE '%write_changes%'");
            assertFailsForNow(landing);
            theirs.rollback();
        }
        assertThat(land(here, press).landings()).noneMatch(Landing::duplicate);
        assertThat(looked()).as("what may have been committed is looked for").isTrue();
    }

    /** A node that knows of nothing writes as if nothing were open, and no index would say otherwise. */
    @Test
    void aPressOfWhatWasMergedElsewhereJoins() {
        Incident kept = merge();
        assertThat(land(here, pressOfTheButton()).changes().get(0).after().id()).isEqualTo(kept.id());
        assertThat(asked()).as("as if nothing were open, then under lock").isEqualTo(2);
    }

    /** Between our deciding and our writing. */
    @Test
    void aMergeMeanwhileIsFollowed() {
        Incident single = open(elsewhere, button);
        Incident kept = open(elsewhere, subject);
        Arrival mine = pressOfTheButton();
        boolean[] done = {false};
        IntakeWrite landed = PgFixture.await(here.land(List.of(mine), view -> {
            if (!done[0]) {
                done[0] = true;
                merge(single, kept);
            }
            return Samples.fold(List.of(mine), view);
        }));
        assertThat(landed.changes().get(0).after().id()).isEqualTo(kept.id());
    }

    /** The merge is not over yet: a guess waits for it on the index. */
    @Test
    void aGuessWaitsForAMergeBeingWritten() throws Exception {
        assertThat(landDuringAMerge(here, pressOfTheButton()).signals()).isEqualTo(3);
    }

    /** A look waits on the merged incident's row, and must not miss what stands for it then: a cancel would be lost. */
    @Test
    void aLookWaitsForAMergeBeingWritten() throws Exception {
        assertThat(landDuringAMerge(elsewhere, Samples.cancel(pressOfTheButton()))
                        .cancelRequested())
                .isTrue();
    }

    private Incident landDuringAMerge(PgIntakeStore node, Arrival said) throws Exception {
        Incident single = open(elsewhere, button);
        Incident kept = merge(open(elsewhere, Samples.nameless(subject.community())), open(elsewhere, subject));
        try (Connection theirs = POSTGRES.connect()) {
            theirs.setAutoCommit(false);
            try (Statement statement = theirs.createStatement()) {
                statement.execute("UPDATE incidents SET stands_for = '{DEVICE:" + button.id() + "}' WHERE id = '"
                        + kept.id() + "'");
                statement.execute("UPDATE incidents SET state = 'STOOD_DOWN', disposition = 'MERGED',"
                        + " stood_down_at = now(), merged_into = '" + kept.id() + "' WHERE id = '" + single.id() + "'");
            }
            Future<IntakeWrite> landing = begin(node, said);
            awaitSomebodyWaiting();
            assertThat(landing.isComplete()).isFalse();
            theirs.commit();
            Change joined = PgFixture.await(landing).changes().get(0);
            assertThat(joined.after().id()).isEqualTo(kept.id());
            return joined.after();
        }
    }

    /** The one that stands for it is merged away while we wait for its row. */
    @Test
    void theEndOfAChainBeingWrittenIsWaitedFor() throws Exception {
        Incident middle = merge(open(elsewhere, button), open(elsewhere, Samples.nameless(subject.community())));
        Incident kept = open(elsewhere, subject);
        try (Connection theirs = POSTGRES.connect()) {
            theirs.setAutoCommit(false);
            try (Statement statement = theirs.createStatement()) {
                statement.execute("UPDATE incidents k SET stands_for = m.stands_for FROM incidents m WHERE k.id = '"
                        + kept.id() + "' AND m.id = '" + middle.id() + "'");
                statement.execute("UPDATE incidents SET state = 'STOOD_DOWN', disposition = 'MERGED',"
                        + " stood_down_at = now(), merged_into = '" + kept.id() + "' WHERE id = '" + middle.id() + "'");
            }
            Future<IntakeWrite> landing = begin(elsewhere, Samples.cancel(pressOfTheButton()));
            awaitSomebodyWaiting();
            theirs.commit();
            assertThat(PgFixture.await(landing).changes().get(0).after().id()).isEqualTo(kept.id());
        }
    }

    private final Subject button = Samples.nameless(subject.community());

    private Arrival pressOfTheButton() {
        return Samples.press(button, List.of());
    }

    private Incident merge() {
        return merge(open(elsewhere, button), open(elsewhere, subject));
    }

    private static Incident merge(Incident single, Incident kept) {
        return PgFixture.await(
                        new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine())
                                .changeBoth(kept.id(), single.id(), Samples::merge))
                .one()
                .next()
                .orElseThrow();
    }

    private static Incident open(PgIntakeStore store, Subject subject) {
        List<Arrival> batch = List.of(Samples.press(subject, List.of()));
        return PgFixture.await(store.land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after();
    }

    private static void assertFailsForNow(Future<IntakeWrite> landing) {
        assertThatThrownBy(() -> PgFixture.await(landing))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.TRANSIENT);
    }

    /** Somebody in the midst of opening an incident for the subject. */
    private Connection opening() throws SQLException {
        IncidentId model = land(elsewhere, Samples.press(Samples.resident(Samples.community()), List.of()))
                .changes()
                .get(0)
                .after()
                .id();
        Connection theirs = POSTGRES.connect();
        theirs.setAutoCommit(false);
        try (Statement statement = theirs.createStatement()) {
            statement.execute("INSERT INTO incidents SELECT (json_populate_record(i, json_build_object('id', '"
                    + Samples.id() + "', 'subject', '" + subject.id() + "'))).* FROM incidents i WHERE i.id = '" + model
                    + "'");
        }
        return theirs;
    }

    /** Nobody hears of the commit, and the very same press comes again by a node that knows nothing of it. */
    @Test
    void anUnknownCommitIsRecognised() {
        Arrival press = Samples.press(subject, List.of(Samples.key(subject, "k")));
        land(here, press);
        assertThat(land(elsewhere, press).landings()).allMatch(Landing::duplicate);
        assertThat(signals()).containsExactly("1");
    }

    @Test
    void anUnknownCommitIsRecognisedWhenItsIncidentIsOverAlready() {
        Arrival press = Samples.press(subject, List.of(Samples.key(subject, "k")));
        land(here, press);
        POSTGRES.tell("UPDATE incidents SET state = 'STOOD_DOWN', disposition = 'HELPED', stood_down_at = now()"
                + " WHERE subject = '" + subject.id() + "'");
        assertThat(land(elsewhere, press).landings()).allMatch(Landing::duplicate);
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM signals WHERE subject = '" + subject.id() + "'"))
                .containsExactly("1");
    }

    /** It would open nothing, so no index could say that something is open. */
    @Test
    void aCancelIsNeverWrittenAsIfNothingWereOpen() {
        land(elsewhere, press());
        assertThat(land(here, Samples.cancel(press())).changes().get(0).after().cancelRequested())
                .isTrue();
        assertThat(POSTGRES.ask("SELECT cancel_requested::text FROM incidents WHERE subject = '" + subject.id() + "'"))
                .containsExactly("true");
    }

    @Test
    void aTimeTheDatabaseDoesNotShowIsNotWritten() {
        for (Duration leap : List.of(Duration.ofSeconds(10), Duration.ofSeconds(-10))) {
            AtomicLong nanos = new AtomicLong(System.nanoTime());
            Subject other = Samples.resident(Samples.community());
            PgIntakeStore wrong =
                    new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake(), new DatabaseClock(nanos::get));
            PgFixture.await(wrong.stayReady());
            nanos.addAndGet(leap.toNanos());
            Instant before = databaseTime();
            Instant openedAt = land(wrong, Samples.press(other, List.of()))
                    .changes()
                    .get(0)
                    .after()
                    .openedAt();
            assertThat(openedAt).isBetween(before, databaseTime());
            assertThat(looked(other)).isTrue();
        }
    }

    @Test
    void anOldTimeIsNotBelieved() {
        AtomicLong nanos = new AtomicLong();
        DatabaseClock clock = new DatabaseClock(nanos::get);
        assertThat(clock.now()).isEmpty();
        Instant shown = Instant.parse("2026-11-22T03:00:00Z");
        clock.showed(shown);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(clock.now()).contains(shown.plusSeconds(2).minus(DatabaseClock.MARGIN));
        nanos.addAndGet(DatabaseClock.BELIEVED_FOR.toNanos());
        assertThat(clock.now()).isEmpty();
    }

    @Test
    void theSubjectsLongestUnseenAreForgotten() {
        LatelyOpen open = new LatelyOpen();
        SubjectKey first = SubjectKey.of(subject);
        open.saw(List.of(first), List.of(first));
        assertThat(open.containsAny(List.of(first))).isTrue();
        for (int i = 0; i < LatelyOpen.MAX_SUBJECTS; i++) {
            SubjectKey next = SubjectKey.of(Samples.resident(subject.community()));
            open.saw(List.of(next), List.of(next));
        }
        assertThat(open.containsAny(List.of(first))).isFalse();
        open.saw(List.of(first), List.of(first));
        open.saw(List.of(first), List.of());
        assertThat(open.containsAny(List.of(first))).isFalse();
    }

    private final AtomicLong asked = new AtomicLong();

    private long asked() {
        return asked.get();
    }

    private Arrival press() {
        return Samples.press(subject, List.of());
    }

    private IntakeWrite land(PgIntakeStore store, Arrival arrival) {
        return PgFixture.await(begin(store, arrival));
    }

    private Future<IntakeWrite> begin(PgIntakeStore store, Arrival arrival) {
        return store.land(List.of(arrival), view -> {
            asked.incrementAndGet();
            return Samples.fold(List.of(arrival), view);
        });
    }

    private boolean looked() {
        return looked(subject);
    }

    private static boolean looked(Subject subject) {
        return !POSTGRES.ask("SELECT kind FROM subjects WHERE id = '" + subject.id() + "'")
                .isEmpty();
    }

    private List<String> signals() {
        return POSTGRES.ask("SELECT signals::text FROM incidents WHERE subject = '" + subject.id() + "'");
    }

    private static Instant databaseTime() {
        return Instant.parse(POSTGRES.ask(
                        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .get(0));
    }

    private static void awaitSomebodyWaiting() {
        org.awaitility.Awaitility.await()
                .until(() -> !POSTGRES.ask("SELECT pid::text FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND (query LIKE '%write_changes%' OR query LIKE '%gather_for_intake%')")
                        .isEmpty());
    }
}
