package care.anling.verticles.store;

import care.anling.core.common.Actor;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Judgement;
import care.anling.core.incident.IncidentEvent;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened, as the timeline shows it: who did it, and the little that is not in the incident itself. */
final class EventRow {

    private EventRow() {}

    /** {@code {"id","name","role"}}, {@code {"device"}}, or null when Anling did it because a deadline fell due. */
    static @Nullable JsonObject by(IncidentEvent event) {
        return findActor(event).map(EventRow::actor).orElse(null);
    }

    static JsonObject detail(IncidentEvent event) {
        JsonObject json = new JsonObject();
        if (event instanceof IncidentEvent.IncidentOpened e) {
            return json.put("signal", e.signal().toString())
                    .put("kind", e.kind().name());
        }
        if (event instanceof IncidentEvent.SignalAdded e) {
            return json.put("signal", e.signal().toString())
                    .put("kind", e.kind().name())
                    .put("presses", e.presses());
        }
        if (event instanceof IncidentEvent.PriorityChanged e) {
            return json.put("from", e.from().name()).put("to", e.to().name());
        }
        if (event instanceof IncidentEvent.Acknowledged) {
            return json;
        }
        if (event instanceof IncidentEvent.OffersMade e) {
            JsonArray offers = new JsonArray();
            e.offers().forEach(offer -> offers.add(offer.toString()));
            return json.put("step", e.step()).put("offers", offers);
        }
        if (event instanceof IncidentEvent.OfferAnswered e) {
            return json.put("offer", e.offer().toString())
                    .put("state", e.state().name())
                    .put("responder", IncidentView.person(e.responder()))
                    .put("role", e.role().name());
        }
        if (event instanceof IncidentEvent.Assigned e) {
            return json.put("assignment", e.assignment().toString())
                    .put("responder", IncidentView.person(e.responder()))
                    .put("role", e.role().name())
                    .put("slot", e.slot());
        }
        if (event instanceof IncidentEvent.AssignmentChanged e) {
            return json.put("assignment", e.assignment().toString())
                    .put("responder", IncidentView.person(e.responder()))
                    .put("role", e.role().name())
                    .put("state", e.to().name());
        }
        if (event instanceof IncidentEvent.Escalated e) {
            return json.put("step", e.step());
        }
        if (event instanceof IncidentEvent.CancelRequested e) {
            return json.put("signal", e.signal().toString());
        }
        if (event instanceof IncidentEvent.NoteAdded e) {
            return json.put("text", e.text());
        }
        if (event instanceof IncidentEvent.StoodDown e) {
            return json.put("disposition", e.disposition().name()).put("note", e.note());
        }
        throw new IllegalArgumentException("no detail is known for " + event.type());
    }

    /** Only the event of a step carries judgements. */
    static java.util.List<Judgement> judgements(IncidentEvent event) {
        return event instanceof IncidentEvent.OffersMade made ? made.judgements() : java.util.List.of();
    }

    private static Optional<Actor> findActor(IncidentEvent event) {
        if (event instanceof IncidentEvent.IncidentOpened e) {
            return Optional.of(e.by());
        }
        if (event instanceof IncidentEvent.SignalAdded e) {
            return Optional.of(e.by());
        }
        if (event instanceof IncidentEvent.Acknowledged e) {
            return Optional.of(human(e.by()));
        }
        if (event instanceof IncidentEvent.OfferAnswered e) {
            return Optional.of(human(e.responder()));
        }
        if (event instanceof IncidentEvent.Assigned e) {
            return Optional.of(human(e.responder()));
        }
        if (event instanceof IncidentEvent.AssignmentChanged e) {
            return Optional.of(human(e.responder()));
        }
        if (event instanceof IncidentEvent.Escalated e) {
            return Optional.of(e.by());
        }
        if (event instanceof IncidentEvent.CancelRequested e) {
            return Optional.of(e.by());
        }
        if (event instanceof IncidentEvent.NoteAdded e) {
            return Optional.of(e.by());
        }
        return event instanceof IncidentEvent.StoodDown e ? Optional.of(human(e.by())) : Optional.empty();
    }

    /** A person whose role the event does not tell. */
    private static Actor human(Person person) {
        return new Actor.Human(person, "");
    }

    private static @Nullable JsonObject actor(Actor actor) {
        if (actor instanceof Actor.Human human) {
            JsonObject json = IncidentView.person(human.person());
            return human.role().isEmpty() ? json : json.put("role", human.role());
        }
        if (actor instanceof Actor.Machine machine) {
            return new JsonObject().put("device", machine.device().toString());
        }
        return null;
    }
}
