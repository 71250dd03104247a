package care.anling.core.notice;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import java.util.UUID;

/**
 * Who is told. A desk, a street and a family are found out when the notice is sent: whoever sits there then.
 *
 * @param id what the kind names: an account, a feed node, a resident, or an outside channel by its configured name
 */
public record Audience(Kind kind, String id) {

    public enum Kind {
        /** One person. */
        ACCOUNT,
        /** Everybody at the desk of the incident's feed node. */
        DESK,
        /** The desk of the street above the incident's feed node. */
        STREET,
        /** The family members of one resident who have an account. */
        FAMILY,
        /** A gateway of the configuration, e.g. the one that telephones the monitoring centre. */
        OUTSIDE
    }

    public static Audience account(UUID account) {
        return new Audience(Kind.ACCOUNT, account.toString());
    }

    /** @param community the incident's feed node */
    public static Audience desk(CommunityId community) {
        return new Audience(Kind.DESK, community.toString());
    }

    /** @param community the incident's feed node: the street is the one above it, or itself */
    public static Audience street(CommunityId community) {
        return new Audience(Kind.STREET, community.toString());
    }

    public static Audience family(ResidentId resident) {
        return new Audience(Kind.FAMILY, resident.toString());
    }

    /** @param channel as the configuration names it */
    public static Audience outside(String channel) {
        return new Audience(Kind.OUTSIDE, channel);
    }

    /** @param text as {@link #toString} has it */
    public static Audience of(String text) {
        int colon = text.indexOf(':');
        return new Audience(Kind.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return kind + ":" + id;
    }
}
