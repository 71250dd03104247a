package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.geo.Wgs84;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.NodeStore;
import care.anling.verticles.store.NodeStore.Face;
import care.anling.verticles.store.NodeStore.Node;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The tree as administrators keep it: what a node is called, where it is, whether it lends its volunteers. */
final class NodeRoutes {

    private final TreeCache trees;
    private final NodeStore nodes;
    private final Hints hints;
    private final IdSource ids;

    NodeRoutes(ApiPorts ports) {
        this.trees = ports.access().trees();
        this.nodes = ports.stores().nodes();
        this.hints = ports.hints();
        this.ids = ports.ids();
    }

    void mount(Operations operations) {
        operations.on("addCommunity", this::add);
        operations.on("getCommunity", this::one);
        operations.on("changeCommunity", this::change);
    }

    private Set<CommunityId> kept(Caller caller) {
        return trees.tree().subtree(caller.account().community()).stream()
                .map(Community::id)
                .collect(Collectors.toSet());
    }

    private Future<Answer> one(Call call) {
        return read(call).map(NodeRoutes::answer);
    }

    private Future<Node> read(Call call) {
        return nodes.find(kept(call.caller()), new CommunityId(call.id()))
                .map(found -> found.orElseThrow(Refusal::notFound));
    }

    private static Answer answer(Node node) {
        Face face = node.face();
        JsonObject json = new JsonObject()
                .put("id", node.id().toString())
                .put("level", node.level().name())
                .put("parent", node.parent().map(Object::toString).orElse(null))
                .put("name", face.name())
                .put("nameEn", face.nameEn().orElse(null))
                .put("lat", face.at().map(Wgs84::latitude).orElse(null))
                .put("lon", face.at().map(Wgs84::longitude).orElse(null))
                .put("plan", face.plan().orElse(null))
                .put("lends", face.lends())
                .put("version", node.version());
        return Answer.ok(json).with("ETag", ResidentRoutes.tag(node.version()));
    }

    /** A street gets a community, a community gets a building. Streets are made from the command line. */
    private Future<Answer> add(Call call) {
        JsonObject body = call.json();
        CommunityId parent = new CommunityId(UUID.fromString(body.getString("parent")));
        CommunityLevel level = trees.tree()
                .find(parent)
                .filter(above -> kept(call.caller()).contains(above.id()))
                .flatMap(above -> below(above.level()))
                .orElseThrow(() -> new Refusal(422, "place_unknown", "There is no such street or community here."));
        Node node = new Node(
                new CommunityId(ids.next()),
                level,
                Optional.of(parent),
                face(body, new Face("", Optional.empty(), Optional.empty(), Optional.empty(), true)),
                1);
        return nodes.add(node).map(done -> {
            hints.publish(new Hint.RegistryChanged());
            return answer(node).made(Operations.BASE + "/communities/" + node.id());
        });
    }

    private static Optional<CommunityLevel> below(CommunityLevel level) {
        return switch (level) {
            case STREET -> Optional.of(CommunityLevel.COMMUNITY);
            case COMMUNITY -> Optional.of(CommunityLevel.BUILDING);
            case BUILDING -> Optional.empty();
        };
    }

    /** What is named replaces what was; null empties. */
    private static Face face(JsonObject body, Face now) {
        if (body.containsKey("lat") != body.containsKey("lon")
                || (body.getValue("lat") == null) != (body.getValue("lon") == null)) {
            throw Refusal.badRequest("bad_position", "“lat” and “lon” go together.");
        }
        return new Face(
                body.getString("name", now.name()),
                text(body, "nameEn", now.nameEn()),
                body.containsKey("lat")
                        ? Optional.ofNullable(body.getDouble("lat")).map(lat -> new Wgs84(lat, body.getDouble("lon")))
                        : now.at(),
                text(body, "plan", now.plan()),
                body.getBoolean("lends", now.lends()));
    }

    private static Optional<String> text(JsonObject body, String field, Optional<String> now) {
        return body.containsKey(field) ? Optional.ofNullable(body.getString(field)) : now;
    }

    /** Written on the version that was read for it, so that of two edits neither swallows the other. */
    private Future<Answer> change(Call call) {
        JsonObject body = call.json();
        return read(call)
                .compose(now -> nodes.change(
                        kept(call.caller()),
                        now.id(),
                        ResidentRoutes.ifMatch(call).or(() -> Optional.of(now.version())),
                        face(body, now.face())))
                .map(NodeRoutes::require)
                .compose(done -> {
                    hints.publish(new Hint.RegistryChanged());
                    return one(call);
                });
    }

    private static NodeStore.Edited require(NodeStore.Edited edited) {
        return switch (edited) {
            case DONE -> edited;
            case ABSENT -> throw Refusal.notFound();
            case STALE -> throw new Refusal(412, "changed_meanwhile", "Somebody changed it meanwhile. Read it again.");
        };
    }
}
