package care.anling.verticles.wire;

import care.anling.core.common.Person;
import care.anling.core.community.Place;
import care.anling.core.device.Reason;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.incident.Closing;
import care.anling.core.incident.ExtraPlace;
import care.anling.core.incident.Incident;
import care.anling.core.incident.Ladder;
import care.anling.core.incident.ResponseClock;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An incident as the outside sees it (contract §3), whole: REST, the feed and the stored event all carry this shape,
 * trimmed for each viewer by {@link Visibility}. Never a clinical field: those are read from the dossier, and recorded.
 */
public final class IncidentView {

    private IncidentView() {}

    public static JsonObject toJson(Incident incident) {
        Subject subject = incident.subject();
        JsonObject json = new JsonObject()
                .put("id", incident.id().toString())
                .put("community", subject.community().toString())
                .put("subject", subject(subject))
                .put("resident", subject.kind() == SubjectKind.RESIDENT ? resident(subject) : null)
                .put("place", subject.place().map(IncidentView::place).orElse(null))
                .put("devices", strings(incident.devices()));
        putAssessment(json, incident);
        json.put("state", incident.state().name())
                .put("kind", incident.openedBy().name())
                .put("openedAt", incident.openedAt().toString())
                .put("lastSignalAt", incident.lastSignalAt().toString())
                .put("signals", incident.signals())
                .put("cancelRequested", incident.cancelRequested())
                .put("drill", incident.drill());
        json.put(
                "acknowledged",
                incident.acknowledged()
                        .map(a -> new JsonObject().put("by", person(a.by())).put("at", a.at().toString()))
                        .orElse(null));
        putClosing(json, incident.closing());
        return json.put("step", step(incident))
                .put("clocks", clocks(incident))
                .put("extras", array(incident.extras().stream().map(IncidentView::extra)))
                .put("offers", array(incident.offers().stream().map(o -> offer(incident, o))))
                .put("assignments", array(incident.assignments().stream().map(a -> assignment(incident, a))))
                .put("version", incident.version());
    }

    public static JsonObject offer(Incident incident, Offer offer) {
        JsonObject json = new JsonObject()
                .put("id", offer.id().toString())
                .put("incident", incident.id().toString())
                .put("responder", person(offer.responder()))
                .put("role", offer.role().name())
                .put("slot", offer.slot())
                .put("state", offer.state().name())
                .put("madeAt", offer.madeAt().toString())
                .put("expiresAt", offer.expiresAt().toString())
                .put("drill", incident.drill());
        if (offer.isHandOver()) {
            json.put("handOver", true);
        }
        findBrings(incident, new RoleSlot(offer.role(), offer.slot())).ifPresent(what -> json.put("brings", what));
        offer.distanceMeters().ifPresent(meters -> json.put("distanceMeters", meters));
        offer.etaSeconds().ifPresent(seconds -> json.put("etaSeconds", seconds));
        return json;
    }

    public static JsonObject assignment(Incident incident, Assignment assignment) {
        JsonObject json = new JsonObject()
                .put("id", assignment.id().toString())
                .put("incident", incident.id().toString())
                .put("responder", person(assignment.responder()))
                .put("role", assignment.role().name())
                .put("slot", assignment.slot())
                .put("state", assignment.state().name())
                .put("epoch", assignment.epoch())
                .put("drill", incident.drill())
                .put("acceptedAt", assignment.acceptedAt().toString());
        putInstant(json, "enRouteAt", assignment.enRouteAt());
        putInstant(json, "onSceneAt", assignment.onSceneAt());
        putInstant(json, "clearedAt", assignment.endedAt());
        assignment.etaSeconds().ifPresent(seconds -> json.put("etaSeconds", seconds));
        putInstant(json, "expectedAt", assignment.timers().expectedAt());
        putInstant(json, "arriveBy", assignment.timers().arriveBy());
        putInstant(json, "checkInBy", assignment.timers().checkInBy());
        putInstant(json, "alarmedAt", assignment.timers().alarmedAt());
        assignment.whyEnded().ifPresent(why -> json.put("whyEnded", why.name()));
        findBrings(incident, assignment.place()).ifPresent(what -> json.put("brings", what));
        return json;
    }

