package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.view.LiveView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The caller's part of the tree, and who can act in it. */
final class CommunityRoutes {

    private final TreeCache trees;
    private final ResponderStore responders;

    CommunityRoutes(ApiPorts ports) {
        this.trees = ports.access().trees();
        this.responders = ports.stores().responders();
    }

    void mount(Operations operations) {
        operations.on("listCommunities", this::communities);
        operations.on("listResponders", this::responders);
    }

    private Future<Answer> communities(Call call) {
        Caller caller = call.caller();
        List<Community> seen = trees.tree().subtree(top(caller)).stream()
                .filter(node -> isSeen(node, caller))
                .toList();
        int from = call.uuidCursor().map(last -> after(seen, last)).orElse(0);
        List<Community> page = seen.subList(from, Math.min(seen.size(), from + call.limit()));
        Optional<String> next = from + page.size() < seen.size()
                ? Optional.of(Call.cursor(page.get(page.size() - 1).id()))
                : Optional.empty();
        return Future.succeededFuture(ResidentRoutes.paged(
                call, page.stream().map(CommunityRoutes::describe).toList(), next));
    }

    /** Nodes are never taken away, so a place that a page ended at is there for the next one. */
    private static int after(List<Community> seen, UUID last) {
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).id().value().equals(last)) {
                return i + 1;
            }
        }
        throw Call.badCursor();
    }

    /** Somebody of one building sees its community's name above it, so that a screen has something to show it under. */
    private CommunityId top(Caller caller) {
        CommunityId own = caller.account().community();
        return trees.tree()
                .find(own)
                .filter(node -> node.level() == CommunityLevel.BUILDING)
                .flatMap(Community::parent)
                .orElse(own);
    }

    private static boolean isSeen(Community node, Caller caller) {
        return node.level() != CommunityLevel.BUILDING
                || caller.viewer().building().map(node.id()::equals).orElse(true);
    }

    private static JsonObject describe(Community node) {
        JsonObject json = MeRoutes.node(node);
        node.at().ifPresent(at -> json.put("lat", at.latitude()).put("lon", at.longitude()));
        return json;
    }

    /**
     * Those above may be known by name, duty and whether they are free: that is whom an incident here may ask. Where they
     * are is their own desk's to see. A page may be shorter than its limit: family of above is nobody's to ask.
     */
    private Future<Answer> responders(Call call) {
        Set<CommunityId> own = call.desk().viewer().nodes();
        boolean above = call.query("above").map(Boolean::valueOf).orElse(false);
        Set<CommunityId> asked = new LinkedHashSet<>(own);
        if (above) {
            own.forEach(
                    node -> trees.tree().find(node).flatMap(Community::parent).ifPresent(asked::add));
        }
        int limit = call.limit();
        return responders.listNow(asked, call.uuidCursor(), limit).map(found -> {
            Optional<String> next = found.size() < limit
                    ? Optional.empty()
                    : Optional.of(
                            Call.cursor(found.get(found.size() - 1).person().id()));
            List<JsonObject> items = found.stream()
                    .filter(now -> own.contains(now.community()) || !isFamily(now))
                    .map(now -> LiveView.responder(own.contains(now.community()) ? now : now.somewhere()))
                    .toList();
            return ResidentRoutes.paged(call, items, next);
        });
    }

    private static boolean isFamily(ResponderNow now) {
        return now.role().equals(AccountRole.FAMILY.name());
    }
}
