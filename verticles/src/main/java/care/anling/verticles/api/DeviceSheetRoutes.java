package care.anling.verticles.api;

import care.anling.core.common.IdSource;
import care.anling.core.community.Community;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.csv.CsvColumn;
import care.anling.verticles.csv.CsvLimits;
import care.anling.verticles.csv.CsvLine;
import care.anling.verticles.csv.CsvSheet;
import care.anling.verticles.csv.CsvTrouble;
import care.anling.verticles.store.DeviceField;
import care.anling.verticles.store.DeviceStore;
import care.anling.verticles.store.DeviceStore.Edited;
import care.anling.verticles.store.DeviceStore.Known;
import care.anling.verticles.store.DeviceStore.NewDevice;
import care.anling.verticles.store.RegisterStore.Scope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Many devices from a sheet: every bad line named, and all of them registered or none. */
final class DeviceSheetRoutes {

    private static final CsvLimits LIMITS = new CsvLimits(1_000_000, 2_000);

    private final DeviceStore devices;
    private final TreeCache trees;
    private final Hints hints;
    private final IdSource ids;

    DeviceSheetRoutes(ApiPorts ports) {
        this.devices = ports.stores().devices();
        this.trees = ports.access().trees();
        this.hints = ports.hints();
        this.ids = ports.ids();
    }

    void mount(Operations operations) {
        operations.on("importDevices", this::read);
    }

    /** What was read. @param lines of the good devices, in their order */
    private record Reading(List<NewDevice> devices, List<Integer> lines, List<CsvTrouble> troubles) {}

    private Future<Answer> read(Call call) {
        CsvSheet sheet = CsvSheet.read(call.bytes(), DeviceSheet.COLUMNS, LIMITS);
        Scope scope = ResidentRoutes.scope(call.caller());
        boolean dry = call.query("dryRun").map(Boolean::valueOf).orElse(true);
        String language = call.query("language").orElse("zh");
        return devices.known(
                        scope,
                        words(sheet, DeviceSheet.RESIDENT),
                        words(sheet, DeviceSheet.GATEWAY).stream()
                                .flatMap(word -> DeviceSheet.uuid(word).stream())
                                .collect(Collectors.toSet()),
                        words(sheet, DeviceSheet.ADDRESS))
                .map(known -> reading(sheet, scope, known))
                .compose(reading -> reading.troubles().isEmpty() && !dry
                        ? register(reading, call)
                        : Future.succeededFuture(told(reading, dry, language)));
    }

    private static Set<String> words(CsvSheet sheet, CsvColumn column) {
        return sheet.lines().stream()
                .flatMap(line -> line.find(column).stream())
                .collect(Collectors.toSet());
    }

    private Reading reading(CsvSheet sheet, Scope scope, Known known) {
        List<Community> tree = scope.nodes().stream()
                .flatMap(node -> trees.tree().subtree(node).stream())
                .distinct()
                .toList();
        DeviceSheet reader = new DeviceSheet(scope, tree, known, ids);
        List<NewDevice> good = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        for (CsvLine line : sheet.lines()) {
            reader.read(line).ifPresent(device -> {
                good.add(device);
                lines.add(line.number());
            });
        }
        List<CsvTrouble> troubles = Stream.concat(sheet.troubles().stream(), reader.troubles().stream())
                .sorted(Comparator.comparingInt(CsvTrouble::line))
                .toList();
        return new Reading(good, lines, troubles);
    }

    /** @throws Refusal 422 with every trouble, unless it was a try */
    private static Answer told(Reading reading, boolean dry, String language) {
        JsonArray troubles = new JsonArray();
        reading.troubles()
                .forEach(trouble -> troubles.add(new JsonObject()
                        .put("line", trouble.line())
                        .put("column", trouble.column())
                        .put("why", trouble.why().in(language))));
        if (!dry) {
            throw new Refusal(
                    422,
                    "sheet_has_troubles",
                    "Nothing was registered: " + troubles.size() + " troubles in the sheet.",
                    new JsonObject().put("troubles", troubles));
        }
        return Answer.ok(new JsonObject()
                .put("dryRun", true)
                .put("good", reading.devices().size())
                .put("troubles", troubles)
                .put("devices", new JsonArray()));
    }

    private Future<Answer> register(Reading reading, Call call) {
        List<Optional<String>> secrets = reading.devices().stream()
                .map(device -> device.edit().value(DeviceField.GATEWAY).isPresent()
                        ? Optional.<String>empty()
                        : Optional.of(DeviceSecret.fresh()))
                .toList();
        return devices.addAll(reading.devices(), secrets, call.caller().person())
                .map(edited -> {
                    if (edited != Edited.DONE) {
                        throw DeviceRoutes.refusal(edited);
                    }
                    hints.publish(new Hint.RegistryChanged());
                    return registered(reading, secrets);
                });
    }

    private static Answer registered(Reading reading, List<Optional<String>> secrets) {
        JsonArray whole = new JsonArray();
        JsonArray later = new JsonArray();
        for (int i = 0; i < reading.devices().size(); i++) {
            NewDevice device = reading.devices().get(i);
            JsonObject line = new JsonObject()
                    .put("line", reading.lines().get(i))
                    .put("id", device.id().toString())
                    .put(
                            "address",
                            device.edit()
                                    .value(DeviceField.ADDRESS)
                                    .map(Objects::toString)
                                    .orElse(null));
            later.add(line.copy().putNull("secret"));
            whole.add(line.put("secret", secrets.get(i).orElse(null)));
        }
        return Answer.ok(answer(whole)).repeatedAs(answer(later));
    }

    private static JsonObject answer(JsonArray devices) {
        return new JsonObject()
                .put("dryRun", false)
                .put("good", devices.size())
                .put("troubles", new JsonArray())
                .put("devices", devices);
    }
}
