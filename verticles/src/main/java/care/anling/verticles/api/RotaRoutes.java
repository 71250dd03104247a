package care.anling.verticles.api;

import care.anling.core.common.IdSource;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.PlannedShift;
import care.anling.verticles.store.RotaStore;
import care.anling.verticles.store.RotaStore.After;
import care.anling.verticles.store.RotaStore.Edition;
import care.anling.verticles.store.RotaStore.Part;
import care.anling.verticles.store.RotaStore.Times;
import care.anling.verticles.view.Viewer;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rota: whose shift is planned when, for staff, doctors and volunteers. The desk writes it for its own part of the tree;
 * everybody else reads their own shifts.
 */
final class RotaRoutes {

    /** Longer than a day and a night nobody is on shift. */
    private static final Duration LONGEST_SHIFT = Duration.ofHours(24);

    private final RotaStore rota;
    private final IdSource ids;
    private final Clock clock;

    RotaRoutes(ApiPorts ports) {
        this.rota = ports.stores().rota();
        this.ids = ports.ids();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("listRota", this::list);
        operations.on("planShift", this::plan);
        operations.on("getPlannedShift", this::one);
        operations.on("changePlannedShift", this::change);
        operations.on("removePlannedShift", this::remove);
    }

    /** The desk's people; everybody else's own shifts. */
    private static Part partOf(Viewer viewer) {
        return new Part(
                viewer.nodes(),
                viewer.building(),
                viewer.role().isDesk() ? Optional.empty() : Optional.of(viewer.account()));
    }

    private Future<Answer> list(Call call) {
        RotaStore.Query query = new RotaStore.Query(
                call.query("responder").map(UUID::fromString),
                call.query("from").map(text -> instant(text, "from")).orElseGet(clock::instant),
                call.query("to").map(text -> instant(text, "to")),
                call.cursor().map(RotaRoutes::after));
        int limit = call.limit();
        return rota.list(partOf(call.caller().viewer()), query, limit).map(found -> {
            List<JsonObject> items = found.stream().map(RotaRoutes::toJson).toList();
            if (found.size() < limit) {
                return Answer.list(items, Optional.empty());
            }
            PlannedShift last = found.get(found.size() - 1);
            String next = Call.cursor(last.startsAt() + " " + last.id());
            return Answer.list(items, Optional.of(next)).with("Link", call.linkTo(next));
        });
    }

    private Future<Answer> one(Call call) {
        return get(partOf(call.caller().viewer()), call.id()).map(shift -> tagged(Answer.ok(toJson(shift)), shift));
    }

    record Planned(
            @Nullable String responder,
            @Nullable String startsAt,
            @Nullable String endsAt) {}

    private Future<Answer> plan(Call call) {
        Caller caller = call.desk();
        Planned body = call.body(Planned.class);
        Part part = partOf(caller.viewer());
        UUID who = Call.uuid(Bodies.text(body.responder(), "responder", 36), "responder");
        Times times = judged(
                instant(Bodies.needed(body.startsAt(), "startsAt"), "startsAt"),
                instant(Bodies.needed(body.endsAt(), "endsAt"), "endsAt"));
        return rota.findPerson(part, who)
                .map(found -> found.orElseThrow(() -> new Refusal(
                        422, "responder_unknown", "There is no such doctor, volunteer or member of staff here.")))
                .compose(person -> rota.add(part, new RotaStore.Fresh(ids.next(), person.id(), times), caller.person()))
                .map(added -> {
                    PlannedShift shift = added.orElseThrow(RotaRoutes::overlapping);
                    return tagged(Answer.created(toJson(shift), Operations.BASE + "/rota/" + shift.id()), shift);
                });
    }

    record Changed(@Nullable String startsAt, @Nullable String endsAt) {}

    private Future<Answer> change(Call call) {
        Caller caller = call.desk();
        Changed body = call.body(Changed.class);
        Part part = partOf(caller.viewer());
        return get(part, call.id())
                .compose(known -> {
                    Times times = judged(
                            body.startsAt() == null ? known.startsAt() : instant(body.startsAt(), "startsAt"),
                            body.endsAt() == null ? known.endsAt() : instant(body.endsAt(), "endsAt"));
                    Edition edition = edition(call, known);
                    return rota.edit(part, edition, times, caller.person())
                            .compose(edited -> edited.map(Future::succeededFuture)
                                    .orElseGet(
                                            () -> get(part, known.id()).map(now -> whyUnchanged(now, edition, times))));
                })
                .map(shift -> tagged(Answer.ok(toJson(shift)), shift));
    }

    /** RFC 9110 §13.1.1: what has been done already may be answered as done. */
    private static PlannedShift whyUnchanged(PlannedShift now, Edition edition, Times times) {
        boolean done = now.version() == edition.version() + 1 && timesOf(now).equals(times);
        if (done) {
            return now;
        }
        throw now.version() == edition.version() ? overlapping() : moved();
    }

    private Future<Answer> remove(Call call) {
        Part part = partOf(call.desk().viewer());
        return get(part, call.id())
                .compose(known -> rota.remove(part, edition(call, known)))
                .map(removed -> {
                    if (!removed) {
                        throw moved();
                    }
                    return Answer.nothing();
                });
    }

    private Future<PlannedShift> get(Part part, UUID shift) {
        return rota.find(part, shift).map(found -> found.orElseThrow(Refusal::notFound));
    }

    /** The one the edit was made on; the present one for "whatever it is now". */
    private static Edition edition(Call call, PlannedShift known) {
        String tag = call.query("If-Match").orElse("*");
        if (tag.equals("*")) {
            return new Edition(known.id(), known.version());
        }
        long named = Long.parseLong(tag.substring(1, tag.length() - 1));
        if (named > known.version()) {
            throw moved();
        }
        return new Edition(known.id(), (int) named);
    }

    private static Times judged(Instant startsAt, Instant endsAt) {
        if (!startsAt.isBefore(endsAt) || endsAt.isAfter(startsAt.plus(LONGEST_SHIFT))) {
            throw new Refusal(
                    422,
                    "shift_invalid",
                    "A shift ends after it starts, and within " + LONGEST_SHIFT.toHours() + " hours.");
        }
        return new Times(startsAt, endsAt);
    }

    private static Times timesOf(PlannedShift shift) {
        return new Times(shift.startsAt(), shift.endsAt());
    }

    private static Refusal overlapping() {
        return new Refusal(409, "shift_overlaps", "They have another shift at that time.");
    }

    private static Refusal moved() {
        return new Refusal(412, "changed_meanwhile", "Somebody has edited the shift since: read it again.");
    }

    private static Instant instant(String text, String field) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw Refusal.badRequest("bad_date", "“" + field + "” is no time of the calendar.");
        }
    }

    private static After after(String cursor) {
        try {
            String[] parts = cursor.split(" ", -1);
            return new After(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        } catch (RuntimeException notOurs) {
            throw Refusal.badRequest("bad_cursor", "The cursor is not one of ours.");
        }
    }

    private static Answer tagged(Answer answer, PlannedShift shift) {
        return answer.with("ETag", "\"" + shift.version() + "\"");
    }

    private static JsonObject toJson(PlannedShift shift) {
        return new JsonObject()
                .put("id", shift.id().toString())
                .put("responder", IncidentView.person(shift.who()))
                .put("role", shift.role())
                .put("community", shift.community().toString())
                .put("startsAt", shift.startsAt().toString())
                .put("endsAt", shift.endsAt().toString())
                .put("version", shift.version());
    }
}
