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

    /**
     * Those above may be known by name, duty and whether they are free: that is whom an incident here may ask. Where they
     * are is their own desk's to see.
     */
    private Future<Answer> responders(Call call) {
        Set<CommunityId> own = call.desk().viewer().nodes();
        boolean above = call.query("above").map(Boolean::valueOf).orElse(false);
        Set<CommunityId> asked = new LinkedHashSet<>(own);
        if (above) {
            own.forEach(
                    node -> trees.tree().find(node).flatMap(Community::parent).ifPresent(asked::add));
        }
        return responders
                .listNow(asked, MAX_RESPONDERS)
                .map(found -> Answer.list(
                        found.stream()
                                .filter(now -> own.contains(now.community()) || !isFamily(now))
                                .map(now -> LiveView.responder(own.contains(now.community()) ? now : now.somewhere()))
                                .toList(),
                        Optional.empty()));
    }

    private static boolean isFamily(ResponderNow now) {
        return now.role().equals(AccountRole.FAMILY.name());
    }
}
