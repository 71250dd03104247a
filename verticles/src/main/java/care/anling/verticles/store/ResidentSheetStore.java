package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.RegisterStore.Looker;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Many residents at once, as an office's list has them. */
public interface ResidentSheetStore {

    /** A transaction is short, and an event loop is not held up by sealing a town. */
    int MOST_ENTRIES = 100;

    /**
     * @param line of the sheet
     * @param externalId how the office calls them, or for who never had such a number their id: known within the community it
     *     is a change, else somebody new
     * @param fields what the sheet says; what it does not say stays
     */
    record Entry(int line, String externalId, Map<ResidentField, Optional<Object>> fields, List<Kin> contacts) {}

    /**
     * A contact; one of the same name is changed, and none is taken away. Of two of one name the first is the first.
     *
     * @param order who is called first; 1 before 2
     */
    record Kin(int order, String name, String relation, String phone, boolean hasKey) {}

    /**
     * @param added new ones
     * @param changed known before
     */
    record Written(int added, int changed) {}

    /**
     * Writes them all or none. Health fields written are recorded for each, in the same transaction. That the community is in
     * scope is the caller's to see.
     *
     * @param entries at most {@link #MOST_ENTRIES}
     */
    Future<Written> write(CommunityId community, List<Entry> entries, Looker looker);

    /**
     * As the register has them, with the point of their own door alone, not their building's.
     *
     * @param externalId absent for who was never on an office's list
     */
    record Registered(Dossier.About about, Optional<String> externalId, List<Kin> contacts) {}

    /** Whose page of a community's people. @param building set for a desk of one building */
    record Part(CommunityId community, Optional<CommunityId> building, Optional<UUID> after) {}

    /**
     * In the order of coming in; each is a recorded look at all their health fields, in the same transaction.
     *
     * @param limit at most {@link #MOST_ENTRIES}
     */
    Future<List<Registered>> read(Part part, int limit, Looker looker);
}
