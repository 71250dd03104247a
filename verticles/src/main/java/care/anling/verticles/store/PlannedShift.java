package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import java.time.Instant;
import java.util.UUID;

/**
 * One line of the rota: who is planned to be there, from when until when.
 *
 * @param role the account's: STAFF, DOCTOR or VOLUNTEER
 * @param community the feed node they belong to
 * @param version counts edits from 1
 */
public record PlannedShift(
        UUID id, Person who, String role, CommunityId community, Instant startsAt, Instant endsAt, int version) {}
