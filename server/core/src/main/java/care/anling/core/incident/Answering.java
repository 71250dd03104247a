package care.anling.core.incident;

import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Saying yes and no, and a coordinator saying yes for somebody. The first yes wins; saying a thing twice is no error. */
final class Answering {

    private static final int BY_HAND = -1;

    private Answering() {}

    static Decision accept(Incident incident, IncidentCommand.AcceptOffer command, Instant now) {
        return ofOwnOffer(incident, incident.findOffer(command.offer()), command.by(), offer -> switch (offer.state()) {
            case PENDING -> acceptPending(incident, offer, command, now);
            case ACCEPTED ->
                isStillHeld(incident, offer)
                        ? Decision.unchanged(incident)
                        : refused(incident, Rejection.of(Rejection.Code.OFFER_LAPSED));
            case DECLINED -> refused(incident, Rejection.of(Rejection.Code.OFFER_DECLINED));
            case LAPSED, WITHDRAWN -> refused(incident, whyOver(incident, offer));
        });
    }

    private static Decision acceptPending(
            Incident incident, Offer offer, IncidentCommand.AcceptOffer command, Instant now) {
        Draft draft = new Draft(incident, now);
        RoleSlot place = new RoleSlot(offer.role(), offer.slot());
        Optional<Assignment> holder = draft.findHolder(place);
        if (holder.isPresent()) {
            return refused(incident, Rejection.lostTo(holder.get().responder()));
        }
        if (!now.isBefore(offer.expiresAt()) || offer.epoch() != draft.epochOf(place)) {
            return refused(incident, Rejection.of(Rejection.Code.OFFER_LAPSED));
        }
        if (incident.findHolding(command.by()).isPresent()) {
            return refused(incident, Rejection.of(Rejection.Code.ROLE_TAKEN));
        }
        draft.happened(
                new IncidentEvent.OfferAnswered(offer.id(), OfferState.ACCEPTED, offer.responder(), offer.role()));
        draft.assign(offer, command.freshId());
        return draft.decision();
    }

    static Decision decline(Incident incident, IncidentCommand.DeclineOffer command, Instant now) {
        return ofOwnOffer(incident, incident.findOffer(command.offer()), command.by(), offer -> switch (offer.state()) {
            case PENDING -> declinePending(incident, offer, now);
            case DECLINED -> Decision.unchanged(incident);
            // Who said yes and cannot come after all gives the role back.
            case ACCEPTED -> refused(incident, Rejection.lostTo(offer.responder()));
            case LAPSED, WITHDRAWN -> refused(incident, whyOver(incident, offer));
        });
    }

    private static Decision declinePending(Incident incident, Offer offer, Instant now) {
        if (!now.isBefore(offer.expiresAt())) {
            return refused(incident, Rejection.of(Rejection.Code.OFFER_LAPSED));
        }
        Draft draft = new Draft(incident, now);
        draft.settle(o -> o.id().equals(offer.id()), OfferState.DECLINED);
        draft.hurryIfSilent(new RoleSlot(offer.role(), offer.slot()));
        return draft.decision();
    }

    static Decision assignByName(Incident incident, IncidentCommand.AssignByName command, Instant now) {
        Draft draft = new Draft(incident, now);
        RoleSlot place = new RoleSlot(command.role(), command.slot());
        Optional<Assignment> holder = draft.findHolder(place);
        if (holder.isPresent()) {
            Person holding = holder.get().responder();
            return isSame(holding, command.who())
                    ? Decision.unchanged(incident)
                    : refused(incident, new Rejection(Rejection.Code.ROLE_TAKEN, Optional.of(holding)));
        }
        if (incident.findHolding(command.who()).isPresent()) {
            return refused(incident, new Rejection(Rejection.Code.ROLE_TAKEN, Optional.of(command.who())));
        }
        // If their phone rings for this very place, that offer is the one that was answered.
        Optional<Offer> ringing = incident.offers().stream()
                .filter(o ->
                        o.state() == OfferState.PENDING && Draft.at(o, place) && isSame(o.responder(), command.who()))
                .findFirst();
        ringing.ifPresent(o ->
                draft.happened(new IncidentEvent.OfferAnswered(o.id(), OfferState.ACCEPTED, o.responder(), o.role())));
        Offer answered = ringing.orElseGet(() -> byHand(command, draft.epochOf(place), now));
        draft.assign(answered, command.freshId());
        draft.tell(Notice.of(NoticeKind.ASSIGNED, Audience.account(command.who().id()), incident.id(), now)
                .with(Notice.Detail.NONE
                        .withOffer(answered.id())
                        .withRole(command.role())
                        .withPerson(command.by().name())
                        .withEta(answered.etaSeconds())));
        return draft.decision();
    }

    private static Offer byHand(IncidentCommand.AssignByName command, int epoch, Instant now) {
        return new Offer(
                command.freshOffer(),
                command.who(),
                command.role(),
                command.slot(),
                epoch,
                BY_HAND,
                OfferState.ACCEPTED,
                now,
                now,
                Optional.empty(),
                Optional.empty());
    }

    private static Decision ofOwnOffer(
            Incident incident, Optional<Offer> offer, Person by, Function<Offer, Decision> answer) {
        if (offer.isEmpty()) {
            return refused(incident, Rejection.of(Rejection.Code.OFFER_UNKNOWN));
        }
        return isSame(offer.get().responder(), by)
                ? answer.apply(offer.get())
                : refused(incident, Rejection.of(Rejection.Code.OFFER_NOT_YOURS));
    }

    private static boolean isStillHeld(Incident incident, Offer offer) {
        return incident.assignments().stream()
                .anyMatch(a -> a.offer().equals(offer.id()) && a.state().holds());
    }

    /** Withdrawn because somebody won: then they should know who. */
    private static Rejection whyOver(Incident incident, Offer offer) {
        return incident.assignments().stream()
                .filter(a -> offer.state() == OfferState.WITHDRAWN
                        && a.role() == offer.role()
                        && a.slot() == offer.slot()
                        && a.epoch() == offer.epoch())
                .findFirst()
                .map(a -> Rejection.lostTo(a.responder()))
                .orElseGet(() -> Rejection.of(Rejection.Code.OFFER_LAPSED));
    }

    private static boolean isSame(Person one, Person other) {
        return one.id().equals(other.id());
    }

    private static Decision refused(Incident incident, Rejection rejection) {
        return Decision.rejected(Optional.of(incident), rejection);
    }
}
