package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.incident.Incident;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Lendings on PostgreSQL, each with its event for both desks. Called from an event loop; never blocks. */
public final class PgLendingStore implements LendingStore {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private static final String LOCK = "SELECT FROM incidents WHERE id = $1 FOR UPDATE";
    private static final String LOAD = "SELECT body FROM incident_aggregates WHERE id = $1";
    private static final String KNOWN = "SELECT FROM lendings WHERE incident = $1 AND community = $2";

    private static final String LEND =
            "INSERT INTO lendings (incident, community, lent_by, lent_name) VALUES ($1, $2, $3, $4)";

    private static final String TAKE_BACK = "DELETE FROM lendings WHERE incident = $1 AND community = $2";

    // Told to those who have it lent at that moment, too: after lending, and before taking back.
    private static final String TELL = """
            INSERT INTO incident_events (incident, community, at, type, by, detail, view)
            VALUES ($1, $2, clock_timestamp(), $3, $4::text::json, $5::text::json, $6::text::json)""";

    private static final String LIST =
            "SELECT community, lent_by, lent_name, lent_at FROM lendings WHERE incident = $1 ORDER BY lent_at, community";

    private final Pool pool;
    private final Trips trips;

    public PgLendingStore(Vertx vertx, Pool pool) {
        this.pool = pool;
        this.trips = new Trips(vertx, pool, DEADLINE);
    }

    @Override
    public Future<Lent> lend(IncidentId incident, CommunityId to, By by) {
        Tuple lending = Tuple.of(
                incident.value(), to.value(), by.person().id(), by.person().name());
        return change(
                incident,
                to,
                (known, now) -> known
                        ? List.of()
                        : List.of(new Trips.Statement(LEND, lending), told(now, "incident.lent", to, by)));
    }

    @Override
    public Future<Lent> takeBack(IncidentId incident, CommunityId from, By by) {
        Tuple lending = Tuple.of(incident.value(), from.value());
        return change(
                incident,
                from,
                (known, now) -> known
                        ? List.of(told(now, "incident.taken_back", from, by), new Trips.Statement(TAKE_BACK, lending))
                        : List.of());
    }

    /** What is written, given whether it is lent already and the incident as it is. */
    @FunctionalInterface
    private interface Writing {
        List<Trips.Statement> of(boolean known, Incident now);
    }

    private Future<Lent> change(IncidentId id, CommunityId community, Writing writing) {
        Tuple named = Tuple.of(id.value());
        return trips.run(
                List.of(
                        new Trips.Statement(LOCK, named),
                        new Trips.Statement(LOAD, named),
                        new Trips.Statement(KNOWN, Tuple.of(id.value(), community.value()))),
                found -> {
                    RowSet<Row> loaded = found.get(1);
                    if (loaded.size() == 0) {
                        return new Trips.Outcome<>(Lent.ABSENT, List.of());
                    }
                    Incident now = IncidentRow.decode(loaded.iterator().next().get(JsonObject.class, "body"));
                    return now.isOpen()
                            ? new Trips.Outcome<>(
                                    Lent.DONE, writing.of(found.get(2).size() > 0, now))
                            : new Trips.Outcome<>(Lent.OVER, List.of());
                });
    }

    private static Trips.Statement told(Incident incident, String type, CommunityId community, By by) {
        JsonObject who = IncidentView.person(by.person()).put("role", by.role().name());
        return new Trips.Statement(
                TELL,
                Tuple.of(
                        incident.id().value(),
                        incident.subject().community().value(),
                        type,
                        who.encode(),
                        new JsonObject().put("community", community.toString()).encode(),
                        IncidentView.toJson(incident).encode()));
    }

    @Override
    public Future<List<Lending>> list(IncidentId incident) {
        Function<Row, Lending> lending = row -> new Lending(
                new CommunityId(row.getUUID("community")),
                new Person(row.getUUID("lent_by"), row.getString("lent_name")),
                Queries.instant(row, "lent_at"));
        return Queries.ask(pool, LIST, Tuple.of(incident.value()))
                .map(rows -> rows.map(lending).toList());
    }
}
