package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One shift giving the desk to the next.
 *
 * @param community the node the giver answers for
 * @param incidents open ones as they were then
 * @param onDuty people as they were then
 */
public record ShiftHandover(
        UUID id,
        CommunityId community,
        Person givenBy,
        Instant givenAt,
        String note,
        JsonArray incidents,
        JsonArray onDuty,
        Optional<Taken> taken) {

    public record Taken(Person by, Instant at) {}
}
