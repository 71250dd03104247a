package care.anling.core.triage;

import care.anling.core.device.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a kind of signal is judged before anything is known about the person. */
public record TriagePolicy(Priority priority, Need leading, Set<Need> needs, Reason reason) {

    static TriagePolicy of(Priority priority, Reason reason, Need leading, Need... others) {
        return new TriagePolicy(priority, leading, Set.copyOf(EnumSet.of(leading, others)), reason);
    }

    Assessment assessment() {
        return new Assessment(priority, leading, needs, List.of(reason));
    }
}
