package care.anling.verticles.store;

import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.resident.Consent;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How somebody is, as far as their family may know without asking anybody: signs of life, devices, what happened. Nothing
 * measured is in it. Whether the asker may is decided by the caller.
 */
public interface FamilyStore {

    /** What tells that they live: not that a device has power, but that somebody wears, presses or was with them. */
    enum Sign {
        PRESSED,
        MEASURED,
        WORN,
        VISITED
    }

    /** @param worn whether the device says it is on a body; absent for one that cannot tell */
    record Thing(DeviceNow device, Optional<Boolean> worn) {}

    /** An incident that ended. */
    record Past(
            IncidentId incident,
            Instant openedAt,
            Instant stoodDownAt,
            String need,
            String priority,
            String disposition,
            boolean drill) {}

    /**
     * @param signs the newest of each kind, none older than a week
     * @param incidentOpen whether an incident about them is open, no drill
     */
    record Signs(
            Instant readAt, Map<Sign, Instant> signs, List<Thing> things, boolean incidentOpen, List<Past> history) {}

    Future<Signs> signs(ResidentId resident);

    /**
     * One word.
     *
     * @param number a later word has a greater one
     */
    record Said(long number, boolean granted, String note, Person by, Instant at) {}

    /** The newest word on each kind; absent is no. */
    Future<Map<Consent, Said>> consents(ResidentId resident);

    /** A word that somebody heard. */
    record Word(Consent kind, boolean granted, String note, Person by) {}

    /**
     * A word that is said already is not written again.
     *
     * @param read the newest number known to whoever writes, 0 for none; absent for whatever was said
     * @return false, and nothing written, where something was said meanwhile
     */
    Future<Boolean> say(ResidentId resident, Word word, Optional<Long> read);
}
