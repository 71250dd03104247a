package care.anling.verticles.api;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Upkeep;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.DeviceStore;
import care.anling.verticles.store.DownlinkStore;
import care.anling.verticles.store.UpkeepStore;
import care.anling.verticles.view.DeviceView;
import care.anling.verticles.wire.CommandWord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a device is asked to do: kept for one that sleeps, with an end, and with what it answered. */
final class CommandRoutes {

    private static final String TEST = "test";
    private static final Set<String> WITH_ARGUMENTS = Set.of("call", "speak", "configure");
    private static final int MAX_ARGUMENT_BYTES = 4_096;

    private final DeviceStore devices;
    private final UpkeepStore upkeep;
    private final DownlinkStore downlinks;
    private final Hints hints;
    private final IdSource ids;
    private final Clock clock;

    CommandRoutes(ApiPorts ports) {
        this.devices = ports.stores().devices();
        this.upkeep = ports.stores().upkeep();
        this.downlinks = ports.stores().downlinks();
        this.hints = ports.hints();
        this.ids = ports.ids();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("sendCommand", this::send);
        operations.on("listCommands", this::list);
    }

    private Future<Answer> send(Call call) {
        Caller caller = call.caller();
        DeviceId device = new DeviceId(call.id());
        DeviceStore.Command command = command(call.json());
        return devices.read(ResidentRoutes.scope(caller), device)
                .map(found -> addressed(found.orElseThrow(Refusal::notFound), command))
                .compose(found -> isTest(command)
                        ? upkeep.announceTest(command.id(), device, command.expiresAt(), caller.person())
                        : Future.<Void>succeededFuture())
                .compose(announced -> devices.note(device, command, caller.person()))
                .compose(noted -> downlinks.add(
                        device, CommandWord.TOPIC_SUFFIX, word(command).payload(), command.expiresAt()))
                .map(said -> {
                    hints.publish(new Hint.DeviceTold(device));
                    hints.publish(new Hint.RegistryChanged());
                    return sent(device, command);
                });
    }

    private DeviceStore.Command command(JsonObject body) {
        String name = body.getString("command");
        JsonObject told = body.getJsonObject("args", new JsonObject());
        if (!told.isEmpty() && !WITH_ARGUMENTS.contains(name)) {
            throw Refusal.badRequest("no_arguments", "“" + name + "” takes no “args”.");
        }
        if (told.encode().getBytes(StandardCharsets.UTF_8).length > MAX_ARGUMENT_BYTES) {
            throw Refusal.badRequest("too_long", "“args” has at most " + MAX_ARGUMENT_BYTES + " bytes.");
        }
        boolean test = name.equals(TEST);
        Instant until = clock.instant().plus(test ? Upkeep.TEST_WINDOW : CommandWord.KEPT);
        JsonObject args = test ? new JsonObject().put("state", "open").put("until", until.toString()) : told;
        UUID id = ids.next();
        return new DeviceStore.Command(id, name, args, until);
    }

    private static boolean isTest(DeviceStore.Command command) {
        return command.command().equals(TEST);
    }

    private static DeviceStore.File addressed(DeviceStore.File file, DeviceStore.Command command) {
        if (file.line().state() == DeviceState.RETIRED) {
            throw Refusal.notFound();
        }
        boolean connects = file.credentials().secrets() > 0
                || file.line().speech().gateway().isEmpty();
        if (!connects && !isTest(command)) {
            throw new Refusal(
                    409,
                    "speaks_through_gateway",
                    "It does not connect itself: ask it through its gateway's own tools.");
        }
        return file;
    }

    private static CommandWord word(DeviceStore.Command command) {
        return new CommandWord(command.id(), command.command(), command.args(), command.expiresAt());
    }

    private static Answer sent(DeviceId device, DeviceStore.Command command) {
        return Answer.created(
                new JsonObject()
                        .put("id", command.id().toString())
                        .put("command", command.command())
                        .put("expiresAt", command.expiresAt().toString()),
                Operations.BASE + "/devices/" + device + "/commands");
    }

    private Future<Answer> list(Call call) {
        return devices.commands(ResidentRoutes.scope(call.caller()), new DeviceId(call.id()))
                .map(found -> Answer.list(
                        found.orElseThrow(Refusal::notFound).stream()
                                .map(DeviceView::commanded)
                                .toList(),
                        Optional.empty()));
    }
}
