package care.anling.verticles.engine;

import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.incident.Decision;
import care.anling.core.incident.IncidentEvent.OffersMade;
import care.anling.core.triage.Assessment;
import care.anling.verticles.wire.PlanBook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A community's people and plans as one round of the engine sees them: read once, shared by the round's incidents, with
 * the offers made meanwhile counted, so that a storm is spread over everybody instead of ringing one phone.
 */
final class Muster {

    private final Gathered gathered;
    private final Supplier<OfferId> freshOffers;
    private final Map<UUID, Integer> offersMade = new HashMap<>();

    /** @param kin the family of each incident's resident */
    record Gathered(List<RosterEntry> people, Map<IncidentId, List<RosterEntry>> kin, PlanBook plans) {}

    Muster(Gathered gathered, Supplier<OfferId> freshOffers) {
        this.gathered = gathered;
        this.freshOffers = freshOffers;
    }

    /** For one incident: offer ids are fresh each time. */
    List<RosterEntry> roster(IncidentId incident) {
        return Stream.concat(gathered.people().stream(), gathered.kin().getOrDefault(incident, List.of()).stream())
                .map(entry -> entry.asked(
                        freshOffers.get(),
                        offersMade.getOrDefault(entry.person().id(), 0)))
                .toList();
    }

    /** The newest plan there is, or the shipped one where that cannot be climbed. */
    ResponsePlan plan(Assessment judged) {
        return gathered.plans().look(judged.leading(), judged.priority()).plan();
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
