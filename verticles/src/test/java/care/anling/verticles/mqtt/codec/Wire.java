package care.anling.verticles.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Payloads as makers publish them, and what a codec made of one. */
final class Wire {

    /** Seven minutes after the zigbee sample's own clock. */
    static final Instant RECEIVED = Instant.parse("2026-04-17T15:41:00Z");

    private Wire() {}

    static byte[] fixture(String name) {
        try (InputStream in = Wire.class.getResourceAsStream("/dialects/" + name)) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Uplink uplink(String topic, byte[] payload) {
        return new Uplink(topic, payload, RECEIVED);
    }

    static Uplink uplink(String topic, String payload) {
        return uplink(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    static Decoded.Said said(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Said.class);
        return (Decoded.Said) decoded;
    }

    static List<SignalDraft> alarms(Decoded decoded) {
        return said(decoded).statements().stream()
                .map(Statement::saying)
                .filter(Statement.Alarm.class::isInstance)
                .map(it -> ((Statement.Alarm) it).draft())
                .toList();
    }

    static SignalDraft alarm(Decoded decoded) {
        assertThat(alarms(decoded)).hasSize(1);
        return alarms(decoded).get(0);
    }

    static <T extends Telemetry> List<T> measured(Decoded decoded, Class<T> kind) {
        return said(decoded).statements().stream()
                .map(Statement::saying)
                .filter(Statement.Measured.class::isInstance)
                .map(it -> ((Statement.Measured) it).telemetry())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    static <T extends Telemetry> T one(Decoded decoded, Class<T> kind) {
        assertThat(measured(decoded, kind)).hasSize(1);
        return measured(decoded, kind).get(0);
    }
}
