package care.anling.core.device;

/** How one maker's device speaks. The wire word is what {@code demo.json} and the registry show. */
public enum Dialect {
    NATIVE("native"),
    IMEDE("imede"),
    ZIGBEE2MQTT("zigbee2mqtt");

    private final String wire;

    Dialect(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
