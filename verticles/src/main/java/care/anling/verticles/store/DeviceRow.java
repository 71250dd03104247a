package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Expectation;
import care.anling.core.device.Expectations;
import care.anling.core.device.Liveness;
import care.anling.core.device.TestState;
import care.anling.core.device.Upkeep;
import care.anling.verticles.store.DeviceStore.Assignment;
import care.anling.verticles.store.DeviceStore.Command;
import care.anling.verticles.store.DeviceStore.CommandState;
import care.anling.verticles.store.DeviceStore.Commanded;
import care.anling.verticles.store.DeviceStore.Credentials;
import care.anling.verticles.store.DeviceStore.File;
import care.anling.verticles.store.DeviceStore.Filter;
import care.anling.verticles.store.DeviceStore.Health;
import care.anling.verticles.store.DeviceStore.Line;
import care.anling.verticles.store.DeviceStore.Placing;
import care.anling.verticles.store.DeviceStore.Speech;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@link PgDeviceStore}. Whether a device is late is judged here, by what is expected of its model. */
final class DeviceRow {

    private DeviceRow() {}

    static Line line(Row row) {
        Upkeep upkeep = NowRow.upkeep(row);
        Expectation expected = expected(row, upkeep);
        Instant now = Queries.instant(row, "looked_at");
        Optional<Instant> seen = Queries.findInstant(row, "last_seen_at");
        return new Line(
                new DeviceId(row.getUUID("id")),
                DeviceKind.valueOf(row.getString("kind")),
                state(row, upkeep, now),
                Optional.ofNullable(row.getString("model")),
                new Speech(
                        row.getString("dialect"),
                        Optional.ofNullable(row.getString("address")),
                        Optional.ofNullable(row.getUUID("gateway")).map(DeviceId::new)),
                placing(row),
                new Health(
                        Liveness.of(expected, seen, row.getBoolean("online"), now),
                        TestState.of(expected, Queries.findInstant(row, "tested_at"), now),
                        Optional.ofNullable(row.getInteger("battery_percent")),
                        seen),
                Optional.ofNullable(row.getString("note")),
                row.getLong("version"));
    }

    private static Expectation expected(Row row, Upkeep upkeep) {
        return Expectations.of(DeviceKind.valueOf(row.getString("kind")), upkeep);
    }

    /** Maintenance ends by itself. */
    private static DeviceState state(Row row, Upkeep upkeep, Instant now) {
        DeviceState noted = DeviceState.valueOf(row.getString("state"));
        return noted == DeviceState.MAINTENANCE && !upkeep.inMaintenance(now) ? DeviceState.ACTIVE : noted;
    }

    private static Placing placing(Row row) {
        return new Placing(
                new CommunityId(row.getUUID("community")),
                person(row),
                Optional.ofNullable(row.getUUID("building")).map(CommunityId::new),
                Optional.ofNullable(row.getString("place_label")),
                Optional.of(row.getString("place")).filter(words -> !words.isEmpty()));
    }

    /** Whose name may not be seen is not there. */
    private static Optional<Person> person(Row row) {
        return Optional.ofNullable(row.getString("resident_name"))
                .map(name -> new Person(row.getUUID("resident"), name));
    }

    static File file(Row row, List<Line> children) {
        Upkeep upkeep = NowRow.upkeep(row);
        String[] faults = row.getArrayOfStrings("faults");
        return new File(
                line(row),
                Queries.instant(row, "created_at"),
                Queries.findInstant(row, "retired_at"),
                upkeep,
                expected(row, upkeep),
                Optional.ofNullable(row.getBoolean("worn")),
                Optional.ofNullable(row.getBoolean("charging")),
                Queries.findInstant(row, "tested_at"),
                faults == null ? List.of() : List.of(faults),
                new Credentials(
                        !row.getBoolean("entry_closed"),
                        row.getInteger("secrets"),
                        Queries.findInstant(row, "old_secret_until")),
                children);
    }

    static boolean isShown(Line line, Filter filter) {
        return filter.test().map(line.health().test()::equals).orElse(true)
                && filter.showing().map(showing -> isShown(line, showing)).orElse(true);
    }

    private static boolean isShown(Line line, DeviceStore.Showing showing) {
        return switch (showing) {
            case ONLINE -> line.health().liveness() == Liveness.ONLINE;
            case LATE -> line.health().liveness() == Liveness.LATE;
            case OFFLINE -> line.health().liveness() == Liveness.OFFLINE;
            case NEVER_SEEN -> line.health().liveness() == Liveness.NEVER_SEEN;
            case MAINTENANCE -> line.state() == DeviceState.MAINTENANCE;
            case RETIRED -> line.state() == DeviceState.RETIRED;
        };
    }

    static Assignment assignment(Row row) {
        return new Assignment(
                Queries.instant(row, "since"),
                Queries.findInstant(row, "until"),
                person(row),
                Optional.of(row.getString("place")).filter(words -> !words.isEmpty()),
                Optional.ofNullable(row.getString("by_name")));
    }

    /** @param args as they were before they were sealed */
    static Commanded commanded(Row row, JsonObject args) {
        return new Commanded(
                new Command(row.getUUID("id"), row.getString("command"), args, Queries.instant(row, "expires_at")),
                Queries.instant(row, "at"),
                row.getString("by_name"),
                CommandState.valueOf(row.getString("state")),
                Queries.findInstant(row, "answered_at"));
    }
}
