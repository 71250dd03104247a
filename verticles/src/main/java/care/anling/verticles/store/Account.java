package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who can sign in.
 *
 * @param id also the responder's id, where they are one
 * @param community the node of the tree they belong to: street, community or building
 * @param resident whose family they are; only for FAMILY
 * @param mustChangePassword somebody else chose their password, or knows it
 * @param totp whether their sign-in has a second step
 */
public record Account(
        UUID id,
        String username,
        String name,
        AccountRole role,
        CommunityId community,
        Optional<ResidentId> resident,
        boolean enabled,
        boolean mustChangePassword,
        boolean totp) {

    /** With a password of their own. */
    public Account(
            UUID id,
            String username,
            String name,
            AccountRole role,
            CommunityId community,
            Optional<ResidentId> resident,
            boolean enabled) {
        this(id, username, name, role, community, resident, enabled, false, false);
    }
}
