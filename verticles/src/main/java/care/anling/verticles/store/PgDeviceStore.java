package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.verticles.store.RegisterStore.Scope;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The registry of devices on PostgreSQL, with the scope in every statement. Called from an event loop; never blocks. */
public final class PgDeviceStore implements DeviceStore {

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int MAX_HISTORY = 100;
    private static final int MAX_CHILDREN = 200;

    /** What is judged by the program is looked for in steps of this many rows … */
    private static final int SCAN_ROWS = 500;
    /** … and at most this often for one page; its cursor leads on. */
    private static final int MAX_SCANS = 20;

    private static final String UNIQUE_VIOLATION = "23505";

    /** $1 nodes, $2 building, $3 resident. */
    static final String IN_SCOPE = " d.community = ANY ($1) AND ($2::uuid IS NULL"
            // Where somebody lives is hidden from a machine; whose devices are its, is not.
            + " OR coalesce(r.building, d.building) = $2 OR d.id = ANY ((SELECT kept_by_machine())::uuid[]))"
            + " AND ($3::uuid IS NULL OR d.resident = $3)";

    private static final String DEVICES = """
            SELECT d.id, d.kind, d.dialect, d.state, d.model, d.community, d.resident, r.name AS resident_name, d.building,
                   d.place_label, d.address, d.gateway, d.note, d.version, d.heartbeat_seconds, d.created_at, d.retired_at,
                   d.entry_closed, d.old_secret_until, cardinality(d.secret_hashes) AS secrets, d.test_until,
                   CASE WHEN d.state = 'MAINTENANCE' THEN d.maintenance_until END AS maintenance_until,
                   coalesce(h.label, concat_ws(' ', b.name, d.place_label)) AS place,
                   l.battery_percent, greatest(l.last_seen_at, s.seen_at) AS last_seen_at, coalesce(l.online, true) AS online,
                   l.worn, l.charging, s.tested_at, s.faults, now() AS looked_at
              FROM devices d
              LEFT JOIN residents r ON r.id = d.resident
              LEFT JOIN resident_doors h ON h.id = d.resident
              LEFT JOIN communities b ON b.id = d.building
              LEFT JOIN device_latest l ON l.device = d.id
              LEFT JOIN device_supervision s ON s.device = d.id
             WHERE""" + IN_SCOPE;

    // Matched in the rows of one's part of the tree, some thousands: as in the register of residents.
    private static final String LIST = DEVICES + """
               AND (d.state = 'RETIRED') = $4::boolean
               AND ($5::uuid IS NULL OR d.community = $5
                    OR d.community IN (SELECT c.id FROM communities c WHERE c.parent = $5))
               AND ($6::text IS NULL OR d.kind = $6) AND ($7::text IS NULL OR d.dialect = $7)
               AND ($8::uuid IS NULL OR r.id = $8) AND ($9::uuid IS NULL OR d.gateway = $9)
               AND ($10::boolean IS NULL OR (d.resident IS NOT NULL OR d.building IS NOT NULL) = $10)
               AND ($11::text IS NULL OR strpos(lower(concat_ws(' ', d.model, d.address,
                        CASE WHEN NOT (SELECT is_machine()) THEN d.note END, d.id, r.name, h.label,
                        b.name, d.place_label)), $11) > 0 OR strpos(lower(replace(r.pinyin, ' ', '')), $11) > 0)
               AND ($12::uuid IS NULL OR d.id > $12)
             ORDER BY d.id LIMIT $13""";

    private static final String READ = DEVICES + " AND d.id = $4";
    private static final String CHILDREN = DEVICES + " AND d.gateway = $4 ORDER BY d.id LIMIT " + MAX_CHILDREN;

    private static final String LOCK = """
            SELECT d.id, d.community, d.state, d.version, d.gateway, EXISTS (
                       SELECT FROM devices child WHERE child.gateway = d.id AND child.state <> 'RETIRED') AS in_use
              FROM devices d LEFT JOIN residents r ON r.id = d.resident
             WHERE d.id = $4 AND""" + IN_SCOPE + " FOR UPDATE OF d";

    private static final String ROTATE = """
            UPDATE devices SET version = version + 1, edited_by = $2, edited_name = $3,
                   secret_hashes = CASE WHEN $5 > 0 THEN $4::bytea || secret_hashes[1:1] ELSE ARRAY[$4::bytea] END,
                   old_secret_until = CASE WHEN $5 > 0 AND secret_hashes <> '{}' THEN now() + make_interval(secs => $5) END
             WHERE id = $1""";

