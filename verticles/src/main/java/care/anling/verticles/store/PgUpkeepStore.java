package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.resident.Absence;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** What is said of devices and absences, on PostgreSQL: each act and its line in the log are one statement. */
public final class PgUpkeepStore implements UpkeepStore {

    private static final String FIND = """
            SELECT d.community, coalesce(r.building, d.building) AS building
              FROM devices d LEFT JOIN residents r ON r.id = d.resident WHERE d.id = $1 AND d.state <> 'RETIRED'""";

    private static final String MAINTAIN = """
            WITH changed AS (
                UPDATE devices SET state = 'MAINTENANCE', maintenance_until = $2, maintenance_reason = $3
                 WHERE id = $1 AND state <> 'RETIRED' RETURNING id)
            INSERT INTO upkeep_log (act, device, until, reason, by, by_name)
            SELECT 'MAINTENANCE', id, $2, $3, $4, $5 FROM changed""";

    private static final String END_MAINTENANCE = """
            WITH changed AS (
                UPDATE devices SET state = 'ACTIVE', maintenance_until = NULL, maintenance_reason = NULL
                 WHERE id = $1 AND state = 'MAINTENANCE' RETURNING id)
            INSERT INTO upkeep_log (act, device, by, by_name) SELECT 'MAINTENANCE_ENDED', id, $2, $3 FROM changed""";

    private static final String ANNOUNCE = """
            WITH announced AS (
                INSERT INTO device_tests (id, device, until, by, by_name) VALUES ($1, $2, $3, $4, $5) RETURNING device),
            changed AS (UPDATE devices SET test_until = $3 WHERE id = $2)
            INSERT INTO upkeep_log (act, device, until, by, by_name)
            SELECT 'TEST_ANNOUNCED', device, $3, $4, $5 FROM announced""";

    private static final String AWAY = """
            WITH changed AS (
                UPDATE residents SET away = true, away_kind = $2, away_until = $3, away_note = $4, updated_at = now(),
                       version = version + 1
                 WHERE id = $1 RETURNING id)
            INSERT INTO upkeep_log (act, resident, until, reason, by, by_name)
            SELECT $2, id, $3, $5, $6, $7 FROM changed""";

    private static final String BACK = """
            WITH changed AS (
                UPDATE residents SET away = false, away_kind = NULL, away_until = NULL, away_note = NULL,
                       updated_at = now(), version = version + 1
                 WHERE id = $1 AND away RETURNING id)
            INSERT INTO upkeep_log (act, resident, by, by_name) SELECT 'BACK', id, $2, $3 FROM changed""";

    private final Pool pool;
    private final Vault vault;

    public PgUpkeepStore(Pool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    @Override
    public Future<Optional<Placed>> findDevice(DeviceId device) {
        return Queries.ask(pool, FIND, Tuple.of(device.value()))
                .map(rows -> rows.findFirst()
                        .map(row -> new Placed(
                                new CommunityId(row.getUUID("community")),
                                Optional.ofNullable(row.getUUID("building")).map(CommunityId::new))));
    }

    @Override
    public Future<Void> maintain(DeviceId device, Instant until, String reason, Person by) {
        return Queries.tell(pool, MAINTAIN, Tuple.of(device.value(), Queries.at(until), reason, by.id(), by.name()));
    }

    @Override
    public Future<Void> endMaintenance(DeviceId device, Person by) {
        return Queries.tell(pool, END_MAINTENANCE, Tuple.of(device.value(), by.id(), by.name()));
    }

    @Override
    public Future<Void> announceTest(UUID test, DeviceId device, Instant until, Person by) {
        return Queries.tell(pool, ANNOUNCE, Tuple.of(test, device.value(), Queries.at(until), by.id(), by.name()));
    }

    @Override
    public Future<Void> beAway(ResidentId resident, Absence absence, String note, Person by) {
        return Queries.tell(
                pool,
                AWAY,
                Tuple.wrap(Arrays.asList(
                        resident.value(),
                        absence.kind().name(),
                        absence.until().map(Queries::at).orElse(null),
                        note.isEmpty() ? null : vault.seal(SealedTable.RESIDENTS.cell("away_note", resident), note),
                        note.isEmpty() ? "" : vault.seal(SealedTable.ABSENCES.cell("reason", resident), note),
                        by.id(),
                        by.name())));
    }

    @Override
    public Future<Void> beBack(ResidentId resident, Person by) {
        return Queries.tell(pool, BACK, Tuple.of(resident.value(), by.id(), by.name()));
    }
}
