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
                    .put("kind", e.kind().name())
                    .put("drill", e.drill());
        }
        if (event instanceof IncidentEvent.SignalAdded e) {
            return json.put("signal", e.signal().toString())
                    .put("kind", e.kind().name())
                    .put("presses", e.presses())
                    .put("drill", e.drill());
        }
        if (event instanceof IncidentEvent.PriorityChanged e) {
            e.need().ifPresent(need -> json.put("need", need.name()));
            return said(json.put("from", e.from().name()).put("to", e.to().name()), e.reason());
        }
        if (event instanceof IncidentEvent.Acknowledged) {
            return json;
        }
        if (event instanceof IncidentEvent.OffersMade e) {
            JsonArray offers = new JsonArray();
            e.offers().forEach(offer -> offers.add(offer.toString()));
            JsonArray prompts = new JsonArray();
            e.prompts().forEach(prompt -> prompts.add(prompt.name()));
            return json.put("step", e.step())
                    .put("offers", offers)
                    .put("plan", e.plan().orElse(null))
                    .put("prompts", prompts);
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
            json.put("assignment", e.assignment().toString())
                    .put("responder", IncidentView.person(e.responder()))
                    .put("role", e.role().name())
                    .put("state", e.to().name())
                    .put("why", e.why().map(Enum::name).orElse(null));
            return said(json, e.reason());
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
            json.put("disposition", e.disposition().name()).put("note", e.note());
            return e.followUp().isEmpty() ? json : json.put("followUp", e.followUp());
        }
        return laterDetail(event, json);
    }

    /** Of people on their way and at the door, and of incidents that became one. */
    private static JsonObject laterDetail(IncidentEvent event, JsonObject json) {
        if (event instanceof IncidentEvent.EtaChanged e) {
            return json.put("assignment", e.assignment().toString())
                    .put("responder", IncidentView.person(e.responder()))
                    .put("role", e.role().name())
                    .put("state", e.state().name())
                    .put("etaSeconds", e.etaSeconds());
        }
        if (event instanceof IncidentEvent.CheckedIn e) {
            return json.put("assignment", e.assignment().toString())
                    .put("responder", IncidentView.person(e.responder()))
                    .put("role", e.role().name())
                    .put("until", e.until().toString());
        }
        if (event instanceof IncidentEvent.SafetyAlarm e) {
            return json.put("assignment", e.assignment().toString())
                    .put("responder", IncidentView.person(e.responder()))
                    .put("role", e.role().name())
                    .put("silentSince", e.silentSince().toString());
        }
        if (event instanceof IncidentEvent.MoreHandsCalled e) {
            JsonArray places = new JsonArray();
            e.places()
                    .forEach(place -> places.add(
                            new JsonObject().put("role", place.role().name()).put("slot", place.slot())));
            return json.put("places", places)
                    .put("brings", e.brings().map(Enum::name).orElse(null));
        }
        if (event instanceof IncidentEvent.BecameReal) {
            return json;
        }
        if (event instanceof IncidentEvent.DeviceRecovered e) {
            JsonArray passed = new JsonArray();
            e.passed().forEach(reason -> passed.add(reason.name()));
            return json.put("passed", passed);
        }
        if (event instanceof IncidentEvent.Merged e) {
            return json.put("into", e.into().toString());
        }
        if (event instanceof IncidentEvent.Absorbed e) {
            return json.put("from", e.from().toString())
                    .put("subject", IncidentView.subject(e.about()))
                    .put("signals", e.signals());
        }
        throw new IllegalArgumentException("no detail is known for " + event.type());
    }

    private static JsonObject said(JsonObject json, String reason) {
        return reason.isEmpty() ? json : json.put("reason", reason);
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
            return Optional.of(human(e.by().orElse(e.responder())));
        }
        if (event instanceof IncidentEvent.AssignmentChanged e) {
            return Optional.of(e.by());
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
        return event instanceof IncidentEvent.StoodDown e ? Optional.of(human(e.by())) : findLaterActor(event);
    }

    private static Optional<Actor> findLaterActor(IncidentEvent event) {
        if (event instanceof IncidentEvent.PriorityChanged e) {
            return e.by().map(EventRow::human);
        }
        if (event instanceof IncidentEvent.EtaChanged e) {
            return Optional.of(human(e.responder()));
        }
        if (event instanceof IncidentEvent.CheckedIn e) {
            return Optional.of(human(e.by()));
        }
        if (event instanceof IncidentEvent.MoreHandsCalled e) {
            return e.by().map(EventRow::human);
        }
        if (event instanceof IncidentEvent.DeviceRecovered e) {
            return Optional.of(new Actor.Machine(e.device()));
        }
        if (event instanceof IncidentEvent.BecameReal e) {
            return Optional.of(e.by());
        }
        if (event instanceof IncidentEvent.Merged e) {
            return Optional.of(human(e.by()));
        }
        return event instanceof IncidentEvent.Absorbed e ? Optional.of(human(e.by())) : Optional.empty();
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
