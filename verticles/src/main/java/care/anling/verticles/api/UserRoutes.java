package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.ResidentId;
import care.anling.core.community.Community;
import care.anling.core.geo.Wgs84;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.OneTimePassword;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.UserStore;
import care.anling.verticles.store.UserStore.Edit;
import care.anling.verticles.store.UserStore.Edited;
import care.anling.verticles.store.UserStore.Filter;
import care.anling.verticles.store.UserStore.User;
import care.anling.verticles.view.Tree;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Accounts. Whoever administers a node gives roles at it and below, never above; whoever is put out is out at once, and
 * somebody is always left who can let them in again.
 */
final class UserRoutes {

    private final ApiPorts.Access access;
    private final UserStore users;
    private final IdSource ids;

    UserRoutes(ApiPorts ports) {
        this.access = ports.access();
        this.users = ports.stores().users();
        this.ids = ports.ids();
    }

    void mount(Operations operations) {
        operations.on("listUsers", this::list);
        operations.on("addUser", this::add);
        operations.on("getUser", this::one);
        operations.on("changeUser", this::change);
        operations.on("resetPassword", this::reset);
    }

    /** The node one administers and everything below it. */
    private Set<CommunityId> kept(Caller caller) {
        return tree().subtree(caller.account().community()).stream()
                .map(Community::id)
                .collect(Collectors.toSet());
    }

    private Tree tree() {
        return access.trees().tree();
    }

    private Future<Answer> list(Call call) {
        Filter filter = new Filter(
                call.query("role").map(AccountRole::valueOf),
                call.query("community").map(UUID::fromString).map(CommunityId::new),
                call.query("enabled").map(Boolean::valueOf),
                call.query("q"));
        int limit = call.limit();
        return users.list(kept(call.caller()), filter, call.uuidCursor(), limit).map(found -> {
            Optional<String> next = found.size() < limit
                    ? Optional.empty()
                    : Optional.of(
                            Call.cursor(found.get(found.size() - 1).account().id()));
            return ResidentRoutes.paged(
                    call, found.stream().map(UserRoutes::describe).toList(), next);
        });
    }

    private Future<Answer> one(Call call) {
        return read(call, call.id()).map(Answer::ok).map(UserRoutes::tagged);
    }

    private Future<JsonObject> read(Call call, UUID account) {
        return users.find(kept(call.caller()), account).map(found -> describe(found.orElseThrow(Refusal::notFound)));
    }

    private static Answer tagged(Answer answer) {
        long version = new JsonObject(answer.body().orElseThrow()).getLong("version");
        return answer.with("ETag", ResidentRoutes.tag(version));
    }

    private static JsonObject describe(User user) {
        JsonObject json = new JsonObject()
                .put("id", user.account().id().toString())
                .put("username", user.account().username())
                .put("name", user.account().name())
                .put("role", user.account().role().name())
                .put("community", user.account().community().toString())
                .put(
                        "resident",
                        user.resident()
                                .map(who -> new JsonObject()
                                        .put("id", who.id().toString())
                                        .put("name", who.name()))
                                .orElse(null))
                .put("enabled", user.account().enabled())
                .put("mustChangePassword", user.account().mustChangePassword())
                .put("language", user.language())
                .put("createdAt", user.createdAt().toString())
                .put("version", user.version());
        if (user.account().role() == AccountRole.INTEGRATOR) {
            json.put("registersDevices", user.registersDevices());
        }
        user.ability()
                .ifPresent(ability -> json.put("skills", new JsonArray(ability.skills()))
                        .put("maxPendingOffers", ability.maxPendingOffers())
                        .put("onDuty", ability.onDuty())
                        .put(
                                "home",
                                ability.home()
                                        .map(at -> new JsonObject()
                                                .put("lat", at.latitude())
                                                .put("lon", at.longitude()))
                                        .orElse(null)));
        return json;
    }

    private Future<Answer> add(Call call) {
        JsonObject body = call.json();
        Edit edit = edit(body);
        refuseForeign(call.caller(), edit);
        refuseUnlessMachine(edit.role().orElseThrow(), edit);
        UUID id = ids.next();
        String password = OneTimePassword.fresh();
        return access.passwords()
                .hashed(password)
                .compose(hash -> users.add(
                        new UserStore.Fresh(
                                id,
                                body.getString("username"),
                                hash,
                                Optional.ofNullable(body.getString("resident"))
                                        .map(UUID::fromString)
                                        .map(ResidentId::new),
                                edit),
                        call.caller().person()))
                .map(UserRoutes::require)
                .compose(done -> read(call, id))
                .map(user -> withPassword(user, password).made(Operations.BASE + "/users/" + id));
    }

