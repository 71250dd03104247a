package care.anling.core.device;

import java.util.Arrays;

/** The bytes a signal came in, so that a better codec can read them again one day. */
public record WireCopy(Dialect dialect, int codecVersion, String topic, byte[] payload) {

    @Override
    public boolean equals(Object other) {
        return other instanceof WireCopy that
                && dialect == that.dialect
                && codecVersion == that.codecVersion
                && topic.equals(that.topic)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * topic.hashCode() + Arrays.hashCode(payload);
    }

    /** Never the payload: it may hold health data, and this ends in logs. */
    @Override
    public String toString() {
        return "WireCopy[" + dialect + " v" + codecVersion + ", " + payload.length + " bytes]";
    }
}
