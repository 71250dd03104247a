package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Incident;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.access.Sessions;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.view.Tree;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The signed-in person: who they are, whether they are on duty, where they are, what rings for them. */
final class MeRoutes {

    private static final int MAX_OFFERS = 100;

    private final ResponderStore responders;
    private final IncidentStore incidents;
    private final IncidentActs acts;
    private final Sessions sessions;
    private final TreeCache trees;
    private final Hints hints;
    private final Clock clock;

    MeRoutes(ApiPorts ports, IncidentActs acts) {
        this.acts = acts;
        this.responders = ports.stores().responders();
        this.incidents = ports.stores().incidents();
        this.sessions = ports.access().sessions();
        this.trees = ports.access().trees();
        this.hints = ports.hints();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("getMe", this::me);
        operations.on("setDuty", this::duty);
        operations.on("setPosition", this::position);
        operations.on("listMyOffers", this::offers);
    }

    private Future<Answer> me(Call call) {
        Caller caller = call.caller();
        return responders.findNow(caller.account().id()).map(now -> Answer.ok(describe(caller, now)));
    }

    private JsonObject describe(Caller caller, Optional<ResponderNow> now) {
        Account account = caller.account();
        Tree tree = trees.tree();
        JsonArray scope = new JsonArray();
        caller.viewer().nodes().stream()
                .flatMap(node -> tree.find(node).stream())
                .sorted(java.util.Comparator.comparing(Community::level).thenComparing(Community::name))
                .forEach(node -> scope.add(node(node)));
        JsonObject json = new JsonObject()
                .put("id", account.id().toString())
                .put("username", account.username())
                .put("name", account.name())
                .put("role", account.role().name())
                .put(
                        "community",
                        tree.find(account.community()).map(MeRoutes::node).orElse(null))
                .put("onDuty", now.map(ResponderNow::onDuty).orElse(false))
                .put("responder", now.isPresent())
                .put("communities", scope)
                .put("mustChangePassword", account.mustChangePassword());
        if (SecondStep.isFor(account.role())) {
            json.put("totp", account.totp() ? "ON" : sessions.mustEnrol(account) ? "REQUIRED" : "OFF");
        }
        account.resident().ifPresent(resident -> json.put("resident", resident.toString()));
        return json;
    }

    static JsonObject node(Community node) {
        return new JsonObject()
                .put("id", node.id().toString())
                .put("name", node.name())
                .put("level", node.level().name())
                .put("parent", node.parent().map(Object::toString).orElse(null));
    }

    record Duty(@Nullable Boolean onDuty) {}

    private Future<Answer> duty(Call call) {
        Caller caller = call.caller();
        boolean onDuty = Bodies.needed(call.body(Duty.class).onDuty(), "onDuty");
        return responder(caller)
                .compose(now -> responders.setDuty(caller.account().id(), onDuty))
                .onSuccess(done -> announceDuty(caller, onDuty))
                .map(done -> Answer.ok(new JsonObject().put("onDuty", onDuty)));
    }

    private void announceDuty(Caller caller, boolean onDuty) {
        hints.publish(
                new Hint.ResponderChanged(feedNode(caller), caller.account().id(), onDuty ? "ON_DUTY" : "OFF_DUTY"));
    }

    record Position(
            @Nullable Double lat,
            @Nullable Double lon,
            @Nullable Double acc) {}

    private Future<Answer> position(Call call) {
        Caller caller = call.caller();
        Fix fix = fix(call.body(Position.class));
        return responder(caller)
                .compose(now -> responders.setPosition(caller.account().id(), fix))
                .onSuccess(done -> hints.publish(new Hint.PositionMoved(
                        feedNode(caller), true, caller.account().id(), fix)))
                // Where they are is kept whatever follows from it; that would wait for the next fix.
                .compose(done -> acts.reportPosition(caller.person(), fix).otherwiseEmpty())
                .map(done -> Answer.nothing());
    }

    private Fix fix(Position body) {
        double lat = Bodies.needed(body.lat(), "lat");
        double lon = Bodies.needed(body.lon(), "lon");
        boolean onEarth = lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
        double acc = body.acc() == null ? 0 : body.acc();
        if (!onEarth || !(acc >= 0 && acc <= 1_000_000)) {
            throw Refusal.badRequest("bad_position", "lat −90..90, lon −180..180 (WGS-84), acc in metres.");
        }
        OptionalDouble accuracy = body.acc() == null ? OptionalDouble.empty() : OptionalDouble.of(acc);
        return new Fix(new Wgs84(lat, lon), accuracy, clock.instant());
    }

    private Future<ResponderNow> responder(Caller caller) {
        return responders.findNow(caller.account().id()).map(now -> now.orElseThrow(Refusal::notYourRole));
    }

    /** A building's people move on their community's stream. */
    private CommunityId feedNode(Caller caller) {
        CommunityId own = caller.account().community();
        return trees.tree()
                .find(own)
                .filter(node -> node.level() == CommunityLevel.BUILDING)
                .flatMap(Community::parent)
                .orElse(own);
    }

    private Future<Answer> offers(Call call) {
        Caller caller = call.caller();
        return incidents
                .listOf(caller.account().id(), MAX_OFFERS)
                .map(mine -> Answer.list(pending(caller, mine), Optional.empty()));
    }

    private static List<JsonObject> pending(Caller caller, List<Incident> mine) {
        return mine.stream()
                .flatMap(incident -> incident.offers().stream()
                        .filter(offer -> isRinging(offer, caller))
                        .map(offer -> IncidentView.offer(incident, offer)))
                .toList();
    }

    private static boolean isRinging(Offer offer, Caller caller) {
        return offer.state() == OfferState.PENDING
                && offer.responder().id().equals(caller.account().id());
    }
}
