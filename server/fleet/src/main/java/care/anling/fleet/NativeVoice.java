package care.anling.fleet;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Our own dialect: JSON under {@code v1/{deviceId}/up/…}. */
final class NativeVoice implements Voice {

    private static final double ACCURACY_METERS = 12;

    private final String id;
    private final boolean oxygen;

    NativeVoice(String id, boolean oxygen) {
        this.id = id;
        this.oxygen = oxygen;
    }

    @Override
    public List<Utterance> sos(String eventId, Instant at, Point where) {
        JsonObject said = place(at, where).put("id", eventId);
        return List.of(Utterance.urgent(up("sos"), said, 1));
    }

    @Override
    public List<Utterance> fall(String eventId, String state, Instant at, Point where) {
        JsonObject said = place(at, where).put("id", eventId).put("state", state);
        return List.of(Utterance.urgent(up("fall"), said, 1));
    }

    @Override
    public List<Utterance> cancel(String sosId) {
        JsonObject said = new JsonObject().put("id", "cancel-" + sosId).put("sos", sosId);
        return List.of(Utterance.urgent(up("cancel"), said, 1));
    }

    @Override
    public List<Utterance> heartbeat(int batteryPercent, Instant at) {
        JsonObject said = new JsonObject()
                .put("battery", batteryPercent)
                .put("worn", true)
                .put("charging", false)
                .put("fw", "1.2");
        return List.of(Utterance.routine(up("status"), said, 1));
    }

    @Override
    public List<Utterance> vitals(Body body, Instant at, Point where) {
        JsonObject said = new JsonObject()
                .put("at", at.toString())
                .put("hr", body.heartRate())
                .put("sys", body.systolic())
                .put("dia", body.diastolic())
                .put("spo2", body.spo2())
                .put("temp", body.temperature())
                .put("rr", body.respiration());
        if (oxygen) {
            said.put("o2", true);
        }
        return List.of(Utterance.routine(up("vitals"), said, 1));
    }

    @Override
    public List<Utterance> location(Instant at, Point where) {
        return List.of(Utterance.routine(up("location"), place(at, where), 0));
    }

    @Override
    public List<String> downlinks() {
        return List.of("v1/" + id + "/down/incident", "v1/" + id + "/down/command");
    }

    private String up(String what) {
        return "v1/" + id + "/up/" + what;
    }

    private static JsonObject place(Instant at, Point where) {
        return new JsonObject()
                .put("at", at.toString())
                .put("lat", where.lat())
                .put("lon", where.lon())
                .put("acc", ACCURACY_METERS);
    }
}
