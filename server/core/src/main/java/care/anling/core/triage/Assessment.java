package care.anling.core.triage;

import care.anling.core.device.Reason;
import java.util.List;
import java.util.Set;

/** A judged signal: how urgent, what is needed (one need leads), and why. */
public record Assessment(Priority priority, Need leading, Set<Need> needs, List<Reason> reasons) {}
