package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.ResidentId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;

/** Health data, read one subject at a time and never unseen: the look is recorded in the transaction that reads. */
public interface DossierStore {

    /** A screen reads again at every event of an incident. */
    Duration SAME_LOOK = Duration.ofHours(1);

    /**
     * Reads and records in one transaction: no record, no data. Whether the looker may is decided by the caller.
     *
     * @param resident absent when the incident is about a place or a device: its devices are shown, and nobody's health
     */
    Future<Dossier> read(Look look, Optional<ResidentId> resident);

    /**
     * Lines of an incident's timeline, oldest first. When one of them {@code tells} what somebody wrote, the look is recorded
     * in the transaction that reads; else nobody has looked at anything. Who follows an incident and reads the same words
     * again within {@link #SAME_LOOK} is still looking.
     */
    Future<List<StoredEvent>> timeline(Look look, Optional<ResidentId> resident, Lines lines);

    /** @param afterId the last row of the page before */
    record Lines(long afterId, int limit, Predicate<StoredEvent> tells) {

        /** The newest of these lines that tells something. */
        OptionalLong newestTold(List<StoredEvent> page) {
            return page.stream().filter(tells).mapToLong(StoredEvent::rowId).max();
        }
    }

    /**
     * Who looked at whom, because of what, from where; the database adds when.
     *
     * @param fields groups of fields shown: {@code resident, address, clinical, contacts, vitals, …}
     * @param community the incident's feed node
     * @param remoteAddress the looker's network address
     */
    record Look(UUID account, IncidentId incident, CommunityId community, List<String> fields, String remoteAddress) {}
}
