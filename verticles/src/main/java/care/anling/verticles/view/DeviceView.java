package care.anling.verticles.view;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.device.Expectation;
import care.anling.verticles.store.DeviceStore.Assignment;
import care.anling.verticles.store.DeviceStore.Commanded;
import care.anling.verticles.store.DeviceStore.Credentials;
import care.anling.verticles.store.DeviceStore.File;
import care.anling.verticles.store.DeviceStore.Line;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registry of devices as the contract has it. Where a device is, is not in it: nobody is followed without need. */
public final class DeviceView {

    private DeviceView() {}

    public static JsonObject line(Line line) {
        return new JsonObject()
                .put("id", line.id().toString())
                .put("kind", line.kind().name())
                .put("dialect", line.speech().dialect())
                .put("state", line.state().name())
                .put("liveness", line.health().liveness().name())
                .put("test", line.health().test().name())
                .put("batteryPercent", line.health().batteryPercent().orElse(null))
                .put("lastSeenAt", time(line.health().lastSeenAt()))
                .put("model", line.model().orElse(null))
                .put("community", line.placing().community().toString())
                .put(
                        "resident",
                        line.placing().resident().map(DeviceView::person).orElse(null))
                .put(
                        "building",
                        line.placing().building().map(CommunityId::toString).orElse(null))
                .put("placeLabel", line.placing().placeLabel().orElse(null))
                .put("place", line.placing().place().orElse(null))
                .put("address", line.speech().address().orElse(null))
                .put("gateway", line.speech().gateway().map(DeviceId::toString).orElse(null))
                .put("note", line.note().orElse(null))
                .put("version", line.version());
    }

    public static JsonObject file(File file) {
        JsonArray children = new JsonArray();
        file.children().forEach(child -> children.add(line(child)));
        return line(file.line())
                .put("registeredAt", file.registeredAt().toString())
                .put("retiredAt", time(file.retiredAt()))
                .put("maintenanceUntil", time(file.upkeep().maintenanceUntil()))
                .put("worn", file.worn().orElse(null))
                .put("charging", file.charging().orElse(null))
                .put(
                        "heartbeatSeconds",
                        file.upkeep().heartbeat().map(Duration::toSeconds).orElse(null))
                .put("expected", expected(file.expected()))
                .put("testedAt", time(file.testedAt()))
                .put("testUntil", time(file.upkeep().testUntil()))
                .put("faults", new JsonArray(file.faults()))
                .put("entry", entry(file.credentials()))
                .put("children", children);
    }

    private static JsonObject expected(Expectation expected) {
        return new JsonObject()
                .put("heartbeatSeconds", expected.heartbeat().toSeconds())
                .put("lateAfterSeconds", expected.lateAfter().toSeconds())
                .put("offlineAfterSeconds", expected.offlineAfter().toSeconds())
                .put(
                        "testEverySeconds",
                        expected.testEvery().map(Duration::toSeconds).orElse(null));
    }

    private static JsonObject entry(Credentials credentials) {
        return new JsonObject()
                .put("open", credentials.open())
                .put("secrets", credentials.secrets())
                .put("oldSecretUntil", time(credentials.oldSecretUntil()));
    }

    public static JsonObject assignment(Assignment assignment) {
        return new JsonObject()
                .put("since", assignment.since().toString())
                .put("until", time(assignment.until()))
                .put("resident", assignment.resident().map(DeviceView::person).orElse(null))
                .put("place", assignment.place().orElse(null))
                .put("by", assignment.by().orElse(null));
    }

    public static JsonObject commanded(Commanded said) {
        return new JsonObject()
                .put("id", said.command().id().toString())
                .put("command", said.command().command())
                .put("args", said.command().args())
                .put("at", said.at().toString())
                .put("expiresAt", said.command().expiresAt().toString())
                .put("by", said.by())
                .put("state", said.state().name())
                .put("answeredAt", time(said.answeredAt()));
    }

    private static JsonObject person(Person person) {
        return new JsonObject().put("id", person.id().toString()).put("name", person.name());
    }

    private static @Nullable String time(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }
}
