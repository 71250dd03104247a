package care.anling.verticles.store;

import care.anling.core.common.Actor;
import care.anling.core.common.SignalId;
import care.anling.core.device.Signal;
import care.anling.core.incident.Incident;
import care.anling.core.incident.SubjectKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The emergency transaction on PostgreSQL. A press that opens an incident, the usual and the most urgent, is one statement;
 * everything else looks under lock first. Called from an event loop; never blocks.
 */
public final class PgIntakeStore implements IntakeStore {

    /**
     * How long landing a batch may take before its connection is cut. The device's own patience is 5 s: this leaves one
     * more try, or an honest refusal, within it.
     */
    public static final Duration COMMIT_DEADLINE = Duration.ofSeconds(4);

    private static final String GATHER = "SELECT at, open, known FROM gather_for_intake($1, $2, $3, $4, $5)";

    private static final String QUARANTINE =
            "INSERT INTO signal_quarantine (device, signal, kind, topic, payload, why) VALUES ($1, $2, $3, $4, $5, $6)";

    /** Longest explanation kept with a quarantined signal, bytes. */
    private static final int MAX_WHY = 1_000;

    /**
     * As if nothing were open: written in one trip if that holds. The indexes that make S2 and S3 true say so, as they do
     * for everybody; and the clock must agree with the time everything was decided for.
     */
    private static final String OPEN = "SELECT clock_timestamp() AS at, " + ChangeWriter.CALL
            + " WHERE clock_timestamp() BETWEEN $15::timestamptz AND $15::timestamptz + interval '1 second'";

    private static final Trips.Statement LOOK_AT_CLOCK =
            new Trips.Statement("SELECT clock_timestamp() AS at", Tuple.tuple());

    private final Trips trips;
    private final Pool pool;
    private final OpeningFirst opening;
    private final OpeningFirst.Ways ways = new OpeningFirst.Ways() {
        @Override
        public Future<Optional<Instant>> open(IntakeWrite write, Instant now) {
            return openAll(write, now);
        }

        @Override
        public Future<IntakeWrite> look(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
            return lookFirst(batch, fold);
        }
    };

    public PgIntakeStore(Vertx vertx, Pool pool) {
        this(vertx, pool, new DatabaseClock(System::nanoTime));
    }

    PgIntakeStore(Vertx vertx, Pool pool, DatabaseClock clock) {
        this.opening = new OpeningFirst(clock);
        this.trips = new Trips(vertx, pool, COMMIT_DEADLINE);
        this.pool = pool;
    }

    @Override
    public Future<Void> stayReady() {
        return trips.once(LOOK_AT_CLOCK)
                .onSuccess(answer -> opening.showed(shown(answer)))
                .mapEmpty();
    }

    @Override
    public Future<IntakeWrite> land(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
        return opening.land(batch, fold, ways);
    }

    private Future<Optional<Instant>> openAll(IntakeWrite write, Instant now) {
        List<Trips.Statement> statements = statements(write, now);
        if (statements.size() != 1) {
            return Future.succeededFuture(Optional.empty());
        }
        Tuple parameters = statements.get(0).parameters().addValue(Queries.at(now));
        return trips.once(new Trips.Statement(OPEN, parameters))
                .map(answer -> answer.size() == 0 ? Optional.empty() : Optional.of(shown(answer)));
    }

    private Future<IntakeWrite> lookFirst(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
        List<SignalKey> keys = batch.stream()
                .flatMap(arrival -> arrival.keys().stream())
                .distinct()
                .toList();
        return trips.run(List.of(gather(batch, keys)), found -> {
            opening.showed(shown(found.get(0)));
            IntakeView view = view(found.get(0), keys);
            IntakeWrite write = fold.apply(view);
            return new Trips.Outcome<>(write, statements(write, view.now()));
        });
    }

    private static Instant shown(RowSet<Row> answer) {
        return Queries.instant(answer.iterator().next(), "at");
    }

    @Override
    public Future<Void> quarantine(Arrival arrival, String whyItFailed) {
        Signal signal = arrival.signal();
        byte[] why = whyItFailed.getBytes(StandardCharsets.UTF_8);
        return pool.preparedQuery(QUARANTINE)
                .execute(Tuple.of(
                        arrival.device().value(),
                        signal.id().value(),
                        bytes(signal.kind().name()),
                        signal.wire().map(wire -> bytes(wire.topic())).orElse(null),
                        signal.wire().map(wire -> Buffer.buffer(wire.payload())).orElse(null),
                        Buffer.buffer(why).slice(0, Math.min(why.length, MAX_WHY))))
                .recover(failure -> Future.failedFuture(StoreFailures.of(failure)))
                .mapEmpty();
    }

