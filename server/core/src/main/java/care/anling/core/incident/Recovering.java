package care.anling.core.incident;

import care.anling.core.common.Person;
import care.anling.core.device.Reason;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A device is well again. What was about nothing else, and nobody has taken up, ends by itself. */
final class Recovering {

    /** What colours a technical fault and is none. */
    private static final Set<Reason> NO_FAULT =
            Set.of(Reason.UNASSIGNED_DEVICE, Reason.IN_MAINTENANCE, Reason.RESIDENT_AWAY, Reason.RESIDENT_IN_HOSPITAL);

    private Recovering() {}

    static Decision note(Incident incident, IncidentCommand.NoteRecovery command, Instant now) {
        Draft draft = new Draft(incident, now);
        draft.happened(new IncidentEvent.DeviceRecovered(
                command.device(), command.passed().stream().sorted().toList()));
        if (command.last() && incident.isOnlyTechnical() && isAbout(incident, command.passed())) {
            draft.happened(new IncidentEvent.StoodDown(Person.ANLING, Disposition.RECOVERED, "", ""));
            Attending.close(draft, new Closing(Disposition.RECOVERED, Person.ANLING, now));
        }
        return draft.decision();
    }

    /** A fault that a device reported itself passes when a human says so. */
    private static boolean isAbout(Incident incident, Set<Reason> passed) {
        Set<Reason> left = new HashSet<>(incident.assessment().reasons());
        left.removeAll(passed);
        left.removeAll(NO_FAULT);
        return left.isEmpty();
    }
}
