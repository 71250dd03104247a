package care.anling.verticles.mqtt.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a codec leaves out while it reads one payload. Most payloads drop nothing: no list until then. */
final class Dropped {

    private List<CodecReason> reasons = List.of();

    void count(CodecReason reason) {
        if (reasons.isEmpty()) {
            reasons = new ArrayList<>(2);
        }
        reasons.add(reason);
    }

    /** The value if it lies within the bounds; else nothing, counted. */
    Optional<Double> within(Optional<Double> value, double least, double most) {
        if (value.isPresent() && !(value.get() >= least && value.get() <= most)) {
            count(CodecReason.IMPLAUSIBLE_VALUE);
            return Optional.empty();
        }
        return value;
    }

    List<CodecReason> reasons() {
        return List.copyOf(reasons);
    }
}
