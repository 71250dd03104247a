package care.anling.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Actor;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.SignalId;
import care.anling.core.device.Signal;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentCommand.RaiseSignal;
import care.anling.core.incident.IncidentMachine;
import care.anling.testkit.History;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.DeadlineStore;
import care.anling.verticles.store.FakeDatabase;
import care.anling.verticles.store.FakeDeadlineStore;
import care.anling.verticles.store.FakeFeedStore;
import care.anling.verticles.store.FakeIncidentStore;
import care.anling.verticles.store.FakeIntakeStore;
import care.anling.verticles.store.FeedStore;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.IntakeStore;
import care.anling.verticles.store.IntakeView;
import care.anling.verticles.store.IntakeWrite;
import care.anling.verticles.store.PgDeadlineStore;
import care.anling.verticles.store.PgFeedStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.SignalKey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same random histories on the database the simulator uses and on a real PostgreSQL: after every turn both must have
 * decided the same, hold the same incident, and know the same deadlines; and both must have told the feed the same story.
 */
class AgreementTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final int HISTORIES = 24;
    private static final int TURNS = 80;
    private static final int ALL = 10_000;
    /** Over before the next turn: every turn sees all that is due. */
    private static final Duration NO_LEASE = Duration.ofMillis(1);

    /** One database, through the ports of production. */
    private record Stores(IntakeStore intake, IncidentStore incidents, DeadlineStore deadlines, FeedStore feed) {}

    /** What a turn came to; the incident is looked at where the turn says. */
    private record Came(Optional<Decision> decision, List<Boolean> duplicates) {}

    private final FakeDatabase database = new FakeDatabase();
    private final Stores fake = new Stores(
            new FakeIntakeStore(database),
            new FakeIncidentStore(database),
            new FakeDeadlineStore(database),
            new FakeFeedStore(database));
    private final Set<IncidentId> known = new LinkedHashSet<>();
    private Optional<CommunityId> community = Optional.empty();

    @Test
    void postgresAndTheModelTellTheSameHistories() {
        Stores postgres = new Stores(
                new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake()),
                new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine()),
                new PgDeadlineStore(POSTGRES.pools().engine()),
                new PgFeedStore(POSTGRES.pools().feed()));
        LongStream.rangeClosed(1, HISTORIES).forEach(seed -> {
            History history = new History(seed);
            known.clear();
            community = Optional.empty();
            for (int turn = 1; turn <= TURNS; turn++) {
                History.Turn taken = history.next();
                String where = "history " + seed + ", turn " + turn + ", "
                        + taken.command().getClass().getSimpleName();
                if (isRefusedByThePort(taken)) {
                    break;
                }
                open(taken);
                boolean again = turn % 5 == 0;
                assertThat(take(postgres, taken, again)).as(where).isEqualTo(take(fake, taken, again));
                taken.decision().next().ifPresent(next -> {
                    known.add(next.id());
                    assertThat(find(postgres, next.id())).as(where).isEqualTo(find(fake, next.id()));
                    assertThat(find(fake, next.id()).version()).as(where).isEqualTo(next.version());
                });
                assertThat(due(postgres)).as(where).isEqualTo(due(fake));
            }
            compareWhatWasTold(postgres, seed);
        });
    }

    /** An incident merged into one that never was: nobody asks a store for that, and only one of the two would refuse. */
    private boolean isRefusedByThePort(History.Turn turn) {
        return turn.command() instanceof IncidentCommand.MergeInto merge && !known.contains(merge.into());
    }

    private void open(History.Turn turn) {
        if (turn.command() instanceof RaiseSignal raise && community.isEmpty()) {
            CommunityId node = raise.subject().community();
            community = Optional.of(node);
            POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + node + "', 'STREET', '安宁街道')");
            database.openFeedNode(node, Optional.empty());
        }
    }

    private static Came take(Stores stores, History.Turn turn, boolean again) {
        if (turn.command() instanceof RaiseSignal raise) {
            Came first = land(stores, turn, raise, raise.signal().id());
            return again
                    ? new Came(
                            first.decision(),
                            land(stores, turn, raise, repeated(raise)).duplicates())
                    : first;
        }
        Optional<Incident> before = turn.before();
        IncidentId id = before.map(Incident::id).orElseThrow();
        return new Came(Optional.of(change(stores, id, turn.command(), turn.now())), List.of());
    }

    private static SignalId repeated(RaiseSignal raise) {
        return new SignalId(new java.util.UUID(
                raise.signal().id().value().getMostSignificantBits(),
                raise.signal().id().value().getLeastSignificantBits() ^ 1));
    }

    private static Came land(Stores stores, History.Turn turn, RaiseSignal raise, SignalId as) {
        Signal s = raise.signal();
        Signal signal = new Signal(
                as,
                s.kind(),
                s.from(),
                s.receivedAt(),
                s.deviceTime(),
                s.fix(),
                s.batteryPercent(),
                s.drill(),
                s.presses(),
                s.flags(),
                s.wire());
        DeviceId device = s.from() instanceof Actor.Machine machine
                ? machine.device()
                : new DeviceId(raise.subject().id());
        SignalKey key = new SignalKey(device, "said " + s.id(), Duration.ofHours(24), false, false);
        List<Arrival> batch = List.of(
                new Arrival(signal, device, raise.subject(), raise.assessment(), List.of(key), raise.freshId()));
        // Decided for the history's time: what is compared must not hang on how fast two databases are.
        IntakeWrite write = PgFixture.await(stores.intake()
                .land(batch, view -> Samples.fold(batch, new IntakeView(turn.now(), view.open(), view.known()))));
        return new Came(
                Optional.empty(),
                write.landings().stream().map(landing -> landing.duplicate()).toList());
    }

    private static Decision change(Stores stores, IncidentId id, IncidentCommand command, Instant now) {
        return PgFixture.await(stores.incidents()
                .change(id, (incident, itsOwn) -> IncidentMachine.decide(Optional.of(incident), command, now)));
    }

    private static Incident find(Stores stores, IncidentId id) {
        return PgFixture.await(stores.incidents().find(id)).orElseThrow();
    }

    /** All of them are: the histories play in a spring long past. */
    private Set<String> due(Stores stores) {
        Set<String> due = new LinkedHashSet<>();
        PgFixture.await(stores.deadlines().claimDue(ALL, NO_LEASE)).stream()
                .filter(deadline -> known.contains(deadline.incident()))
                .map(deadline -> deadline.incident() + " " + deadline.kind() + " " + deadline.dueAt())
                .sorted()
                .forEach(due::add);
        return due;
    }

    private void compareWhatWasTold(Stores postgres, long seed) {
        CommunityId node = community.orElseThrow();
        assertThat(PgFixture.await(postgres.feed().number(node, ALL)))
                .as("history %d", seed)
                .isEqualTo(PgFixture.await(fake.feed().number(node, ALL)));
        assertThat(told(postgres, node)).as("history %d", seed).isEqualTo(told(fake, node));
        for (IncidentId id : known) {
            assertThat(timeline(postgres, id)).as("history %d, %s", seed, id).isEqualTo(timeline(fake, id));
        }
    }

    private static Map<Long, List<Object>> told(Stores stores, CommunityId node) {
        Map<Long, List<Object>> told = new HashMap<>();
        PgFixture.await(stores.feed().read(Map.of(node, 0L), ALL))
                .forEach(event -> told.put(event.seq(), List.of(event.type(), new JsonObject(event.view()))));
        return told;
    }

    private static List<List<Object>> timeline(Stores stores, IncidentId id) {
        return PgFixture.await(stores.incidents().timeline(id, 0, ALL)).stream()
                .map(event -> List.<Object>of(event.type(), event.by(), new JsonObject(event.detail())))
                .toList();
    }

    /** S5, L3: what commits late gets a later number, and is not missed. */
    @Test
    void aSlowWriterIsNumberedWhenItCommits() throws Exception {
        assertThat(toldAroundASlowWriter()).containsExactly("note", "stood_down");
    }

    /** The planted bug that lives in the schema: with it, the check above must fail. */
    @Test
    void aFeedInTheOrderOfInsertionIsFound(@TempDir Path scratch) throws Exception {
        Plant bug = Plant.named("feed-by-insertion-order");
        String file = bug.files().get(0);
        String original = Files.readString(Plant.root().resolve(file));
        POSTGRES.tell(numbering(Files.readString(bug.apply(scratch).resolve(file))));
        try {
            assertThat(toldAroundASlowWriter()).isNotEqualTo(List.of("note", "stood_down"));
        } finally {
            POSTGRES.tell(numbering(original));
        }
    }

    private static String numbering(String schema) {
        int from = schema.indexOf("CREATE FUNCTION number_events");
        return schema.substring(from, schema.indexOf("END $$;", from) + "END $$;".length())
                .replaceFirst("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION");
    }

    /** One incident is stood down by a node that pauses before its commit; of another something is noted meanwhile. */
    private static List<String> toldAroundASlowWriter() throws Exception {
        Stores stores = new Stores(
                new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake()),
                new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine()),
                new PgDeadlineStore(POSTGRES.pools().engine()),
                new PgFeedStore(POSTGRES.pools().feed()));
        CommunityId node = Samples.community();
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + node + "', 'STREET', '安宁街道')");
        IncidentId slow = press(stores, node);
        IncidentId quick = press(stores, node);
        long from = follow(stores, node, 0).size();
        Person by = new Person(Samples.id(), "坐席");
        Future<Decision> late;
        try (Connection another = POSTGRES.connect()) {
            another.setAutoCommit(false);
            try (Statement hold = another.createStatement()) {
                // Its events are written before its deadline goes, and that row is held.
                hold.execute("SELECT FROM deadlines WHERE incident = '" + slow + "' FOR UPDATE");
                late = stores.incidents()
                        .change(
                                slow,
                                (incident, now) -> IncidentMachine.decide(
                                        Optional.of(incident),
                                        new IncidentCommand.StandDown(by, Disposition.HELPED, ""),
                                        now));
                Awaitility.await()
                        .until(() -> POSTGRES.ask("SELECT count(*)::text FROM pg_locks WHERE NOT granted")
                                .equals(List.of("1")));
                change(stores, quick, new IncidentCommand.AddNote(new Actor.Anling(), "慢"), Instant.now());
                assertThat(follow(stores, node, from)).containsExactly("incident.note_added");
            }
            another.rollback();
        }
        PgFixture.await(late);
        return follow(stores, node, from).stream()
                .filter(type -> type.endsWith("note_added") || type.endsWith("stood_down"))
                .map(type -> type.endsWith("note_added") ? "note" : "stood_down")
                .toList();
    }

    private static IncidentId press(Stores stores, CommunityId node) {
        List<Arrival> batch = List.of(Samples.press(Samples.resident(node), List.of()));
        return PgFixture.await(stores.intake().land(batch, view -> Samples.fold(batch, view)))
                .landings()
                .get(0)
                .incident()
                .orElseThrow();
    }

    /** Types of what is numbered after {@code from}, in order. */
    private static List<String> follow(Stores stores, CommunityId node, long from) {
        var unused = PgFixture.await(stores.feed().number(node, ALL));
        return PgFixture.await(stores.feed().read(Map.of(node, from), ALL)).stream()
                .map(event -> event.type())
                .toList();
    }
}
