package care.anling.fleet;

import care.anling.fleet.Installation.DeviceEntry;
import java.time.Instant;
import java.util.List;

/** How a device says things in its dialect. What it cannot say is an empty list. Pure: time and ids come in. */
interface Voice {

    /** @param id the event's id, where the dialect has one */
    List<Utterance> sos(String id, Instant at, Point where);

    List<Utterance> fall(String id, String state, Instant at, Point where);

    List<Utterance> cancel(String sosId);

    List<Utterance> heartbeat(int batteryPercent, Instant at);

    List<Utterance> vitals(Body body, Instant at, Point where);

    List<Utterance> location(Instant at, Point where);

    /** Where the server answers this device. */
    List<String> downlinks();

    /** Readings of one moment. */
    record Body(int heartRate, int systolic, int diastolic, int spo2, double temperature, int respiration) {}

    static Voice of(DeviceEntry device) {
        return switch (device.dialect()) {
            case "native" -> new NativeVoice(device.id(), device.oxygen());
            case "imede" -> new ImedeVoice(device.address().orElse(device.id()));
            case "zigbee2mqtt" ->
                device.address()
                        .<Voice>map(name -> new ZigbeeVoice(name, device.model()))
                        .orElseGet(BridgeVoice::new);
            default -> throw new IllegalArgumentException("unknown dialect: " + device.dialect());
        };
    }
}
