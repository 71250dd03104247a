package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The register of the protected: who they are, where they live, whom to call. Whoever asks sees their own part of the tree
 * and nothing else; reading or writing health fields is recorded in the transaction that does it.
 */
public interface RegisterStore {

    /**
     * Who of the tree the asker answers for.
     *
     * @param nodes feed nodes
     * @param building set for a desk of one building
     * @param resident set for a family
     */
    record Scope(Set<CommunityId> nodes, Optional<CommunityId> building, Optional<ResidentId> resident) {}

    /** @param text of name, pinyin, phone, address or the office's number, as people type it */
    record Filter(
            Optional<CommunityId> community,
            Optional<CommunityId> building,
            Optional<Boolean> livesAlone,
            Optional<Boolean> away,
            Optional<String> text) {}

    /** Nothing of it is about health. @param externalId how an office's own list calls them */
    record Line(
            ResidentId id,
            Optional<String> externalId,
            String name,
            String pinyin,
            Optional<String> sex,
            Optional<LocalDate> birthDate,
            Optional<String> phone,
            boolean livesAlone,
            boolean away,
            Dossier.Door door,
            long version) {}

    /** Everything, for one. */
    record File(Dossier.About about, Optional<String> externalId, long version, Instant readAt) {}

    /** Who looks or writes, and from where; the database adds when. */
    record Looker(UUID account, String remoteAddress) {}

    /** A field that is not named stays; one without a value is emptied. */
    record Edit(Map<ResidentField, Optional<Object>> fields, Optional<CommunityId> communityOfBuilding) {}

    enum Edited {
        DONE,
        /** There is none in scope. */
        ABSENT,
        /** Somebody changed it meanwhile. */
        STALE,
        /** The building belongs to another community. */
        BUILDING_ELSEWHERE,
        /** The account is not one of this resident's family. */
        ACCOUNT_ELSEWHERE
    }

    /** Ordered by id, which is the order of coming in. */
    Future<List<Line>> list(Scope scope, Filter filter, Optional<UUID> after, int limit);

    /** @param health whether the health fields are wanted; wanting is recorded as a look at each of them */
    Future<Optional<File>> read(Scope scope, ResidentId resident, boolean health, Looker looker);

    Future<Void> add(ResidentId id, CommunityId community, Edit edit, Looker looker);

    /** @param version absent for "whatever it is now" */
    Future<Edited> change(Scope scope, ResidentId resident, Optional<Long> version, Edit edit, Looker looker);

    /** @param account with which they sign in: such family is asked in the order of the contacts */
    record Contact(
            UUID id,
            String name,
            String relation,
            String phone,
            int order,
            boolean hasKey,
            Optional<Integer> minutesAway,
            Optional<UUID> account,
            long version) {}

    /** Absent when the resident is not in scope. */
    Future<Optional<List<Contact>>> contacts(Scope scope, ResidentId resident);

    /** Of one resident: a list that is read whole has an end. Held by the trigger {@code at_most_twenty}. */
    int MOST_CONTACTS = 20;

    /** SQLSTATE of one more than that. */
    String CONTACTS_FULL = "AN001";

    static boolean isContactsFull(Throwable failure) {
        return failure instanceof StoreFailure store && store.sqlState().equals(CONTACTS_FULL);
    }

    /** Fails with {@link #CONTACTS_FULL} when there are {@link #MOST_CONTACTS}. */
    Future<Edited> addContact(Scope scope, ResidentId resident, Contact contact);

    /** Replaces the one of that id, if {@code version} is still its version (absent: any). */
    Future<Edited> changeContact(Scope scope, ResidentId resident, Contact contact, Optional<Long> version);

    Future<Edited> removeContact(Scope scope, ResidentId resident, UUID contact, Optional<Long> version);

    /** One set of readings; absent is absent. */
    record Observation(
            Instant at,
            UUID device,
            boolean backfilled,
            Map<String, Double> values,
            Optional<Boolean> onOxygen,
            Optional<String> consciousness) {}

    /** @param before the last one of the page before */
    record Period(Instant from, Instant to, Optional<Before> before) {}

    record Before(Instant at, UUID device) {}

    /** Newest first; absent when the resident is not in scope. A recorded look at the kinds of readings shown. */
    Future<Optional<List<Observation>>> observations(
            Scope scope, ResidentId resident, Period period, int limit, Looker looker);
}
