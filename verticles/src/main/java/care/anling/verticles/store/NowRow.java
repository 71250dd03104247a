package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.device.DeviceKind;
import care.anling.core.dispatch.Circle;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.dispatch.Skill;
import care.anling.core.dispatch.Standing;
import care.anling.core.dispatch.Standing.Shift;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
        return new DeviceNow(
                DeviceId.of(row.getString("id")),
                DeviceKind.valueOf(row.getString("kind")),
                CommunityId.of(row.getString("community")),
                Optional.ofNullable(row.getString("resident"))
                        .map(id -> new Person(UUID.fromString(id), row.getString("resident_name"))),
                Optional.ofNullable(row.getInteger("battery_percent")),
                row.getString("liveness"),
                Optional.ofNullable(row.getString("last_seen_at"))
                        .map(text -> OffsetDateTime.parse(text).toInstant()),
                findFix(row));
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
                        .map(text -> OffsetDateTime.parse(text).toInstant()));
    }

    /** Those that matter to a plan; people may have written down others. */
    private static Set<Skill> skills(JsonArray noted) {
        List<String> words = strings(noted);
        return Arrays.stream(Skill.values())
                .filter(skill -> words.contains(skill.name()))
                .collect(Collectors.toUnmodifiableSet());
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
