package care.anling.verticles.store;

import care.anling.core.common.IncidentId;
import care.anling.core.common.SignalId;
import care.anling.core.incident.Incident;
import care.anling.core.incident.SubjectKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The emergency transaction in memory: subjects locked in order, then their open incidents, all or nothing. */
public final class FakeIntakeStore implements IntakeStore {

    private static final Comparator<SubjectKey> LOCK_ORDER = Comparator.comparing(SubjectKey::id, FakeTables.UUID_ORDER)
            .thenComparing(key -> key.kind().name());

    private final FakeDatabase database;
    private final DatabaseWire wire;
    private final OpeningFirst opening;
    private final OpeningFirst.Ways ways = new OpeningFirst.Ways() {
        @Override
        public Future<Optional<Instant>> open(IntakeWrite write, Instant now) {
            return database.oneTrip(wire, "intake.open", write, now);
        }

        @Override
        public Future<IntakeWrite> look(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
            return lookFirst(batch, fold);
        }
    };

    public FakeIntakeStore(FakeDatabase database) {
        this(database, database.wire(), System::nanoTime);
    }

    /** One node's. */
    public FakeIntakeStore(FakeDatabase database, DatabaseWire wire) {
        this(database, wire, System::nanoTime);
    }

    /** One node's, which counts on from what the database's clock showed last. */
    public FakeIntakeStore(FakeDatabase database, DatabaseWire wire, LongSupplier nanoTime) {
        this.database = database;
        this.wire = wire;
        this.opening = new OpeningFirst(new DatabaseClock(nanoTime));
    }

    @Override
    public Future<Void> stayReady() {
        return database.statement(wire, "intake.stayReady", tables -> database.now())
                .onSuccess(opening::showed)
                .mapEmpty();
    }

    @Override
    public Future<IntakeWrite> land(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
        return opening.land(batch, fold, ways);
    }

    private Future<IntakeWrite> lookFirst(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
        List<IncidentId> locked = new ArrayList<>();
        FakeDatabase.Look<IntakeView> look = new FakeDatabase.Look<>(
                List.of(tables -> subjects(batch).toList(), tables -> {
                    openIncidents(tables, batch).forEach(locked::add);
                    return locked;
                }),
                tables -> view(tables, batch, locked));
        return database.transaction(wire, "intake.land", look, view -> {
            opening.showed(view.now());
            IntakeWrite write = fold.apply(view);
            boolean empty =
                    write.changes().isEmpty() && write.landings().stream().allMatch(Landing::duplicate);
            return new FakeDatabase.Outcome<>(write, empty ? Optional.empty() : Optional.of(write), view.now());
        });
    }

    private static Stream<SubjectKey> subjects(List<Arrival> batch) {
        return batch.stream()
                .map(arrival -> SubjectKey.of(arrival.subject()))
                .distinct()
                .sorted(LOCK_ORDER);
    }

    private static Stream<IncidentId> openIncidents(FakeTables tables, List<Arrival> batch) {
        return subjects(batch)
                .flatMap(subject ->
                        Stream.concat(tables.findOpen(subject).stream(), tables.findStandIn(subject).stream()))
                .distinct()
                .sorted(FakeTables.INCIDENT_ORDER);
    }

    private IntakeView view(FakeTables tables, List<Arrival> batch, List<IncidentId> locked) {
        List<IncidentId> homes = openIncidents(tables, batch).toList();
        if (!locked.containsAll(homes)) {
            // Merged while we waited: what is looked at must be what the locks protect.
            throw new StoreFailure(StoreFailure.Kind.TRANSIENT, StoreFailure.OUTDATED, "database said 40001");
        }
        List<Incident> open =
                homes.stream().flatMap(id -> tables.find(id).stream()).toList();
        var now = database.now();
        Map<SignalKey, SignalId> known = new HashMap<>();
        batch.stream()
                .flatMap(arrival -> arrival.keys().stream())
                .forEach(key -> tables.findKey(key)
                        .filter(held -> held.at().isAfter(now.minus(key.believedFor())))
                        .ifPresent(held -> known.put(key, held.signal())));
        return IntakeView.of(now, open, known);
    }

    @Override
    public Future<Void> quarantine(Arrival arrival, String whyItFailed) {
        return database.statement(wire, "intake.quarantine", tables -> {
            tables.quarantined().add(arrival);
            return null;
        });
    }

    public List<Incident> incidents() {
        return database.behind(tables -> {
            List<Incident> oldestFirst = new ArrayList<>();
            tables.incidentIds()
                    .forEach(id -> oldestFirst.add(0, tables.find(id).orElseThrow()));
            return oldestFirst;
        });
    }

    public List<Landing> signals() {
        return database.behind(tables -> List.copyOf(tables.signals()));
    }

    public List<Arrival> quarantined() {
        return database.behind(tables -> List.copyOf(tables.quarantined()));
    }
}