    /** Told once: what is kept for a repetition does not have it. */
    private static Answer withPassword(JsonObject user, String password) {
        JsonObject repeated = user.copy().putNull("password");
        return tagged(Answer.ok(user.put("password", password))).repeatedAs(repeated);
    }

    private void refuseForeign(Caller caller, Edit edit) {
        if (edit.community().filter(node -> !kept(caller).contains(node)).isPresent()) {
            throw new Refusal(422, "place_unknown", "There is no such node in your part of the tree.");
        }
    }

    private static void refuseUnlessMachine(AccountRole role, Edit edit) {
        if (edit.registersDevices().orElse(false) && role != AccountRole.INTEGRATOR) {
            throw new Refusal(422, "not_a_machine", "Only an INTEGRATOR is granted the registering of devices.");
        }
    }

    private static Edit edit(JsonObject body) {
        Optional<JsonObject> home = Optional.ofNullable(body.getJsonObject("home"));
        return new Edit(
                Optional.ofNullable(body.getString("name")),
                Optional.ofNullable(body.getString("role")).map(AccountRole::valueOf),
                Optional.ofNullable(body.getString("community"))
                        .map(UUID::fromString)
                        .map(CommunityId::new),
                Optional.ofNullable(body.getBoolean("enabled")),
                Optional.ofNullable(body.getString("language")),
                Optional.ofNullable(body.getJsonArray("skills"))
                        .map(skills -> skills.stream().map(Object::toString).toList()),
                home.map(at -> new Wgs84(at.getDouble("lat"), at.getDouble("lon"))),
                Optional.ofNullable(body.getInteger("maxPendingOffers")),
                Optional.ofNullable(body.getBoolean("registersDevices")));
    }

    private Future<Answer> change(Call call) {
        Edit edit = edit(call.json());
        refuseForeign(call.caller(), edit);
        Set<CommunityId> kept = kept(call.caller());
        UUID id = call.id();
        return users.find(kept, id)
                .map(found -> found.orElseThrow(Refusal::notFound))
                .map(now -> {
                    refuseUnlessMachine(edit.role().orElse(now.account().role()), edit);
                    return now;
                })
                .compose(now -> users.change(
                        kept,
                        new UserStore.Edition(
                                id,
                                ResidentRoutes.ifMatch(call),
                                above(now.account().community())),
                        edit,
                        call.caller().person()))
                .map(UserRoutes::require)
                .compose(done -> edit.enabled().orElse(true)
                        ? Future.<Void>succeededFuture()
                        : access.sessions().endAll(id))
                .compose(done -> users.find(kept, id))
                // An account that was moved may be out of the mover's sight.
                .map(found -> tagged(Answer.ok(describe(found.orElseThrow(Refusal::notFound)))));
    }

    /** The node itself and all above it. */
    private List<CommunityId> above(CommunityId node) {
        List<CommunityId> path = new ArrayList<>();
        Optional<CommunityId> next = Optional.of(node);
        while (next.isPresent()) {
            path.add(next.get());
            next = tree().find(next.get()).flatMap(Community::parent);
        }
        return path;
    }

    private Future<Answer> reset(Call call) {
        call.refuseFields();
        UUID id = call.id();
        String password = OneTimePassword.fresh();
        return access.passwords()
                .hashed(password)
                .compose(hash -> users.resetPassword(
                        kept(call.caller()), id, hash, call.caller().person()))
                .map(UserRoutes::require)
                .compose(done -> access.sessions().endAll(id))
                .compose(ended -> read(call, id))
                .map(user -> withPassword(user, password));
    }

    private static Edited require(Edited edited) {
        return switch (edited) {
            case DONE -> edited;
            case ABSENT -> throw Refusal.notFound();
            case STALE -> throw new Refusal(412, "changed_meanwhile", "Somebody changed it meanwhile. Read it again.");
            case USERNAME_TAKEN -> throw new Refusal(409, "username_taken", "Somebody has this user name.");
            case RESIDENT_UNKNOWN ->
                throw new Refusal(
                        422, "resident_unknown", "A family account is of a resident of its node; no other is.");
            case LAST_ADMIN ->
                throw new Refusal(409, "last_admin", "Nobody else could administer that part of the tree.");
        };
    }
}