    private static final String FINISH = """
            UPDATE devices SET version = version + 1, edited_by = $2, edited_name = $3, secret_hashes = secret_hashes[1:1],
                   old_secret_until = NULL
             WHERE id = $1 AND cardinality(secret_hashes) > 1""";

    private static final String RETIRE = """
            UPDATE devices SET version = version + 1, edited_by = $2, edited_name = $3, state = 'RETIRED',
                   retired_at = coalesce(retired_at, now()), entry_closed = NOT $4::boolean, maintenance_until = NULL,
                   test_until = NULL, resident = CASE WHEN $4 THEN resident END, building = CASE WHEN $4 THEN building END,
                   place_label = CASE WHEN $4 THEN place_label END
             WHERE id = $1""";

    private static final String LOG =
            "INSERT INTO upkeep_log (act, device, reason, by, by_name) VALUES ($1, $2, $3, $4, $5)";

    private static final String ASSIGNMENTS = """
            SELECT a.since, a.until, a.by_name, r.id AS resident, r.name AS resident_name,
                   concat_ws(' ', b.name, a.place_label) AS place
              FROM device_assignments a
              LEFT JOIN residents r ON r.id = a.resident AND r.community = ANY ($2) AND ($3::uuid IS NULL OR r.building = $3)
              LEFT JOIN communities b ON b.id = a.building
             WHERE a.device = $1 ORDER BY a.since DESC LIMIT $4""";

    private static final String NOTE_COMMAND = """
            INSERT INTO device_commands (id, device, command, args, expires_at, by, by_name)
            VALUES ($1, $2, $3, $4, $5, $6, $7)""";

    private static final String COMMANDS = """
            SELECT id, command, args, at, expires_at, by_name, answered_at,
                   CASE WHEN ok THEN 'DONE' WHEN NOT ok THEN 'FAILED' WHEN expires_at < now() THEN 'EXPIRED'
                        ELSE 'PENDING' END AS state
              FROM device_commands WHERE device = $1 ORDER BY id DESC LIMIT $2""";

    private final Pool pool;
    private final Trips trips;
    private final Function<String, byte[]> hash;
    private final Vault vault;

    /** @param hash how secrets are kept */
    public PgDeviceStore(Vertx vertx, Pool pool, Function<String, byte[]> hash, Vault vault) {
        this.pool = pool;
        this.trips = new Trips(vertx, pool, DEADLINE);
        this.hash = hash;
        this.vault = vault;
    }

    static Tuple scope(Scope scope) {
        UUID[] nodes = scope.nodes().stream().map(CommunityId::value).toArray(UUID[]::new);
        return Tuple.of(
                nodes,
                scope.building().map(CommunityId::value).orElse(null),
                scope.resident().map(ResidentId::value).orElse(null));
    }

    @Override
    public Future<Page> list(Scope scope, Filter filter, Optional<UUID> after, int limit) {
        boolean judged = filter.test().isPresent()
                || filter.showing().filter(it -> it != Showing.RETIRED).isPresent();
        return scan(new Scan(scope, filter, judged ? SCAN_ROWS : limit, limit), after, List.of(), 1);
    }

    private record Scan(Scope scope, Filter filter, int rows, int limit) {}

    private Future<Page> scan(Scan scan, Optional<UUID> after, List<Line> before, int times) {
        return Queries.ask(pool, LIST, parameters(scan, after))
                .map(rows -> rows.map(DeviceRow::line).toList())
                .compose(rows -> {
                    List<Line> found = new ArrayList<>(before);
                    rows.stream()
                            .filter(line -> DeviceRow.isShown(line, scan.filter()))
                            .limit(scan.limit() - (long) before.size())
                            .forEach(found::add);
                    if (found.size() == scan.limit()) {
                        return Future.succeededFuture(new Page(found, Optional.of(last(found))));
                    }
                    if (rows.size() < scan.rows()) {
                        return Future.succeededFuture(new Page(found, Optional.empty()));
                    }
                    Optional<UUID> further = Optional.of(last(rows));
                    return times == MAX_SCANS
                            ? Future.succeededFuture(new Page(found, further))
                            : scan(scan, further, found, times + 1);
                });
    }

    private static UUID last(List<Line> lines) {
        return lines.get(lines.size() - 1).id().value();
    }

