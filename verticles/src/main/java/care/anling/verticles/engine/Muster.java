package care.anling.verticles.engine;

import care.anling.core.common.OfferId;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.incident.Decision;
import care.anling.core.incident.IncidentEvent.OffersMade;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A community's people as one round of the engine sees them: read once, shared by the round's incidents, with the offers
 * made meanwhile counted, so that a storm is spread over everybody instead of ringing one phone.
 */
final class Muster {

    private final List<RosterEntry> read;
    private final Supplier<OfferId> freshOffers;
    private final Map<UUID, Integer> offersMade = new HashMap<>();

    Muster(List<RosterEntry> read, Supplier<OfferId> freshOffers) {
        this.read = read;
        this.freshOffers = freshOffers;
    }

    /** For one incident: offer ids are fresh each time. */
    List<RosterEntry> roster() {
        return read.stream()
                .map(entry -> new RosterEntry(
                        entry.person(),
                        entry.roles(),
                        entry.onDuty(),
                        entry.busy(),
                        entry.position(),
                        entry.home(),
                        entry.pendingOffers()
                                + offersMade.getOrDefault(entry.person().id(), 0),
                        freshOffers.get()))
                .toList();
    }

    void note(Decision decision) {
        decision.events().stream()
                .filter(OffersMade.class::isInstance)
                .map(OffersMade.class::cast)
                .flatMap(made -> made.judgements().stream())
                .filter(judgement -> judgement.chosen())
                .forEach(judgement -> offersMade.merge(judgement.person().id(), 1, Integer::sum));
    }
}
