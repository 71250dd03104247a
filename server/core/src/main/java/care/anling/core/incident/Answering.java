package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Door;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.Walk;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Saying yes and no, and a coordinator saying yes for somebody. The first yes wins; saying a thing twice is no error. */
final class Answering {

    /** How long somebody asked to take over has to answer. */
    static final Duration HAND_OVER_TIMEOUT = Duration.ofMinutes(2);

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
        boolean takesOver = holder.filter(h -> offer.isHandOver() && offer.epoch() == h.epoch() + 1)
                .isPresent();
        if (holder.isPresent() && !takesOver) {
            return refused(incident, Rejection.lostTo(holder.get().responder()));
        }
        if (!now.isBefore(offer.expiresAt()) || (!takesOver && offer.epoch() != draft.epochOf(place))) {
            return refused(incident, Rejection.of(Rejection.Code.OFFER_LAPSED));
        }
        if (incident.findHolding(command.by()).isPresent()) {
            return refused(incident, Rejection.of(Rejection.Code.ROLE_TAKEN));
        }
        holder.ifPresent(h -> draft.end(
                h,
                AssignmentState.RELEASED,
                WhyEnded.HANDED_OVER,
                new Actor.Human(h.responder(), ""),
                "→ " + command.by().name()));
        draft.happened(
                new IncidentEvent.OfferAnswered(offer.id(), OfferState.ACCEPTED, offer.responder(), offer.role()));
        draft.assign(offer, command.freshId(), Optional.empty());
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
        if (incident.findAssignment(command.freshId()).isPresent()) {
            // The same word again, whose answer was lost: it was done, whatever has become of it since.
            return Decision.unchanged(incident);
        }
        Draft draft = new Draft(incident, now);
        RoleSlot place = new RoleSlot(command.role(), command.slot());
        Optional<Assignment> holder = draft.findHolder(place);
        if (holder.isPresent()) {
            Person holding = holder.get().responder();
            if (isSame(holding, command.who())) {
                return Decision.unchanged(incident);
            }
            if (!command.instead()) {
                return refused(incident, new Rejection(Rejection.Code.ROLE_TAKEN, Optional.of(holding)));
            }
        }
        if (incident.findHolding(command.who()).isPresent()) {
            return refused(incident, new Rejection(Rejection.Code.ROLE_TAKEN, Optional.of(command.who())));
        }
        holder.ifPresent(h -> draft.end(
                h,
                AssignmentState.RELEASED,
                WhyEnded.REPLACED,
                new Actor.Human(command.by(), Attending.COORDINATOR),
                "→ " + command.who().name()));
        // If their phone rings for this very place, that offer is the one that was answered.
        Optional<Offer> ringing = incident.offers().stream()
                .filter(o -> o.state() == OfferState.PENDING
                        && Draft.at(o, place)
                        && o.epoch() == draft.epochOf(place)
                        && isSame(o.responder(), command.who()))
                .findFirst();
        ringing.ifPresent(o ->
                draft.happened(new IncidentEvent.OfferAnswered(o.id(), OfferState.ACCEPTED, o.responder(), o.role())));
        Offer answered = ringing.orElseGet(() -> byHand(draft, command));
        draft.assign(answered, command.freshId(), Optional.of(command.by()));
        draft.tell(Notice.of(NoticeKind.ASSIGNED, Audience.account(command.who().id()), incident.id(), now)
                .with(Notice.Detail.NONE
                        .withOffer(answered.id())
                        .withRole(command.role())
                        .withPerson(command.by().name())
                        .withEta(answered.etaSeconds())));
        return draft.decision();
    }

    /** The other one's phone rings; until they say yes nothing changes, so that nobody is ever left alone in between. */
    static Decision handOver(Incident incident, IncidentCommand.HandOver command, Instant now) {
        if (incident.findOffer(command.freshOffer()).isPresent()) {
            return Decision.unchanged(incident);
        }
        Optional<Assignment> found = incident.findAssignment(command.assignment());
        if (found.isEmpty()) {
            return refused(incident, Rejection.of(Rejection.Code.ASSIGNMENT_UNKNOWN));
        }
        Assignment held = found.get();
        if (!isSame(held.responder(), command.by())) {
            return refused(incident, Rejection.of(Rejection.Code.ASSIGNMENT_NOT_YOURS));
        }
        if (!held.state().holds()) {
            return Attending.ended(incident, held);
        }
        if (incident.findHolding(command.to()).isPresent()) {
            return refused(incident, new Rejection(Rejection.Code.HAND_OVER_TO_HOLDER, Optional.of(command.to())));
        }
        Draft draft = new Draft(incident, now);
        boolean asked = draft.offers.stream()
                .anyMatch(o -> o.isHandOver()
                        && o.state() == OfferState.PENDING
                        && now.isBefore(o.expiresAt())
                        && Draft.at(o, held.place())
                        && isSame(o.responder(), command.to()));
        if (asked) {
            return Decision.unchanged(incident);
        }
        draft.settle(o -> Draft.at(o, held.place()), OfferState.WITHDRAWN);
        draft.withdrawElsewhere(command.to());
        draft.offers.add(new Offer(
                command.freshOffer(),
                command.to(),
                held.role(),
                held.slot(),
                held.epoch() + 1,
                Offer.HAND_OVER,
                OfferState.PENDING,
                now,
                now.plus(HAND_OVER_TIMEOUT),
                Optional.empty(),
                Optional.empty()));
        draft.happened(new IncidentEvent.OffersMade(Offer.HAND_OVER, List.of(command.freshOffer()), List.of()));
        return draft.decision();
    }

    private static Offer byHand(Draft draft, IncidentCommand.AssignByName command) {
        Instant now = draft.now;
        int epoch = draft.epochOf(new RoleSlot(command.role(), command.slot()));
        Optional<Walk> walk = command.from()
                .filter(from -> command.role().isAtTheDoor())
                .flatMap(from -> draft.subject.place().flatMap(Door::of).map(door -> Walk.setOut(from, door)));
        return new Offer(
                command.freshOffer(),
                command.who(),
                command.role(),
                command.slot(),
                epoch,
                Offer.BY_HAND,
                OfferState.ACCEPTED,
                now,
                now,
                walk.map(Walk::meters),
                walk.map(Walk::seconds));
    }

    private static Decision ofOwnOffer(
            Incident incident, Optional<Offer> offer, Person by, Function<Offer, Decision> answer) {
        if (offer.isEmpty()) {
            // Whoever is asked again for the same place has a newer one; the old one is not kept in the incident.
            boolean renewed = incident.offers().stream().anyMatch(o -> isSame(o.responder(), by));
            return refused(
                    incident, Rejection.of(renewed ? Rejection.Code.OFFER_LAPSED : Rejection.Code.OFFER_UNKNOWN));
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
