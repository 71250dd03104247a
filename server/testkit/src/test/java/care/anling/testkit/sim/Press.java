package care.anling.testkit.sim;

import care.anling.core.common.DeviceId;
import care.anling.core.device.SignalKind;
import care.anling.verticles.store.SignalKey;
import java.time.Duration;
import java.time.Instant;

/** One thing a device said once, however often it has to say it until it is acknowledged. */
final class Press {

    private final DeviceId device;
    private final SignalKind kind;
    private final String key;
    private final boolean named;
    private final boolean poison;
    private final boolean drill;
    private final Instant at;
    private boolean sent;
    private boolean acknowledged;

    /** @param named whether the device gave it an id; else only MQTT's word makes a repetition the same */
    Press(DeviceId device, SignalKind kind, String key, boolean named, boolean poison, boolean drill, Instant at) {
        this.device = device;
        this.kind = kind;
        this.key = key;
        this.named = named;
        this.poison = poison;
        this.drill = drill;
        this.at = at;
    }

    SignalKey key(boolean redelivered) {
        return new SignalKey(device, key, named ? Duration.ofHours(24) : Duration.ofMinutes(10), !named, redelivered);
    }

    SignalKind kind() {
        return kind;
    }

    Instant at() {
        return at;
    }

    boolean isPoison() {
        return poison;
    }

    boolean isDrill() {
        return drill;
    }

    boolean isNamed() {
        return named;
    }

    boolean isCancel() {
        return kind == SignalKind.CANCEL || kind == SignalKind.FALL_CANCELLED;
    }

    /** @return whether it was sent before */
    boolean send() {
        boolean before = sent;
        sent = true;
        return before;
    }

    void acknowledge() {
        acknowledged = true;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    DeviceId device() {
        return device;
    }

    @Override
    public String toString() {
        return kind + " " + key + " of " + device;
    }
}
