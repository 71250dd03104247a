package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.common.ResidentId;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.TestState;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.DeviceField;
import care.anling.verticles.store.DeviceStore;
import care.anling.verticles.store.DeviceStore.Edit;
import care.anling.verticles.store.DeviceStore.Edited;
import care.anling.verticles.store.DeviceStore.Filter;
import care.anling.verticles.store.DeviceStore.NewDevice;
import care.anling.verticles.store.RegisterStore.Scope;
import care.anling.verticles.view.DeviceView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The registry of devices. A secret leaves the server once, in the answer to whoever asked for it. */
final class DeviceRoutes {

    private static final int USUAL_OVERLAP_HOURS = 168;

    private final DeviceStore devices;
    private final Hints hints;
    private final IdSource ids;

    DeviceRoutes(ApiPorts ports) {
        this.devices = ports.stores().devices();
        this.hints = ports.hints();
        this.ids = ports.ids();
    }

    void mount(Operations operations) {
        operations.on("listDevices", this::list);
        operations.on("addDevice", this::add);
        operations.on("getDevice", this::one);
        operations.on("changeDevice", this::change);
        operations.on("listDeviceAssignments", this::assignments);
        operations.on("rotateSecret", this::rotate);
        operations.on("finishRotation", this::finish);
        operations.on("retireDevice", this::retire);
    }

    private static Scope scope(Call call) {
        return ResidentRoutes.scope(call.caller());
    }

    private static DeviceId device(Call call) {
        return new DeviceId(call.id());
    }

    private Future<Answer> list(Call call) {
        Filter filter = new Filter(
                call.query("community").map(UUID::fromString).map(CommunityId::new),
                call.query("state").map(DeviceStore.Showing::valueOf),
                call.query("test").map(TestState::valueOf),
                call.query("kind").map(DeviceKind::valueOf),
                call.query("dialect"),
                call.query("resident").map(UUID::fromString).map(ResidentId::new),
                call.query("gateway").map(UUID::fromString).map(DeviceId::new),
                call.query("assigned").map(Boolean::valueOf),
                call.query("q"));
        return devices.list(scope(call), filter, call.uuidCursor(), call.limit())
                .map(page -> ResidentRoutes.paged(
                        call,
                        page.lines().stream()
                                .map(DeviceView::line)
                                .map(line -> seenBy(call, line))
                                .toList(),
                        page.next().map(Call::cursor)));
    }

    private Future<Answer> one(Call call) {
        return read(call, device(call)).map(Answer::ok).map(DeviceRoutes::tagged);
    }

    private Future<JsonObject> read(Call call, DeviceId device) {
        return devices.read(scope(call), device)
                .map(found -> seenBy(call, DeviceView.file(found.orElseThrow(Refusal::notFound))));
    }

    /** Whom it protects the database keeps from a machine; what the desk wrote down beside it may name them, too. */
    private static JsonObject seenBy(Call call, JsonObject device) {
        if (call.caller().account().role() == AccountRole.INTEGRATOR) {
            device.putNull("note");
            device.getJsonArray("children", new JsonArray()).forEach(child -> ((JsonObject) child).putNull("note"));
        }
        return device;
    }

    private static Answer tagged(Answer answer) {
        long version = new JsonObject(answer.body().orElseThrow()).getLong("version");
        return answer.with("ETag", ResidentRoutes.tag(version));
    }

    private Future<Answer> add(Call call) {
        JsonObject body = call.json();
        DeviceId id = new DeviceId(ids.next());
        NewDevice fresh =
                new NewDevice(id, DeviceKind.valueOf(body.getString("kind")), body.getString("dialect"), edit(body));
        Optional<String> secret = fresh.edit().value(DeviceField.GATEWAY).isPresent()
                ? Optional.empty()
                : Optional.of(DeviceSecret.fresh());
        return devices.mayRegister()
                .compose(may -> may
                        ? devices.add(scope(call), fresh, secret, call.caller().person())
                        : Future.failedFuture(
                                new Refusal(403, "not_granted", "This machine's grant does not let it register.")))
                .map(this::require)
                .compose(done -> read(call, id))
                .map(device -> withSecret(device, secret).made(Operations.BASE + "/devices/" + id));
    }