    private static Trips.Statement gather(List<Arrival> batch, List<SignalKey> keys) {
        List<SubjectKey> subjects = batch.stream()
                .map(arrival -> SubjectKey.of(arrival.subject()))
                .distinct()
                .toList();
        return new Trips.Statement(
                GATHER,
                Tuple.of(
                        subjects.stream().map(subject -> subject.kind().name()).toArray(String[]::new),
                        subjects.stream().map(SubjectKey::id).toArray(UUID[]::new),
                        keys.stream().map(key -> key.device().value()).toArray(UUID[]::new),
                        keys.stream().map(SignalKey::text).toArray(String[]::new),
                        keys.stream().map(key -> key.believedFor().toMillis()).toArray(Long[]::new)));
    }

    private static IntakeView view(RowSet<Row> found, List<SignalKey> keys) {
        Row row = found.iterator().next();
        List<Incident> open = row.get(JsonArray.class, "open").stream()
                .map(body -> IncidentRow.decode((JsonObject) body))
                .toList();
        Map<SignalKey, SignalId> known = new HashMap<>();
        row.get(JsonArray.class, "known").forEach(entry -> {
            JsonObject hit = (JsonObject) entry;
            known.put(keys.get(hit.getInteger("place") - 1), SignalId.of(hit.getString("signal")));
        });
        return IntakeView.of(row.get(OffsetDateTime.class, "at").toInstant(), open, known);
    }

    private static List<Trips.Statement> statements(IntakeWrite write, Instant now) {
        List<Landing> fresh = write.landings().stream()
                .filter(landing -> !landing.duplicate())
                .toList();
        JsonArray signals = new JsonArray();
        fresh.forEach(landing -> signals.add(signal(landing, now)));
        return ChangeWriter.statements(keys(fresh, now), signals, write.changes(), now);
    }

    /** Each key once, the last press of the batch winning; in one order everywhere, so that two batches cannot deadlock. */
    private static JsonArray keys(List<Landing> fresh, Instant now) {
        Map<String, JsonObject> rows = new LinkedHashMap<>();
        for (Landing landing : fresh) {
            for (SignalKey key : landing.arrival().keys()) {
                rows.put(
                        key.device() + " " + key.text(),
                        new JsonObject()
                                .put("device", key.device().toString())
                                .put("key", key.text())
                                .put("signal", landing.arrival().signal().id().toString())
                                .put("at", now.toString())
                                .put(
                                        "believed_since",
                                        now.minus(key.believedFor()).toString())
                                .put("take_over", !key.countsAsDuplicate()));
            }
        }
        JsonArray sorted = new JsonArray();
        rows.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(entry -> sorted.add(entry.getValue()));
        return sorted;
    }

    private static JsonObject signal(Landing landing, Instant now) {
        Arrival arrival = landing.arrival();
        Signal signal = arrival.signal();
        JsonObject row = new JsonObject()
                .put("id", signal.id().toString())
                .put("received_at", now.toString())
                .put("device", arrival.device().toString())
                .put("kind", signal.kind().name())
                .put("subject_kind", arrival.subject().kind().name())
                .put("subject", arrival.subject().id().toString())
                .put("community", arrival.subject().community().toString())
                .put("node_at", signal.receivedAt().toString())
                .put("drill", signal.drill())
                .put("presses", signal.presses())
                .put("flags", signal.flags().stream().map(Enum::name).collect(Collectors.joining(" ")));
        landing.incident().ifPresent(incident -> row.put("incident", incident.toString()));
        if (signal.from() instanceof Actor.Human human) {
            row.put("taken_by", human.person().id().toString());
        }
        signal.deviceTime().ifPresent(at -> row.put("device_at", at.toString()));
        signal.batteryPercent().ifPresent(percent -> row.put("battery_percent", percent));
        signal.fix().ifPresent(fix -> {
            row.put("lat", fix.point().latitude())
                    .put("lon", fix.point().longitude())
                    .put("fix_at", fix.at().toString());
            fix.accuracyMeters().ifPresent(meters -> row.put("accuracy_meters", meters));
        });
        signal.wire()
                .ifPresent(wire -> row.put("dialect", wire.dialect().wire())
                        .put("codec_version", wire.codecVersion())
                        .put("topic", wire.topic())
                        .put("payload", ChangeWriter.bytea(wire.payload())));
        return row;
    }

    private static Buffer bytes(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
