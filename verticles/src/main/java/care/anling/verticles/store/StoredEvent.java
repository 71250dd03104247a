package care.anling.verticles.store;

import care.anling.core.common.IncidentId;
import java.time.Instant;
import java.util.Optional;

/** One line of an incident's timeline; {@code detail} is JSON as written with the event, {@code by} likewise. */
public record StoredEvent(
        long rowId, IncidentId incident, Optional<Long> seq, Instant at, String type, String by, String detail) {}
