package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.DeviceId;
import care.anling.core.device.SignalKind;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The emergency transaction on a real PostgreSQL: the contract, and what only a real one can do wrong. */
class PgIntakeStoreTest implements IntakeStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private PgIntakeStore store;

    @BeforeEach
    void openStore() {
        store = ready(POSTGRES.pools().intake());
    }

    private static PgIntakeStore ready(Pool pool) {
        PgIntakeStore store = new PgIntakeStore(POSTGRES.vertx(), pool);
        PgFixture.await(store.stayReady());
        return store;
    }

    @Override
    public IntakeStore store() {
        return store;
    }

    @Override
    public IntakeStore elsewhere() {
        return ready(POSTGRES.pools().intake());
    }

    @Override
    public IncidentStore incidents() {
        return new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine());
    }

    @Override
    public void age(Duration by) {
        POSTGRES.tell("UPDATE signal_keys SET at = at - interval '" + by.toSeconds() + " seconds'");
    }

    @Test
    void everythingNeededToAlertAHumanIsThere() {
        Subject subject = Samples.resident(Samples.community());
        byte[] broken = {0, (byte) 0xff, '{', 0};
        Arrival press = Samples.press(subject, new DeviceId(Samples.id()), List.of(Samples.key(subject, "k")), broken);
        String incident = land(press).changes().get(0).after().id().toString();
        assertThat(POSTGRES.ask("SELECT encode(payload, 'hex') FROM signals WHERE id = '"
                        + press.signal().id() + "' AND incident = '" + incident + "'"))
                .containsExactly("00ff7b00");
        assertThat(POSTGRES.ask("SELECT kind FROM deadlines WHERE incident = '" + incident + "' AND due_at <= now()"))
                .containsExactly("STEP");
        assertThat(POSTGRES.ask(
                        "SELECT type || coalesce(seq::text, ' unnumbered') FROM incident_events WHERE incident = '"
                                + incident + "'"))
                .containsExactly("incident.opened unnumbered");
        assertThat(POSTGRES.ask(
                        "SELECT convert_from(payload, 'UTF8')::json ->> 'state' FROM device_downlinks WHERE device = '"
                                + press.device() + "'"))
                .containsExactly("received");
    }

    /** S2, where the database itself must say no. */
    @Test
    void s2TwoStoresPressingForOneSubjectOpenOneIncident() {
        PgIntakeStore other = ready(POSTGRES.pools().engine());
        POSTGRES.tell("GRANT ALL ON ALL TABLES IN SCHEMA anling TO anling_engine");
        POSTGRES.tell("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA anling TO anling_engine");
        for (int round = 0; round < 20; round++) {
            Subject subject = Samples.resident(Samples.community());
            if (round % 2 == 0) {
                // Known, but with nothing open: there is no row being made that the second would wait for anyway.
                POSTGRES.tell("INSERT INTO subjects (kind, id) VALUES ('RESIDENT', '" + subject.id() + "')");
            }
            List<Future<IntakeWrite>> all = Stream.of(store, other, store, other)
                    .map(each -> {
                        List<Arrival> batch = List.of(Samples.press(subject, List.of()));
                        return each.land(batch, view -> Samples.fold(batch, view));
                    })
                    .toList();
            PgFixture.await(Future.join(all));
            assertThat(POSTGRES.ask("SELECT signals::text FROM incidents WHERE subject = '" + subject.id() + "'"))
                    .containsExactly("4");
        }
    }

    @Test
    void batchesThatOverlapInOppositeOrderDoNotDeadlock() {
        PgIntakeStore other = ready(POSTGRES.pools().telemetry());
        var community = Samples.community();
        List<Subject> known =
                Stream.generate(() -> Samples.resident(community)).limit(20).toList();
        for (int round = 0; round < 15; round++) {
            // Half of them never seen before: rows being made are waited for too.
            List<Subject> subjects = new ArrayList<>(known);
            Stream.generate(() -> Samples.resident(community)).limit(20).forEach(subjects::add);
            Collections.shuffle(subjects);
            List<Arrival> there = presses(subjects);
            Collections.reverse(subjects);
            List<Arrival> back = presses(subjects);
            PgFixture.await(Future.all(
                    store.land(there, view -> Samples.fold(there, view)),
                    other.land(back, view -> Samples.fold(back, view))));
        }
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM incidents WHERE community = '" + community + "'"))
                .containsExactly(Integer.toString(20 + 15 * 20));
    }

    private static List<Arrival> presses(List<Subject> subjects) {
        return subjects.stream()
                .map(subject -> Samples.press(subject, List.of()))
                .toList();
    }

    @Test
    void aPoisonRowFailsForGoodAndFitsIntoQuarantine() {
        Subject poison = new Subject(
                SubjectKind.DEVICE, Samples.id(), Samples.community(), "name with \u0000 inside", Optional.empty());
        Arrival press = Samples.press(poison, List.of());
        assertThatThrownBy(() -> land(press))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.PERMANENT);
        PgFixture.await(store.quarantine(press, "because of \u0000 and 安铃"));
        assertThat(POSTGRES.ask("SELECT convert_from(kind, 'UTF8') FROM signal_quarantine WHERE signal = '"
                        + press.signal().id() + "'"))
                .containsExactly(SignalKind.SOS.name());
        // The connection it failed on is as good as new.
        assertThat(land(Samples.press(Samples.resident(Samples.community()), List.of()))
                        .changes())
                .hasSize(1);
    }

    @Test
    void aPoisonKeyFailsForGood() {
        Subject subject = Samples.resident(Samples.community());
        assertThatThrownBy(() -> land(Samples.press(subject, List.of(Samples.key(subject, "a\u0000b")))))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.PERMANENT);
    }

    /** A failed write followed by COMMIT answers success: the batch must not be believed. */
    @Test
    void aFailedWriteIsNeverTakenForACommit() {
        Subject subject = Samples.resident(Samples.community());
        List<Arrival> batch = List.of(Samples.press(subject, List.of()));
        assertThatThrownBy(() -> PgFixture.await(store.land(batch, view -> {
                    IntakeWrite good = Samples.fold(batch, view);
                    Change change = good.changes().get(0);
                    // The same incident twice breaks its primary key.
                    return new IntakeWrite(good.landings(), List.of(change, change));
                })))
                .isInstanceOf(StoreFailure.class);
        assertThat(POSTGRES.ask("SELECT id::text FROM incidents WHERE subject = '" + subject.id() + "'"))
                .isEmpty();
        assertThat(POSTGRES.ask("SELECT id::text FROM signals WHERE subject = '" + subject.id() + "'"))
                .isEmpty();
    }

    @Test
    void aBackendKilledMidBatchIsATransientFailureAndTheRetryLands() {
        Subject subject = Samples.resident(Samples.community());
        // With something open it looks first, and holds a connection while it decides.
        land(Samples.press(subject, List.of()));
        List<Arrival> batch = List.of(Samples.press(subject, List.of(Samples.key(subject, "k"))));
        assertThatThrownBy(() -> PgFixture.await(store.land(batch, view -> {
                    POSTGRES.tell(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND usename = 'anling_intake' AND application_name = 'anling-intake'");
                    return Samples.fold(batch, view);
                })))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.TRANSIENT);
        assertThat(landPatiently(batch).landings()).noneMatch(Landing::duplicate);
    }

    /** The client hears nothing of a commit that happened: asking again with the same keys changes nothing. */
    @Test
    void anUnknownCommitIsRecognisedWhenTriedAgain() {
        Subject subject = Samples.resident(Samples.community());
        List<Arrival> batch = List.of(Samples.press(subject, List.of(Samples.key(subject, "k"))));
        PgFixture.await(store.land(batch, view -> Samples.fold(batch, view)));
        // As the lane does after a cut connection: the very same arrivals once more.
        IntakeWrite again = PgFixture.await(store.land(batch, view -> Samples.fold(batch, view)));
        assertThat(again.landings()).allMatch(Landing::duplicate);
        assertThat(POSTGRES.ask("SELECT signals::text FROM incidents WHERE subject = '" + subject.id() + "'"))
                .containsExactly("1");
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM signals WHERE subject = '" + subject.id() + "'"))
                .containsExactly("1");
    }

    /** A frozen database: somebody sits on the subject's row. The lock time-out ends it before the device gives up. */
    @Test
    void aLockNobodyGivesBackEndsInTime() throws Exception {
        Subject subject = Samples.resident(Samples.community());
        land(Samples.press(subject, List.of()));
        // The first press opens without looking; the second looks, and from then on there is a row to lock.
        land(Samples.press(subject, List.of()));
        try (Connection holder = POSTGRES.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM subjects WHERE id = '" + subject.id() + "' FOR UPDATE");
            long start = System.nanoTime();
            assertThatThrownBy(() -> land(Samples.press(subject, List.of())))
                    .isInstanceOf(StoreFailure.class)
                    .extracting(failure -> ((StoreFailure) failure).kind())
                    .isEqualTo(StoreFailure.Kind.TRANSIENT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PgIntakeStore.COMMIT_DEADLINE);
            holder.rollback();
        }
    }

    /** The server answers nothing at all: our own deadline cuts the connection, and the next press finds another. */
    @Test
    void aServerThatAnswersNothingIsGivenUpInTime() {
        Trips impatient = new Trips(POSTGRES.vertx(), POSTGRES.pools().intake(), Duration.ofMillis(300));
        Trips.Statement sleep = new Trips.Statement("SELECT pg_sleep(3)", io.vertx.sqlclient.Tuple.tuple());
        long start = System.nanoTime();
        assertThatThrownBy(() ->
                        PgFixture.await(impatient.run(List.of(sleep), rows -> new Trips.Outcome<>("never", List.of()))))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.TRANSIENT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(landPatiently(List.of(Samples.press(Samples.resident(Samples.community()), List.of())))
                        .changes())
                .hasSize(1);
    }

    /** Two nodes disagree about whom a device protects, so they lock different subjects: the key still counts once. */
    @Test
    void s3AKeyLandedElsewhereMeanwhileIsNotLandedTwice() {
        Subject one = Samples.resident(Samples.community());
        Subject other = Samples.resident(Samples.community());
        SignalKey key = Samples.key(one, "k");
        List<Arrival> mine = List.of(Samples.press(one, List.of(key)));
        List<Arrival> theirs = List.of(Samples.press(other, new DeviceId(one.id()), List.of(key), new byte[0]));
        AtomicInteger looks = new AtomicInteger();
        IntakeWrite landed = PgFixture.await(store.land(mine, view -> {
            if (looks.getAndIncrement() == 0) {
                POSTGRES.tell("INSERT INTO signal_keys VALUES ('" + one.id() + "', 'k', '"
                        + theirs.get(0).signal().id() + "', now())");
            }
            return Samples.fold(mine, view);
        }));
        assertThat(looks.get()).isEqualTo(2);
        assertThat(landed.landings()).allMatch(Landing::duplicate);
        assertThat(POSTGRES.ask("SELECT id::text FROM signals WHERE device = '" + one.id() + "'"))
                .isEmpty();
    }

    @Test
    void aSleepingDeviceKeepsItsLastWordsOnly() {
        Subject subject = Samples.resident(Samples.community());
        DeviceId device = new DeviceId(Samples.id());
        for (int i = 0; i < ChangeWriter.MAX_WORDS + 5; i++) {
            land(Samples.press(subject, device, List.of(), "x".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM device_downlinks WHERE device = '" + device + "'"))
                .containsExactly(Integer.toString(ChangeWriter.MAX_WORDS));
    }

    @Test
    void fiveHundredSubjectsLandInOneBatch() {
        var community = Samples.community();
        List<Arrival> batch = IntStream.range(0, 512)
                .mapToObj(i -> Samples.press(Samples.resident(community), List.of()))
                .toList();
        PgFixture.await(store.land(batch, view -> Samples.fold(batch, view)));
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM incidents WHERE community = '" + community + "'"))
                .containsExactly("512");
    }

    /** A pool whose connections were killed hands out a dead one or two before it notices. */
    private IntakeWrite landPatiently(List<Arrival> batch) {
        AtomicInteger tries = new AtomicInteger();
        while (true) {
            try {
                return PgFixture.await(store.land(batch, view -> Samples.fold(batch, view)));
            } catch (StoreFailure failure) {
                assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.TRANSIENT);
                assertThat(tries.incrementAndGet()).isLessThan(5);
            }
        }
    }
}
