package care.anling.verticles.mqtt.codec;

import care.anling.core.device.Telemetry;

/** Somebody said something. */
public record Statement(Speaker speaker, Saying saying) {

    /** What was said: an alarm, or something that is not one. */
    public sealed interface Saying {}

    /** A reading, a position or a heartbeat. */
    public record Measured(Telemetry telemetry) implements Saying {}

    /** An alarm, not yet a signal: it gets its identity and its sender at the connection. */
    public record Alarm(SignalDraft draft) implements Saying {}

    static Statement alarm(Speaker speaker, SignalDraft draft) {
        return new Statement(speaker, new Alarm(draft));
    }

    static Statement measured(Speaker speaker, Telemetry telemetry) {
        return new Statement(speaker, new Measured(telemetry));
    }
}
