package care.anling.core.incident;

import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.RoleSlot;
import java.time.Instant;
import java.util.Optional;

/**
 * A place to fill that no plan asked for: a coordinator called for more hands, or somebody put there by name left.
 *
 * @param brings what they should bring
 * @param rounds how often people have been asked for it
 * @param askedAt when they last were
 */
public record ExtraPlace(RoleSlot place, Optional<Equipment> brings, int rounds, Optional<Instant> askedAt) {

    static ExtraPlace fresh(RoleSlot place, Optional<Equipment> brings) {
        return new ExtraPlace(place, brings, 0, Optional.empty());
    }

    ExtraPlace asked(Instant now) {
        return new ExtraPlace(place, brings, rounds + 1, Optional.of(now));
    }
}
