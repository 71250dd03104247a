package care.anling.core.triage;

import java.util.Optional;

/**
 * What a reading calls for: people, another measurement, or nothing.
 *
 * @param alarm how the incident it opens or joins is judged
 * @param measureAgain it alone is not believed; a second one within ten minutes is
 */
public record VitalsVerdict(Optional<Assessment> alarm, boolean measureAgain) {

    static final VitalsVerdict QUIET = new VitalsVerdict(Optional.empty(), false);

    static final VitalsVerdict MEASURE_AGAIN = new VitalsVerdict(Optional.empty(), true);

    static VitalsVerdict alarm(Assessment assessment) {
        return new VitalsVerdict(Optional.of(assessment), false);
    }
}
