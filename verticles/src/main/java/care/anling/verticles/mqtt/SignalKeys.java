package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import care.anling.core.device.SignalKind;
import care.anling.verticles.mqtt.codec.SignalDraft;
import care.anling.verticles.mqtt.codec.SignalDraft.StateHeldFor;
import care.anling.verticles.store.SignalKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** What makes two signals the same one, by the contract's words (§2). */
final class SignalKeys {

    private static final Duration WITH_ID_AND_TIME = Duration.ofHours(24);
    /** Makers with a constant identifier exist. */
    private static final Duration WITH_ID = Duration.ofMinutes(10);
    /** A packet redelivered later than this joins as another press: better rung twice than swallowed. */
    private static final Duration WITH_PACKET = Duration.ofHours(24);

    private SignalKeys() {}

    /** @param incarnation of the MQTT session the packet belongs to */
    static Optional<SignalKey> of(DeviceId device, SignalDraft draft, Publish publish, UUID incarnation) {
        SignalKind kind = draft.kind();
        if (draft.repeats() instanceof StateHeldFor held) {
            return Optional.of(new SignalKey(device, kind + "|state", held.time(), false, publish.dup()));
        }
        Optional<String> id = draft.told().id();
        if (id.isPresent()) {
            return Optional.of(draft.told()
                    .at()
                    .map(at -> new SignalKey(
                            device, kind + "|" + id.get() + "|" + at, WITH_ID_AND_TIME, false, publish.dup()))
                    .orElseGet(() -> new SignalKey(device, kind + "|" + id.get(), WITH_ID, false, publish.dup())));
        }
        if (publish.qos() == 0) {
            return Optional.empty();
        }
        String packet = kind + "|" + incarnation + "|" + publish.packetId() + "|" + digest(publish);
        return Optional.of(new SignalKey(device, packet, WITH_PACKET, true, publish.dup()));
    }

    /** The device was told that its packet is too large; it sends it again at every reconnect. */
    static SignalKey oversized(DeviceId device) {
        return new SignalKey(device, SignalKind.DEVICE_FAULT + "|oversized", Duration.ofHours(1), false, false);
    }

    /** It knocks again with every reconnect. */
    static SignalKey knock(DeviceId device) {
        return new SignalKey(device, SignalKind.DEVICE_FAULT + "|knock", Duration.ofHours(24), false, false);
    }

    private static String digest(Publish publish) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(publish.topic().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(publish.payload()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
