package care.anling.core.dispatch;

import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import java.util.Optional;
import java.util.Set;

/**
 * A responder as they are at this moment, with the id their offer will have if chosen (ids come in as arguments).
 *
 * @param roles which roles they can fill at all
 * @param pendingOffers how many unanswered offers ring on their phone already, over all incidents
 */
public record RosterEntry(
        Person person,
        Set<Role> roles,
        boolean onDuty,
        boolean busy,
        Optional<Fix> position,
        Optional<Wgs84> home,
        int pendingOffers,
        OfferId offerId,
        Standing standing) {

    /** Somebody of the community itself. */
    public RosterEntry(
            Person person,
            Set<Role> roles,
            boolean onDuty,
            boolean busy,
            Optional<Fix> position,
            Optional<Wgs84> home,
            int pendingOffers,
            OfferId offerId) {
        this(person, roles, onDuty, busy, position, home, pendingOffers, offerId, Standing.PLAIN);
    }

    public RosterEntry with(Standing other) {
        return new RosterEntry(person, roles, onDuty, busy, position, home, pendingOffers, offerId, other);
    }

    /** As a drill may ask them: nobody is in two at once. A real press finds them all the same. */
    public RosterEntry forADrill() {
        boolean taken = busy || standing.drilling();
        return new RosterEntry(person, roles, onDuty, taken, position, home, pendingOffers, offerId, standing);
    }

    /** The same person, asked under a fresh id, with this many more phones of theirs ringing. */
    public RosterEntry asked(OfferId fresh, int more) {
        return new RosterEntry(person, roles, onDuty, busy, position, home, pendingOffers + more, fresh, standing);
    }
}
