package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.view.LiveView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The caller's part of the tree, and who can act in it. */
final class CommunityRoutes {

    private static final int MAX_RESPONDERS = 2_000;

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
        List<JsonObject> items = trees.tree().subtree(top(caller)).stream()
                .filter(node -> isSeen(node, caller))
                .map(CommunityRoutes::describe)
                .toList();
        return Future.succeededFuture(Answer.list(items, Optional.empty()));
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

    private Future<Answer> responders(Call call) {
        Caller caller = call.desk();
        return responders
                .listNow(caller.viewer().nodes(), MAX_RESPONDERS)
                .map(found ->
                        Answer.list(found.stream().map(LiveView::responder).toList(), Optional.empty()));
    }
}
