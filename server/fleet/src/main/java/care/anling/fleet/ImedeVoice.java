package care.anling.fleet;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The iMEDE 4G watch: fixed topics, IMEI in the payload, an SOS without id and time, wall-clock time without a zone. */
final class ImedeVoice implements Voice {

    private static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
    private static final String ROOT = "iMEDE_watch/";

    private final String imei;

    ImedeVoice(String imei) {
        this.imei = imei;
    }

    @Override
    public List<Utterance> sos(String id, Instant at, Point where) {
        // The same model writes its topic in both cases.
        String topic = ROOT + (at.getEpochSecond() % 2 == 0 ? "SOS" : "sos");
        JsonObject said = new JsonObject().put("status", "SOS").put("location", place(where));
        return List.of(Utterance.urgent(topic, said.put("IMEI", imei), 1));
    }

    @Override
    public List<Utterance> fall(String id, String state, Instant at, Point where) {
        if (!state.equals("confirmed")) {
            // It asks the wearer itself and speaks only once it is sure.
            return List.of();
        }
        JsonObject said = new JsonObject().put("status", "FALL DOWN").put("location", place(where));
        return List.of(Utterance.urgent(ROOT + "fallDown", said.put("IMEI", imei), 1));
    }

    @Override
    public List<Utterance> cancel(String sosId) {
        return List.of();
    }

    @Override
    public List<Utterance> heartbeat(int batteryPercent, Instant at) {
        JsonObject said = new JsonObject()
                .put("IMEI", imei)
                .put("signalGSM", 80)
                .put("battery", batteryPercent)
                .put("satellites", 4)
                .put("workingMode", 2)
                .put("timeStamps", WALL_CLOCK.format(at))
                .put("step", at.getEpochSecond() % 5_000);
        return List.of(Utterance.routine(ROOT + "hb", said, 1));
    }

    @Override
    public List<Utterance> vitals(Body body, Instant at, Point where) {
        JsonObject said = new JsonObject()
                .put("IMEI", imei)
                .put("heartRate", body.heartRate())
                .put(
                        "bloodPressure",
                        new JsonObject().put("bp_sys", body.systolic()).put("bp_dia", body.diastolic()))
                .put("bodyTemperature", body.temperature())
                .put("spO2", body.spo2())
                .put("signalGSM", 80)
                .put("location", place(where))
                .put("timeStamps", WALL_CLOCK.format(at));
        return List.of(Utterance.routine(ROOT + "VitalSign", said, 1));
    }

    @Override
    public List<Utterance> location(Instant at, Point where) {
        JsonObject said = new JsonObject().put("IMEI", imei).put("location", place(where));
        return List.of(Utterance.routine(ROOT + "location", said, 0));
    }

    @Override
    public List<String> downlinks() {
        return List.of();
    }

    private static JsonObject place(Point where) {
        return new JsonObject()
                .put("GPS", new JsonObject().put("latitude", where.lat()).put("longitude", where.lon()))
                .put("WiFi", "[{'SSID':'WiFi1','MAC':'aa-bb-cc-dd-ee-ff','RSSI':'87'}]")
                .put(
                        "LBS",
                        new JsonObject()
                                .put("MCC", "460")
                                .put("MNC", "0")
                                .put("LAC", "1815")
                                .put("CID", "79474300"));
    }
}
