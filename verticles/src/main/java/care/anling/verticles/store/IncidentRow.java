package care.anling.verticles.store;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.community.Place;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Acknowledgement;
import care.anling.core.incident.Closing;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.ExtraPlace;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentState;
import care.anling.core.incident.Ladder;
import care.anling.core.incident.ResponseClock;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKey;
import care.anling.core.incident.SubjectKind;
import care.anling.core.notice.Audience;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An incident as rows, both ways. JSON with the tables' column names is the carrier: PostgreSQL makes it from rows
 * ({@code incident_aggregates}) and rows from it ({@code json_populate_recordset}), so each column is named once here
 * and once in the schema.
 */
final class IncidentRow {

    private IncidentRow() {}

    static Incident decode(JsonObject body) {
        JsonObject row = body.getJsonObject("incident");
        return new Incident(
                IncidentId.of(row.getString("id")),
                subject(row),
                SignalKind.valueOf(row.getString("opened_by")),
                assessment(row),
                IncidentState.valueOf(row.getString("state")),
                instant(row, "opened_at"),
                instant(row, "last_signal_at"),
                row.getInteger("signals"),
                row.getBoolean("cancel_requested"),
                row.getBoolean("drill"),
                strings(row, "devices").map(DeviceId::of).collect(Collectors.toUnmodifiableSet()),
                strings(row, "stands_for").map(SubjectKey::of).collect(Collectors.toUnmodifiableSet()),
                ladder(row),
                deadlines(body.getJsonObject("deadlines")),
                findPerson(row, "acknowledged_by", "acknowledged_name")
                        .map(by -> new Acknowledgement(by, instant(row, "acknowledged_at"))),
                findPerson(row, "stood_down_by", "stood_down_name")
                        .map(by -> new Closing(
                                Disposition.valueOf(row.getString("disposition")),
                                by,
                                instant(row, "stood_down_at"),
                                findText(row, "merged_into").map(IncidentId::of))),
                objects(body.getJsonArray("offers"), IncidentRow::offer),
                objects(body.getJsonArray("assignments"), IncidentRow::assignment),
                objects(row.getJsonArray("extras"), IncidentRow::extra),
                clocks(row.getJsonObject("clocks")),
                row.getLong("version"));
    }

    static JsonObject encode(Incident incident) {
        Subject subject = incident.subject();
        Optional<Wgs84> at = subject.place().flatMap(Place::at);
        Ladder ladder = incident.ladder();
        return new JsonObject()
                .put("id", incident.id().toString())
                .put("subject_kind", subject.kind().name())
                .put("subject", subject.id().toString())
                .put("community", subject.community().toString())
                .put("label", subject.label())
                .put("place_building", text(subject.place().flatMap(Place::building)))
                .put("place_label", subject.place().map(Place::label).orElse(null))
                .put("place_lat", at.map(Wgs84::latitude).orElse(null))
                .put("place_lon", at.map(Wgs84::longitude).orElse(null))
                .put("place_floor", subject.place().flatMap(Place::floor).orElse(null))
                .put("opened_by", incident.openedBy().name())
                .put("priority", incident.assessment().priority().name())
                .put("need", incident.assessment().leading().name())
                .put("needs", array(incident.assessment().needs()))
                .put("reasons", array(incident.assessment().reasons()))
                .put("state", incident.state().name())
                .put("opened_at", incident.openedAt().toString())
                .put("last_signal_at", incident.lastSignalAt().toString())
                .put("signals", incident.signals())
                .put("cancel_requested", incident.cancelRequested())
                .put("drill", incident.drill())
                .put("devices", array(incident.devices()))
                .put("stands_for", array(incident.standsFor()))
                .put("ladder_next", ladder.nextStep())
                .put("ladder_steps", ladder.steps())
                .put("ladder_rounds", ladder.rounds())
                .put("ladder_asked", array(ladder.asked()))
                .put("ladder_rung_at", ladder.rungAt().toString())
                .put("ladder_ran_at", text(ladder.ranAt()))
                .put("ladder_told", array(ladder.told()))
                .put("acknowledged_by", text(incident.acknowledged().map(a -> a.by().id())))
                .put(
                        "acknowledged_name",
                        incident.acknowledged().map(a -> a.by().name()).orElse(null))
                .put("acknowledged_at", text(incident.acknowledged().map(Acknowledgement::at)))
                .put("disposition", text(incident.closing().map(Closing::disposition)))
                .put("stood_down_by", text(incident.closing().map(c -> c.by().id())))
                .put(
                        "stood_down_name",
                        incident.closing().map(c -> c.by().name()).orElse(null))
                .put("stood_down_at", text(incident.closing().map(Closing::at)))
                .put("merged_into", text(incident.closing().flatMap(Closing::into)))
                .put("extras", extras(incident.extras()))
                .put("clocks", clocks(incident.clocks()))
                .put("version", incident.version());
    }