    private static Optional<String> findBrings(Incident incident, RoleSlot place) {
        return incident.extras().stream()
                .filter(extra -> extra.place().equals(place))
                .flatMap(extra -> extra.brings().stream())
                .map(Enum::name)
                .findFirst();
    }

    private static JsonObject extra(ExtraPlace extra) {
        return new JsonObject()
                .put("role", extra.place().role().name())
                .put("slot", extra.place().slot())
                .put("brings", extra.brings().map(Enum::name).orElse(null))
                .put("askedAt", extra.askedAt().map(Instant::toString).orElse(null));
    }

    /** Null where nothing was promised. A clock stops when somebody is there, or when the incident ends without. */
    private static JsonObject clocks(Incident incident) {
        JsonObject json = new JsonObject();
        for (ResponseClock.Kind kind : ResponseClock.Kind.values()) {
            ResponseClock clock = incident.clocks().get(kind);
            json.put(kind.name().toLowerCase(Locale.ROOT), clock == null ? null : clock(clock, incident.closing()));
        }
        return json;
    }

    private static JsonObject clock(ResponseClock clock, Optional<Closing> closing) {
        Optional<Instant> stopped = clock.reachedAt().or(() -> closing.map(Closing::at));
        return new JsonObject()
                .put("startedAt", clock.startedAt().toString())
                .put("dueAt", clock.dueAt().toString())
                .put("stoppedAt", stopped.map(Instant::toString).orElse(null))
                .put(
                        "kept",
                        clock.reachedAt().map(at -> !at.isAfter(clock.dueAt())).orElse(null));
    }

    public static JsonObject person(Person person) {
        return new JsonObject().put("id", person.id().toString()).put("name", person.name());
    }

    public static JsonObject subject(Subject subject) {
        return new JsonObject()
                .put("kind", subject.kind().name())
                .put("id", subject.id().toString())
                .put("label", subject.label());
    }

    private static JsonObject resident(Subject subject) {
        return new JsonObject().put("id", subject.id().toString()).put("name", subject.label());
    }

    private static JsonObject place(Place place) {
        JsonObject json = new JsonObject()
                .put("building", place.building().map(Object::toString).orElse(null))
                .put("label", place.label());
        place.at().ifPresent(at -> json.put("lat", at.latitude()).put("lon", at.longitude()));
        return json;
    }

    private static void putAssessment(JsonObject json, Incident incident) {
        json.put("priority", incident.assessment().priority().name())
                .put("need", incident.assessment().leading().name())
                .put(
                        "needs",
                        array(incident.assessment().needs().stream().sorted().map(Enum::name)))
                .put(
                        "reasons",
                        reasons(incident.assessment().reasons().stream()
                                .filter(reason -> !Reason.OF_HEALTH.contains(reason))));
    }

    /** With those of health, for the dossier alone. */
    public static JsonArray allReasons(Incident incident) {
        return reasons(incident.assessment().reasons().stream());
    }

    private static JsonArray reasons(Stream<Reason> reasons) {
        return array(reasons.map(Enum::name));
    }

    private static void putClosing(JsonObject json, Optional<Closing> closing) {
        json.put("disposition", closing.map(c -> c.disposition().name()).orElse(null))
                .put("stoodDownAt", closing.map(c -> c.at().toString()).orElse(null))
                .put("stoodDownBy", closing.map(c -> person(c.by())).orElse(null))
                .put(
                        "mergedInto",
                        closing.flatMap(Closing::into).map(Object::toString).orElse(null));
    }

    private static JsonObject step(Incident incident) {
        Instant next = incident.deadlines().get(DeadlineKind.STEP);
        Ladder ladder = incident.ladder();
        // At the top the next step is the top again: without this the desk would read "step 2 of 3" for ever.
        return new JsonObject()
                .put("index", ladder.rounds() > 0 ? ladder.steps() : ladder.nextStep())
                .put("total", ladder.steps())
                .put("nextAt", next == null ? null : next.toString());
    }

    private static void putInstant(JsonObject json, String name, Optional<Instant> at) {
        at.ifPresent(instant -> json.put(name, instant.toString()));
    }

    private static JsonArray strings(Collection<?> values) {
        return array(values.stream().map(Object::toString).sorted());
    }

    private static JsonArray array(Stream<?> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }
}