    private static Tuple parameters(Scan scan, Optional<UUID> after) {
        Filter filter = scan.filter();
        return scope(scan.scope())
                .addValue(filter.showing().filter(it -> it == Showing.RETIRED).isPresent())
                .addValue(filter.community().map(CommunityId::value).orElse(null))
                .addValue(filter.kind().map(Enum::name).orElse(null))
                .addValue(filter.dialect().orElse(null))
                .addValue(filter.resident().map(ResidentId::value).orElse(null))
                .addValue(filter.gateway().map(DeviceId::value).orElse(null))
                .addValue(filter.assigned().orElse(null))
                .addValue(filter.text().map(it -> it.toLowerCase(Locale.ROOT)).orElse(null))
                .addValue(after.orElse(null))
                .addInteger(scan.rows());
    }

    @Override
    public Future<Boolean> mayRegister() {
        return Queries.ask(pool, "SELECT may_register() AS may", Tuple.tuple())
                .map(rows -> rows.findFirst().orElseThrow().getBoolean("may"));
    }

    @Override
    public Future<Optional<File>> read(Scope scope, DeviceId device) {
        return trips.run(
                List.of(
                        new Trips.Statement(READ, scope(scope).addUUID(device.value())),
                        new Trips.Statement(CHILDREN, scope(scope).addUUID(device.value()))),
                found -> new Trips.Outcome<>(
                        Queries.first(found.get(0))
                                .map(row -> DeviceRow.file(row, rows(found.get(1), DeviceRow::line))),
                        List.of()));
    }

    @Override
    public Future<Edited> add(Scope scope, NewDevice device, Optional<String> secret, Person by) {
        return trips.run(DevicePlacing.look(scope, device.edit()), named -> {
                    DevicePlacing placing = DevicePlacing.of(scope, device.edit(), Optional.empty(), named);
                    return placing.refused()
                            .map(why -> new Trips.Outcome<>(why, List.<Trips.Statement>of()))
                            .orElseGet(() -> new Trips.Outcome<>(
                                    Edited.DONE,
                                    List.of(
                                            placing.insert(
                                                    device, secret.map(hash).map(Buffer::buffer), by),
                                            log("REGISTERED", device.id(), "", by))));
                })
                .recover(PgDeviceStore::addressTaken);
    }

    @Override
    public Future<Known> known(Scope scope, Set<String> residents, Set<UUID> gateways, Set<String> addresses) {
        return new DeviceSheetStatements(pool, hash).known(scope(scope), residents, gateways, addresses);
    }

    @Override
    public Future<Edited> addAll(List<NewDevice> devices, List<Optional<String>> secrets, Person by) {
        List<Trips.Statement> adding = new DeviceSheetStatements(pool, hash).adding(devices, secrets, by);
        return trips.run(List.of(), nothing -> new Trips.Outcome<>(Edited.DONE, adding))
                .recover(PgDeviceStore::addressTaken);
    }

    private static Future<Edited> addressTaken(Throwable failure) {
        return failure instanceof StoreFailure store && store.sqlState().equals(UNIQUE_VIOLATION)
                ? Future.succeededFuture(Edited.ADDRESS_TAKEN)
                : Future.failedFuture(failure);
    }

    private static Trips.Statement log(String act, DeviceId device, String reason, Person by) {
        return new Trips.Statement(LOG, Tuple.of(act, device.value(), reason, by.id(), by.name()));
    }

    @Override
    public Future<Edited> change(Scope scope, DeviceId device, Optional<Long> version, Edit edit, Person by) {
        return locked(scope, device, DevicePlacing.look(scope, edit), (row, named) -> {
                    if (version.filter(v -> !v.equals(row.getLong("version"))).isPresent()) {
                        return refuse(Edited.STALE);
                    }
                    if (isRetired(row)) {
                        return refuse(Edited.RETIRED);
                    }
                    DevicePlacing placing = DevicePlacing.of(
                            scope, edit, Optional.of(new CommunityId(row.getUUID("community"))), named);
                    return placing.refused()
                            .map(PgDeviceStore::refuse)
                            .orElseGet(() -> new Trips.Outcome<>(
                                    Edited.DONE,
                                    List.of(placing.update(device, by), log("CHANGED", device, placing.words(), by))));
                })
                .recover(PgDeviceStore::addressTaken);
    }

    private static Trips.Outcome<Edited> refuse(Edited why) {
        return new Trips.Outcome<>(why, List.of());
    }

