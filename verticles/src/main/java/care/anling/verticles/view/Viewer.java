package care.anling.verticles.view;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import care.anling.verticles.store.AccountRole;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who is looking. A value: two viewers that are equal see the same.
 *
 * @param account the account's id, which is also the responder's
 * @param nodes feed nodes whose stream may hold something for them; for the desk, everything in these is theirs
 * @param building set for a desk that answers for one building only
 * @param resident whose incidents a FAMILY account sees
 * @param beside the street's other nodes, which may borrow those who are asked: of their streams, too, they see only what
 *     concerns them, from the offer on and until it is over
 */
public record Viewer(
        UUID account,
        AccountRole role,
        Set<CommunityId> nodes,
        Optional<CommunityId> building,
        Optional<ResidentId> resident,
        Set<CommunityId> beside) {

    /** Whom nobody borrows. */
    public Viewer(
            UUID account,
            AccountRole role,
            Set<CommunityId> nodes,
            Optional<CommunityId> building,
            Optional<ResidentId> resident) {
        this(account, role, nodes, building, resident, Set.of());
    }

    public Viewer {
        beside = Set.copyOf(beside);
        // In the order given: the same screen asks for its nodes in the same order each time it comes back.
        nodes = Collections.unmodifiableSet(new LinkedHashSet<>(nodes));
    }

    /** Every stream that may hold something for them. */
    public Set<CommunityId> streams() {
        if (beside.isEmpty()) {
            return nodes;
        }
        Set<CommunityId> all = new LinkedHashSet<>(nodes);
        all.addAll(beside);
        return all;
    }

    /** Everything of this node as it is: one encoding serves all such viewers. */
    public boolean seesWhole(CommunityId node) {
        return role.isDesk() && building.isEmpty() && nodes.contains(node);
    }

    /**
     * Whether old events may be shown again. An event carries the incident as it was then, so a responder would find in
     * it the name and the door of everybody whose role they have long given back: they get what is, never what was.
     */
    public boolean seesWhatWas() {
        return role.isDesk() || role == AccountRole.FAMILY;
    }
}
