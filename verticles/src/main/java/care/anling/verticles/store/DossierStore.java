package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.ResidentId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Health data, read one subject at a time and never unseen: the look is recorded in the transaction that reads. */
public interface DossierStore {

    /**
     * Reads and records in one transaction: no record, no data. Whether the looker may is decided by the caller.
     *
     * @param resident absent when the incident is about a place or a device: its devices are shown, and nobody's health
     */
    Future<Dossier> read(Look look, Optional<ResidentId> resident);

    /**
     * Lines of an incident's timeline, oldest first. When one of them {@code tells} what somebody wrote, the look is recorded
     * in the transaction that reads; else nobody has looked at anything.
     */
    Future<List<StoredEvent>> timeline(Look look, Optional<ResidentId> resident, Lines lines);

    /** @param afterId the last row of the page before */
    record Lines(long afterId, int limit, Predicate<StoredEvent> tells) {}

    /**
     * Who looked at whom, because of what, from where; the database adds when.
     *
     * @param fields groups of fields shown: {@code resident, address, clinical, contacts, vitals, …}
     * @param community the incident's feed node
     * @param remoteAddress the looker's network address
     */
    record Look(UUID account, IncidentId incident, CommunityId community, List<String> fields, String remoteAddress) {}
}