    /** Told once: what is kept for a repetition does not have it. */
    private static Answer withSecret(JsonObject device, Optional<String> secret) {
        JsonObject repeated = device.copy().putNull("secret");
        return tagged(Answer.ok(device.put("secret", secret.orElse(null)))).repeatedAs(repeated);
    }

    private Future<Answer> change(Call call) {
        return devices.change(
                        scope(call),
                        device(call),
                        ResidentRoutes.ifMatch(call),
                        edit(call.json()),
                        call.caller().person())
                .map(this::require)
                .compose(done -> one(call));
    }

    static Edit edit(JsonObject body) {
        Map<DeviceField, Optional<Object>> fields = new EnumMap<>(DeviceField.class);
        for (DeviceField field : DeviceField.values()) {
            if (body.containsKey(field.word())) {
                fields.put(
                        field,
                        Optional.ofNullable(body.getValue(field.word()))
                                .map(value -> field.isId() ? UUID.fromString(value.toString()) : value));
            }
        }
        Edit edit = new Edit(fields);
        if (edit.value(DeviceField.RESIDENT).isPresent()
                && edit.value(DeviceField.BUILDING).isPresent()) {
            throw Refusal.badRequest("one_place", "A device protects “resident” or hangs in “building”, not both.");
        }
        return edit;
    }

    private Future<Answer> assignments(Call call) {
        return devices.assignments(scope(call), device(call))
                .map(found -> Answer.list(
                        found.orElseThrow(Refusal::notFound).stream()
                                .map(DeviceView::assignment)
                                .toList(),
                        Optional.empty()));
    }

    private Future<Answer> rotate(Call call) {
        Duration overlap = Duration.ofHours(call.json().getInteger("overlapHours", USUAL_OVERLAP_HOURS));
        String secret = DeviceSecret.fresh();
        return devices.rotateSecret(
                        scope(call),
                        device(call),
                        secret,
                        overlap,
                        call.caller().person())
                .map(this::require)
                .compose(done -> read(call, device(call)))
                .map(device -> withSecret(device, Optional.of(secret)));
    }

    private Future<Answer> finish(Call call) {
        call.refuseFields();
        return devices.finishRotation(scope(call), device(call), call.caller().person())
                .map(this::require)
                .compose(done -> one(call));
    }

    private Future<Answer> retire(Call call) {
        JsonObject body = call.json();
        return devices.retire(
                        scope(call),
                        device(call),
                        body.getString("reason"),
                        body.getBoolean("stillHeard", false),
                        call.caller().person())
                .map(this::require)
                .compose(done -> one(call));
    }

    private Edited require(Edited edited) {
        if (edited == Edited.DONE) {
            hints.publish(new Hint.RegistryChanged());
            return edited;
        }
        throw refusal(edited);
    }

    static Refusal refusal(Edited edited) {
        return switch (edited) {
            case DONE -> throw new IllegalStateException("nothing was refused");
            case ABSENT -> Refusal.notFound();
            case STALE -> new Refusal(412, "changed_meanwhile", "Somebody changed it meanwhile. Read it again.");
            case RETIRED -> new Refusal(409, "device_retired", "It is out of service.");
            case RESIDENT_UNKNOWN -> new Refusal(422, "resident_unknown", "There is no such resident there.");
            case PLACE_UNKNOWN -> new Refusal(422, "place_unknown", "There is no such community or building here.");
            case GATEWAY_UNKNOWN -> new Refusal(422, "gateway_unknown", "There is no such gateway in use here.");
            case ADDRESS_TAKEN ->
                new Refusal(
                        409, "address_taken", "Another device of its dialect, or behind its gateway, is called so.");
            case GATEWAY_IN_USE ->
                new Refusal(409, "gateway_in_use", "Devices in use speak through it: move or retire them first.");
        };
    }
}
