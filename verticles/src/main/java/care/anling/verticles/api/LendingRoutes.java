package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.community.Community;
import care.anling.core.incident.Incident;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.LendingStore;
import care.anling.verticles.store.LendingStore.By;
import care.anling.verticles.store.LendingStore.Lending;
import care.anling.verticles.store.LendingStore.Lent;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.view.LiveView;
import care.anling.verticles.view.Viewer;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Another community of the street comes into one incident, by the word of the desk whose incident it is, or of the street's. */
final class LendingRoutes {

    private static final int MAX_RESPONDERS = 500;

    private final IncidentStore incidents;
    private final LendingStore lendings;
    private final ResponderStore responders;
    private final TreeCache trees;
    private final Hints hints;

    LendingRoutes(ApiPorts ports) {
        this.incidents = ports.stores().incidents();
        this.lendings = ports.stores().lendings();
        this.responders = ports.stores().responders();
        this.trees = ports.access().trees();
        this.hints = ports.hints();
    }

    void mount(Operations operations) {
        operations.on("listLendings", this::list);
        operations.on("lend", this::lend);
        operations.on("takeBack", this::takeBack);
    }

    /** Of the incidents they keep as a whole: a desk of one building lends nobody out of its community. */
    private Future<Incident> require(Call call) {
        Caller caller = call.desk();
        return incidents
                .find(new IncidentId(call.id()))
                .map(found -> found.filter(incident ->
                                caller.viewer().seesWhole(incident.subject().community()))
                        .orElseThrow(Refusal::notFound));
    }

    /** Whether the desk of a community that came into it sees it: as long as it is open, and whole communities only. */
    static boolean isShown(Incident incident, List<Lending> lent, Viewer viewer) {
        return incident.isOpen() && lent.stream().anyMatch(each -> viewer.seesWhole(each.community()));
    }

    /** Also by the desk that was called in: what was asked of it, and of nobody else. */
    private Future<Answer> list(Call call) {
        Viewer viewer = call.desk().viewer();
        return incidents
                .find(new IncidentId(call.id()))
                .map(found -> found.orElseThrow(Refusal::notFound))
                .compose(incident -> listed(incident, viewer));
    }

    private Future<Answer> listed(Incident incident, Viewer viewer) {
        boolean own = viewer.seesWhole(incident.subject().community());
        return lendings.list(incident.id()).compose(lent -> {
            if (!own && !isShown(incident, lent, viewer)) {
                throw Refusal.notFound();
            }
            List<Lending> shown = lent.stream()
                    .filter(each -> own || viewer.seesWhole(each.community()))
                    .toList();
            return people(incident, shown).map(people -> answer(incident, own, shown, people));
        });
    }

    private Future<List<ResponderNow>> people(Incident incident, List<Lending> lent) {
        Set<CommunityId> from = lent.stream().map(Lending::community).collect(Collectors.toSet());
        return incident.isOpen() && !from.isEmpty()
                ? responders.listNow(from, Optional.empty(), MAX_RESPONDERS)
                : Future.succeededFuture(List.of());
    }

    private Answer answer(Incident incident, boolean own, List<Lending> lent, List<ResponderNow> people) {
        JsonArray items = new JsonArray();
        lent.forEach(each -> items.add(describe(each, people)));
        JsonArray beside = new JsonArray();
        CommunityId community = incident.subject().community();
        if (own) {
            trees.tree().beside(community).forEach(other -> beside.add(named(other)));
        }
        return Answer.ok(new JsonObject()
                .put("items", items)
                .put("next", null)
                .put("community", named(community))
                .put("beside", beside));
    }

    private JsonObject named(CommunityId id) {
        return new JsonObject().put("id", id.toString()).put("name", nameOf(id));
    }

    private String nameOf(CommunityId id) {
        return trees.tree().find(id).map(Community::name).orElse("");
    }

    private JsonObject describe(Lending lending, List<ResponderNow> people) {
        JsonArray theirs = new JsonArray();
        people.stream()
                .filter(now -> now.community().equals(lending.community()))
                // Where they are is their own desk's to see.
                .map(now -> LiveView.responder(now.somewhere()))
                .forEach(theirs::add);
        return new JsonObject()
                .put("community", lending.community().toString())
                .put("name", nameOf(lending.community()))
                .put("by", IncidentView.person(lending.by()))
                .put("at", lending.at().toString())
                .put("responders", theirs);
    }

    record Lend(@Nullable String community) {}

    private Future<Answer> lend(Call call) {
        CommunityId to = new CommunityId(
                Call.uuid(Bodies.text(call.body(Lend.class).community(), "community", 36), "community"));
        return require(call).compose(incident -> {
            refuseUnlessBeside(to, incident.subject().community());
            return lendings.lend(incident.id(), to, by(call))
                    .compose(lent -> settled(lent, incident, to))
                    .compose(done -> listed(incident, call.desk().viewer()));
        });
    }

    private void refuseUnlessBeside(CommunityId to, CommunityId own) {
        if (!trees.tree().beside(own).contains(to)) {
            throw new Refusal(422, "community_not_beside", "This is no other community of the same street.");
        }
    }

    private Future<Answer> takeBack(Call call) {
        CommunityId from = new CommunityId(call.id("to"));
        return require(call)
                .compose(incident ->
                        lendings.takeBack(incident.id(), from, by(call)).compose(lent -> settled(lent, incident, from)))
                .map(done -> Answer.nothing());
    }

    private static By by(Call call) {
        return new By(call.caller().person(), call.caller().account().role());
    }

    private Future<Void> settled(Lent lent, Incident incident, CommunityId other) {
        return switch (lent) {
            case DONE -> {
                hints.publish(new Hint.CommunityNews(incident.subject().community()));
                hints.publish(new Hint.CommunityNews(other));
                yield Future.succeededFuture();
            }
            case ABSENT -> Future.failedFuture(Refusal.notFound());
            case OVER ->
                Future.failedFuture(new Refusal(409, "incident_stood_down", "The incident has been stood down."));
        };
    }
}
