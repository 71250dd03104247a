package care.anling.core.resident;

import java.time.Instant;
import java.util.Optional;

/**
 * What triage may know of a resident: nothing that names an illness beyond what changes a score.
 *
 * @param frailty Clinical Frailty Scale 1–9, 0 when not assessed; ≥ 5 is frail
 * @param oxygenTherapy on supplemental oxygen by record
 * @param spo2Scale2 target 88–92 %, ordered by a clinician (NEWS2 SpO₂ scale 2)
 * @param absence away or in hospital: silence and inactivity are no signal
 */
public record Profile(int frailty, boolean oxygenTherapy, boolean spo2Scale2, Optional<Absence> absence) {

    public static final Profile UNKNOWN = new Profile(0, false, false, false);

    /** @param away nobody said where or until when */
    public Profile(int frailty, boolean oxygenTherapy, boolean spo2Scale2, boolean away) {
        this(
                frailty,
                oxygenTherapy,
                spo2Scale2,
                away ? Optional.of(new Absence(Absence.Kind.AWAY, Optional.empty())) : Optional.empty());
    }

    public Optional<Absence> absenceAt(Instant now) {
        return absence.filter(known -> !known.isOver(now));
    }
}
