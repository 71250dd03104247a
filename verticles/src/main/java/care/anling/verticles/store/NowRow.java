package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.Expectation;
import care.anling.core.device.Expectations;
import care.anling.core.device.Liveness;
import care.anling.core.device.TestState;
import care.anling.core.device.Upkeep;
import care.anling.core.dispatch.Circle;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.dispatch.Skill;
import care.anling.core.dispatch.Standing;
import care.anling.core.dispatch.Standing.Shift;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.resident.Absence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Rows of {@code devices_now} and {@code responders_now}, as JSON with the views' column names. */
final class NowRow {

    private NowRow() {}

    static DeviceNow device(JsonObject row) {
        DeviceKind kind = DeviceKind.valueOf(row.getString("kind"));
        Upkeep upkeep = new Upkeep(
                Optional.ofNullable(row.getString("model")),
                Optional.ofNullable(row.getInteger("heartbeat_seconds")).map(Duration::ofSeconds),
                findTime(row, "maintenance_until"),
                Optional.empty());
        Expectation expected = Expectations.of(kind, upkeep);
        Instant now = findTime(row, "looked_at").orElseThrow();
        return new DeviceNow(
                DeviceId.of(row.getString("id")),
                kind,
                CommunityId.of(row.getString("community")),
                Optional.ofNullable(row.getString("resident"))
                        .map(id -> new Person(UUID.fromString(id), row.getString("resident_name"))),
                Optional.ofNullable(row.getInteger("battery_percent")),
                Liveness.of(expected, findTime(row, "last_seen_at"), row.getBoolean("online"), now)
                        .name(),
                findTime(row, "last_seen_at"),
                findFix(row),
                care(row, expected, upkeep, now));
    }

    /** Absences are asked for where they are shown; a cord on a wall is nobody's, and nobody is away. */
    private static DeviceNow.Care care(JsonObject row, Expectation expected, Upkeep upkeep, Instant now) {
        Optional<Instant> awayUntil = findTime(row, "away_until");
        boolean away = Boolean.TRUE.equals(row.getBoolean("away"))
                && awayUntil.map(now::isBefore).orElse(true);
        return new DeviceNow.Care(
                TestState.of(expected, findTime(row, "tested_at"), now),
                upkeep.maintenanceUntil().filter(now::isBefore),
                away,
                awayUntil.filter(until -> away));
    }

    static ResponderNow responder(JsonObject row) {
        return new ResponderNow(
                person(row),
                row.getString("role"),
                CommunityId.of(row.getString("node")),
                row.getBoolean("on_duty"),
                row.getBoolean("busy"),
                findFix(row),
                strings(row.getJsonArray("skills")));
    }

    static RosterEntry rosterEntry(JsonObject row, OfferId freshOffer) {
        return new RosterEntry(
                person(row),
                strings(row.getJsonArray("roles")).stream().map(Role::valueOf).collect(Collectors.toUnmodifiableSet()),
                row.getBoolean("on_duty"),
                row.getBoolean("busy"),
                findFix(row),
                Optional.ofNullable(row.getDouble("home_lat")).map(lat -> new Wgs84(lat, row.getDouble("home_lon"))),
                row.getInteger("pending"),
                freshOffer,
                standing(row));
    }

    private static Standing standing(JsonObject row) {
        return new Standing(
                Circle.valueOf(row.getString("circle")),
                Shift.valueOf(row.getString("shift")),
                skills(row.getJsonArray("skills")),
                row.getInteger("kin_order"),
                Optional.ofNullable(row.getString("cleared_at"))
                        .map(text -> OffsetDateTime.parse(text).toInstant()),
                row.getBoolean("drilling"));
    }

    /** Those that matter to a plan; people may have written down others. */
    private static Set<Skill> skills(JsonArray noted) {
        List<String> words = strings(noted);
        return Arrays.stream(Skill.values())
                .filter(skill -> words.contains(skill.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A row of the registry, with {@code maintenance_until} only while in that state. */
    static Upkeep upkeep(Row row) {
        return new Upkeep(
                Optional.ofNullable(row.getString("model")),
                Optional.ofNullable(row.getInteger("heartbeat_seconds")).map(Duration::ofSeconds),
                Optional.ofNullable(row.getOffsetDateTime("maintenance_until")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime("test_until")).map(OffsetDateTime::toInstant));
    }

    static Optional<Absence> findAbsence(Row row) {
        if (!row.getBoolean("away")) {
            return Optional.empty();
        }
        return Optional.of(new Absence(
                Optional.ofNullable(row.getString("away_kind"))
                        .map(Absence.Kind::valueOf)
                        .orElse(Absence.Kind.AWAY),
                Optional.ofNullable(row.getOffsetDateTime("away_until")).map(OffsetDateTime::toInstant)));
    }

    private static Optional<Instant> findTime(JsonObject row, String column) {
        return Optional.ofNullable(row.getString(column))
                .map(text -> OffsetDateTime.parse(text).toInstant());
    }

    private static Person person(JsonObject row) {
        return new Person(UUID.fromString(row.getString("id")), row.getString("name"));
    }

    private static Optional<Fix> findFix(JsonObject row) {
        Double accuracy = row.getDouble("accuracy_meters");
        return Optional.ofNullable(row.getDouble("lat"))
                .map(lat -> new Fix(
                        new Wgs84(lat, row.getDouble("lon")),
                        accuracy == null ? OptionalDouble.empty() : OptionalDouble.of(accuracy),
                        OffsetDateTime.parse(row.getString("fix_at")).toInstant()));
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
