package care.anling.core.device;

import java.util.Arrays;

/** How one maker's device speaks. The wire word is what {@code demo.json} and the registry show. */
public enum Dialect {
    NATIVE("native"),
    IMEDE("imede"),
    ZIGBEE2MQTT("zigbee2mqtt"),
    /** One this build does not speak: its device comes in all the same, because what it says may be a cry for help. */
    UNKNOWN("unknown");

    private final String wire;

    Dialect(String wire) {
        this.wire = wire;
    }

    /** Of a word in the registry; a newer node or an import may have written one we have never heard of. */
    public static Dialect of(String wire) {
        return Arrays.stream(values())
                .filter(known -> known.wire.equals(wire))
                .findFirst()
                .orElse(UNKNOWN);
    }

    public String wire() {
        return wire;
    }
}