    static JsonObject encode(IncidentId incident, Offer offer) {
        return person(offer.responder())
                .put("id", offer.id().toString())
                .put("incident", incident.toString())
                .put("role", offer.role().name())
                .put("slot", offer.slot())
                .put("epoch", offer.epoch())
                .put("step", offer.step())
                .put("state", offer.state().name())
                .put("made_at", offer.madeAt().toString())
                .put("expires_at", offer.expiresAt().toString())
                .put("distance_meters", offer.distanceMeters().orElse(null))
                .put("eta_seconds", offer.etaSeconds().orElse(null));
    }

    static JsonObject encode(IncidentId incident, Assignment assignment) {
        Assignment.Timers timers = assignment.timers();
        return person(assignment.responder())
                .put("id", assignment.id().toString())
                .put("incident", incident.toString())
                .put("offer", assignment.offer().toString())
                .put("role", assignment.role().name())
                .put("slot", assignment.slot())
                .put("epoch", assignment.epoch())
                .put("state", assignment.state().name())
                .put("accepted_at", assignment.acceptedAt().toString())
                .put("en_route_at", text(assignment.enRouteAt()))
                .put("on_scene_at", text(assignment.onSceneAt()))
                .put("ended_at", text(assignment.endedAt()))
                .put("eta_seconds", assignment.etaSeconds().orElse(null))
                .put("expected_at", text(timers.expectedAt()))
                .put("arrive_by", text(timers.arriveBy()))
                .put("check_in_by", text(timers.checkInBy()))
                .put("alarmed_at", text(timers.alarmedAt()))
                .put("why_ended", text(assignment.whyEnded()));
    }

    private static Subject subject(JsonObject row) {
        Optional<Place> place = Optional.ofNullable(row.getString("place_label"))
                .map(label -> new Place(
                        findText(row, "place_building").map(CommunityId::of),
                        label,
                        Optional.ofNullable(row.getDouble("place_lat"))
                                .map(lat -> new Wgs84(lat, row.getDouble("place_lon"))),
                        Optional.ofNullable(row.getInteger("place_floor"))));
        return new Subject(
                SubjectKind.valueOf(row.getString("subject_kind")),
                UUID.fromString(row.getString("subject")),
                CommunityId.of(row.getString("community")),
                row.getString("label"),
                place);
    }

    private static Assessment assessment(JsonObject row) {
        return new Assessment(
                Priority.valueOf(row.getString("priority")),
                Need.valueOf(row.getString("need")),
                strings(row, "needs").map(Need::valueOf).collect(Collectors.toUnmodifiableSet()),
                strings(row, "reasons").map(Reason::valueOf).toList());
    }

    private static Ladder ladder(JsonObject row) {
        Set<RoleSlot> asked = strings(row, "ladder_asked").map(RoleSlot::of).collect(Collectors.toUnmodifiableSet());
        return new Ladder(
                row.getInteger("ladder_next"),
                row.getInteger("ladder_steps"),
                row.getInteger("ladder_rounds"),
                asked,
                instant(row, "ladder_rung_at"),
                findInstant(row, "ladder_ran_at"),
                told(row));
    }

    /** Absent in what a node of an older version wrote. */
    private static Set<Audience> told(JsonObject row) {
        return row.getJsonArray("ladder_told") == null
                ? Set.of()
                : strings(row, "ladder_told").map(Audience::of).collect(Collectors.toUnmodifiableSet());
    }

    private static Offer offer(JsonObject row) {
        return new Offer(
                OfferId.of(row.getString("id")),
                responder(row),
                Role.valueOf(row.getString("role")),
                row.getInteger("slot"),
                row.getInteger("epoch"),
                row.getInteger("step"),
                OfferState.valueOf(row.getString("state")),
                instant(row, "made_at"),
                instant(row, "expires_at"),
                Optional.ofNullable(row.getInteger("distance_meters")),
                Optional.ofNullable(row.getInteger("eta_seconds")));
    }