    private static boolean isRetired(Row row) {
        return row.getString("state").equals("RETIRED");
    }

    @FunctionalInterface
    private interface Deciding {
        Trips.Outcome<Edited> decide(Row device, List<RowSet<Row>> more);
    }

    /** @param decide gets the locked device, then what {@code more} found; nobody there is {@code ABSENT} */
    private Future<Edited> locked(Scope scope, DeviceId device, List<Trips.Statement> more, Deciding decide) {
        List<Trips.Statement> look = new ArrayList<>();
        look.add(new Trips.Statement(LOCK, scope(scope).addUUID(device.value())));
        look.addAll(more);
        return trips.run(
                look,
                found -> Queries.first(found.get(0))
                        .map(row -> decide.decide(row, found.subList(1, found.size())))
                        .orElseGet(() -> refuse(Edited.ABSENT)));
    }

    private Future<Edited> inUse(Scope scope, DeviceId device, Trips.Statement write, Trips.Statement log) {
        return locked(
                scope,
                device,
                List.of(),
                (row, none) -> isRetired(row)
                        ? refuse(Edited.RETIRED)
                        : new Trips.Outcome<>(Edited.DONE, List.of(write, log)));
    }

    @Override
    public Future<Edited> rotateSecret(Scope scope, DeviceId device, String secret, Duration overlap, Person by) {
        Tuple values = Tuple.of(
                device.value(), by.id(), by.name(), Buffer.buffer(hash.apply(secret)), (double) overlap.toSeconds());
        return inUse(scope, device, new Trips.Statement(ROTATE, values), log("SECRET_ROTATED", device, "", by));
    }

    @Override
    public Future<Edited> finishRotation(Scope scope, DeviceId device, Person by) {
        Trips.Statement finish = new Trips.Statement(FINISH, Tuple.of(device.value(), by.id(), by.name()));
        return inUse(scope, device, finish, log("ROTATION_FINISHED", device, "", by));
    }

    @Override
    public Future<Edited> retire(Scope scope, DeviceId device, String reason, boolean stillHeard, Person by) {
        Tuple values = Tuple.of(device.value(), by.id(), by.name(), stillHeard);
        return locked(
                scope,
                device,
                List.of(),
                (row, none) -> row.getBoolean("in_use")
                        ? refuse(Edited.GATEWAY_IN_USE)
                        : new Trips.Outcome<>(
                                Edited.DONE,
                                List.of(new Trips.Statement(RETIRE, values), log("RETIRED", device, reason, by))));
    }

    @Override
    public Future<Optional<List<Assignment>>> assignments(Scope scope, DeviceId device) {
        Tuple whose = scope(scope);
        Tuple values = Tuple.of(device.value(), whose.getValue(0), whose.getValue(1), MAX_HISTORY);
        return history(scope, device, new Trips.Statement(ASSIGNMENTS, values), DeviceRow::assignment);
    }

    private <T> Future<Optional<List<T>>> history(
            Scope scope, DeviceId device, Trips.Statement lines, Function<Row, T> read) {
        return trips.run(
                List.of(new Trips.Statement(READ, scope(scope).addUUID(device.value())), lines),
                found -> new Trips.Outcome<>(
                        Queries.first(found.get(0)).map(row -> rows(found.get(1), read)), List.of()));
    }

    @Override
    public Future<Void> note(DeviceId device, Command command, Person by) {
        return Queries.tell(
                pool,
                NOTE_COMMAND,
                Tuple.of(
                                command.id(),
                                device.value(),
                                command.command(),
                                sealed(command),
                                Queries.at(command.expiresAt()),
                                by.id())
                        .addString(by.name()));
    }

    @Override
    public Future<Optional<List<Commanded>>> commands(Scope scope, DeviceId device) {
        Trips.Statement lines = new Trips.Statement(COMMANDS, Tuple.of(device.value(), MAX_HISTORY));
        return history(scope, device, lines, row -> DeviceRow.commanded(row, args(row)));
    }

    private String sealed(Command command) {
        return command.args().isEmpty()
                ? ""
                : vault.seal(
                        SealedTable.COMMANDS.cell("args", command.id()),
                        command.args().encode());
    }

    private JsonObject args(Row row) {
        String sealed = row.getString("args");
        return sealed.isEmpty()
                ? new JsonObject()
                : new JsonObject(vault.open(SealedTable.COMMANDS.cell("args", row.getUUID("id")), sealed));
    }

    private static <T> List<T> rows(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
