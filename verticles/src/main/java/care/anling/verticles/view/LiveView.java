package care.anling.verticles.view;

import care.anling.core.geo.Fix;
import care.anling.verticles.store.DeviceNow;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Devices and responders as the map shows them; no clinical field. */
public final class LiveView {

    private LiveView() {}

    public static JsonObject device(DeviceNow device) {
        JsonObject json = new JsonObject()
                .put("id", device.id().toString())
                .put("kind", device.kind().name())
                .put("resident", device.resident().map(IncidentView::person).orElse(null))
                .put("community", device.community().toString())
                .put("battery", device.batteryPercent().orElse(null))
                .put("state", device.liveness())
                .put("lastSeenAt", device.lastSeenAt().map(Object::toString).orElse(null))
                .put("test", device.care().test().name())
                .put(
                        "maintenanceUntil",
                        device.care().maintenanceUntil().map(Object::toString).orElse(null))
                .put("away", device.care().away())
                .put(
                        "awayUntil",
                        device.care().awayUntil().map(Object::toString).orElse(null));
        device.fix().ifPresent(fix -> putFix(json, fix));
        return json;
    }

    public static JsonObject responder(ResponderNow responder) {
        JsonObject json = new JsonObject()
                .put("id", responder.person().id().toString())
                .put("name", responder.person().name())
                .put("role", responder.role())
                .put("community", responder.community().toString())
                .put("onDuty", responder.onDuty())
                .put("busy", responder.busy())
                .put("skills", new JsonArray(responder.skills()));
        responder.position().ifPresent(fix -> putFix(json, fix));
        return json;
    }

    private static void putFix(JsonObject json, Fix fix) {
        json.put("lat", fix.point().latitude())
                .put("lon", fix.point().longitude())
                .put("positionAt", fix.at().toString());
        fix.accuracyMeters().ifPresent(meters -> json.put("acc", meters));
    }
}