    private static Assignment assignment(JsonObject row) {
        return new Assignment(
                AssignmentId.of(row.getString("id")),
                OfferId.of(row.getString("offer")),
                responder(row),
                Role.valueOf(row.getString("role")),
                row.getInteger("slot"),
                row.getInteger("epoch"),
                AssignmentState.valueOf(row.getString("state")),
                instant(row, "accepted_at"),
                findInstant(row, "en_route_at"),
                findInstant(row, "on_scene_at"),
                findInstant(row, "ended_at"),
                Optional.ofNullable(row.getInteger("eta_seconds")),
                new Assignment.Timers(
                        findInstant(row, "expected_at"),
                        findInstant(row, "arrive_by"),
                        findInstant(row, "check_in_by"),
                        findInstant(row, "alarmed_at")),
                findText(row, "why_ended").map(WhyEnded::valueOf));
    }

    private static JsonArray extras(List<ExtraPlace> extras) {
        JsonArray array = new JsonArray();
        extras.forEach(extra -> array.add(new JsonObject()
                .put("role", extra.place().role().name())
                .put("slot", extra.place().slot())
                .put("brings", text(extra.brings()))
                .put("rounds", extra.rounds())
                .put("askedAt", text(extra.askedAt()))));
        return array;
    }

    private static ExtraPlace extra(JsonObject json) {
        return new ExtraPlace(
                new RoleSlot(Role.valueOf(json.getString("role")), json.getInteger("slot")),
                findText(json, "brings").map(Equipment::valueOf),
                json.getInteger("rounds"),
                findInstant(json, "askedAt"));
    }

    private static JsonObject clocks(Map<ResponseClock.Kind, ResponseClock> clocks) {
        JsonObject json = new JsonObject();
        clocks.forEach((kind, clock) -> json.put(
                kind.name(),
                new JsonObject()
                        .put("startedAt", clock.startedAt().toString())
                        .put("dueAt", clock.dueAt().toString())
                        .put("reachedAt", text(clock.reachedAt()))));
        return json;
    }

    static Map<ResponseClock.Kind, ResponseClock> clocks(JsonObject json) {
        Map<ResponseClock.Kind, ResponseClock> clocks = new EnumMap<>(ResponseClock.Kind.class);
        json.fieldNames().forEach(kind -> {
            JsonObject clock = json.getJsonObject(kind);
            clocks.put(
                    ResponseClock.Kind.valueOf(kind),
                    new ResponseClock(
                            instant(clock, "startedAt"), instant(clock, "dueAt"), findInstant(clock, "reachedAt")));
        });
        return clocks;
    }

    private static Map<DeadlineKind, Instant> deadlines(JsonObject rows) {
        Map<DeadlineKind, Instant> deadlines = new EnumMap<>(DeadlineKind.class);
        rows.fieldNames().forEach(kind -> deadlines.put(DeadlineKind.valueOf(kind), instant(rows, kind)));
        return deadlines;
    }

    private static JsonObject person(Person person) {
        return new JsonObject().put("responder", person.id().toString()).put("responder_name", person.name());
    }

    private static Person responder(JsonObject row) {
        return new Person(UUID.fromString(row.getString("responder")), row.getString("responder_name"));
    }

    private static Optional<Person> findPerson(JsonObject row, String id, String name) {
        return findText(row, id).map(text -> new Person(UUID.fromString(text), row.getString(name)));
    }

    /** PostgreSQL writes {@code 2026-11-22T01:15:44.123456+00:00}. */
    private static Instant instant(JsonObject row, String column) {
        return OffsetDateTime.parse(row.getString(column)).toInstant();
    }

    private static Optional<Instant> findInstant(JsonObject row, String column) {
        return findText(row, column).map(text -> OffsetDateTime.parse(text).toInstant());
    }

    private static Optional<String> findText(JsonObject row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    private static java.util.stream.Stream<String> strings(JsonObject row, String column) {
        return row.getJsonArray(column).stream().map(String.class::cast);
    }

    private static <T> List<T> objects(JsonArray rows, Function<JsonObject, T> decode) {
        return rows.stream().map(JsonObject.class::cast).map(decode).toList();
    }

    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    private static JsonArray array(Collection<?> values) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }
}
