package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.geo.Wgs84;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Accounts as administrators keep them. An account is one grant: a role at a node of the tree. Whoever asks sees and changes
 * the accounts of the nodes they keep and nothing else; every change says who made it.
 */
public interface UserStore {

    /** @param text of name or user name */
    record Filter(
            Optional<AccountRole> role,
            Optional<CommunityId> community,
            Optional<Boolean> enabled,
            Optional<String> text) {}

    /** What somebody who is asked to act can do, and where they start from. */
    record Ability(List<String> skills, Optional<Wgs84> home, int maxPendingOffers, boolean onDuty) {}

    /** @param registersDevices whether a machine may bring new ones */
    record User(
            Account account,
            Optional<Person> resident,
            String language,
            Optional<Ability> ability,
            boolean registersDevices,
            Instant createdAt,
            long version) {}

    /** An absent one stays as it is. */
    record Edit(
            Optional<String> name,
            Optional<AccountRole> role,
            Optional<CommunityId> community,
            Optional<Boolean> enabled,
            Optional<String> language,
            Optional<List<String>> skills,
            Optional<Wgs84> home,
            Optional<Integer> maxPendingOffers,
            Optional<Boolean> registersDevices) {}

    /** @param passwordHash of one that has to be changed first */
    record Fresh(UUID id, String username, String passwordHash, Optional<ResidentId> resident, Edit edit) {}

    enum Edited {
        DONE,
        /** There is none of the nodes one keeps. */
        ABSENT,
        STALE,
        USERNAME_TAKEN,
        /** A family account is of somebody who lives there, and nobody else's is. */
        RESIDENT_UNKNOWN,
        /** Nobody else could administer that part of the tree. */
        LAST_ADMIN
    }

    /** Ordered by id, which is the order of coming in. @param kept nodes, buildings included */
    Future<List<User>> list(Set<CommunityId> kept, Filter filter, Optional<UUID> after, int limit);

    Future<Optional<User>> find(Set<CommunityId> kept, UUID account);

    Future<Edited> add(Fresh account, Person by);

    /**
     * Which account, as its editor saw it.
     *
     * @param version absent for "whatever it is now"
     * @param above the node the account is of now and all above it: whose administrators could stand in for it
     */
    record Edition(UUID account, Optional<Long> version, List<CommunityId> above) {}

    Future<Edited> change(Set<CommunityId> kept, Edition edition, Edit edit, Person by);

    /** A password somebody else chose: it has to be changed first. Ending the sessions is the caller's. */
    Future<Edited> resetPassword(Set<CommunityId> kept, UUID account, String passwordHash, Person by);
}
