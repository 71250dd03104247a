package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.WhyEnded;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two incidents turn out to be one: what an unidentified device or a place raised was this resident. One is kept under
 * its own subject, so that at most one stays open for each; the other is closed and points to it. Its signals and its
 * timeline stay where they were written; its needs, devices and people come along, and whatever its subject says next
 * joins the one that was kept.
 */
final class Merging {

    /** Subjects one incident stands for beside its own; those beyond open incidents of their own again. */
    static final int MAX_STANDS_FOR = 64;

    private Merging() {}

    static Decision absorb(Incident kept, IncidentCommand.Absorb command, Instant now) {
        Incident other = command.other();
        Optional<Rejection.Code> obstacle = findObstacle(kept, other);
        if (obstacle.isPresent()) {
            return Decision.rejected(Optional.of(kept), Rejection.of(obstacle.get()));
        }
        Draft draft = new Draft(kept, now);
        draft.happened(new IncidentEvent.Absorbed(command.by(), other.id(), other.subject(), other.signals()));
        takeWhatWasSaid(draft, other);
        standFor(draft, other);
        if (other.drill() && !kept.drill()) {
            // Play raises nothing and sends nobody to a real door.
            return draft.decision();
        }
        Ringing.judgeAgain(draft, other.assessment());
        boolean becomesReal = draft.drill && !other.drill();
        if (becomesReal) {
            Ringing.becomeReal(draft, new Actor.Human(command.by(), Attending.COORDINATOR));
        }
        takeClocks(draft, other, now);
        if (becomesReal || Ringing.isAnotherPlan(kept.assessment(), draft.assessment)) {
            draft.ladder = draft.ladder.restarted(now);
            draft.bringForward(now);
        }
        takePeople(draft, command);
        return draft.decision();
    }

    private static Optional<Rejection.Code> findObstacle(Incident kept, Incident other) {
        if (kept.id().equals(other.id())) {
            return Optional.of(Rejection.Code.MERGE_SAME);
        }
        if (!other.isOpen()) {
            return Optional.of(Rejection.Code.INCIDENT_STOOD_DOWN);
        }
        // Flat batteries of a whole house are one fault of the house; whoever then presses opens an incident of their
        // own.
        boolean ofTheHouse = kept.subject().kind() == SubjectKind.PLACE && other.isOnlyTechnical();
        if (other.subject().kind() != SubjectKind.RESIDENT || ofTheHouse) {
            return Optional.empty();
        }
        // Two residents are two people, however close they live; and a resident is never lost in a device.
        return Optional.of(
                kept.subject().kind() == SubjectKind.RESIDENT
                        ? Rejection.Code.SUBJECT_DIFFERS
                        : Rejection.Code.MERGE_OTHER_WAY);
    }

    private static void takeWhatWasSaid(Draft draft, Incident other) {
        draft.ladder = draft.ladder.withTold(other.ladder().told());
        draft.signals = (int) Math.min(Integer.MAX_VALUE, (long) draft.signals + other.signals());
        draft.lastSignalAt =
                other.lastSignalAt().isAfter(draft.lastSignalAt) ? other.lastSignalAt() : draft.lastSignalAt;
        draft.cancelRequested &= other.cancelRequested();
        draft.acknowledged = draft.acknowledged.or(other::acknowledged);
        other.devices().stream()
                .sorted(Comparator.comparing(DeviceId::value))
                .filter(device -> draft.devices.size() < Ringing.MAX_DEVICES)
                .forEach(draft.devices::add);
        if (draft.subject.place().isEmpty()) {
            draft.subject = draft.subject.at(other.subject().place());
        }
    }

    /** And for all it stood for. A resident is never lost in a house: whoever presses has an incident of their own. */
    private static void standFor(Draft draft, Incident other) {
        Stream.concat(Stream.of(SubjectKey.of(other.subject())), other.standsFor().stream())
                .filter(subject -> subject.kind() != SubjectKind.RESIDENT && !draft.before.concerns(subject))
                .sorted()
                .limit(MAX_STANDS_FOR - draft.standsFor.size())
                .forEach(draft.standsFor::add);
    }

    private static void takeClocks(Draft draft, Incident other, Instant now) {
        Map<ResponseClock.Kind, ResponseClock> clocks = new EnumMap<>(ResponseClock.Kind.class);
        clocks.putAll(ResponseClock.running(draft.clocks, draft.assessment, now));
        other.clocks().forEach((kind, clock) -> clocks.merge(kind, clock, ResponseClock::mergedWith));
        draft.clocks = clocks;
    }

    /** Whoever was on the way still is, in the same role if it is free here, else beside whoever holds it. */
    private static void takePeople(Draft draft, IncidentCommand.Absorb command) {
        Iterator<IncidentCommand.FreshIds> fresh = command.fresh().iterator();
        for (Assignment coming : command.other().assignments()) {
            boolean here = draft.assignments.stream()
                    .anyMatch(a -> a.state().holds()
                            && a.responder().id().equals(coming.responder().id()));
            if (coming.state().holds() && !here && fresh.hasNext()) {
                take(draft, coming, fresh.next(), command);
            }
        }
        List<ExtraPlace> stillMissing = new Draft(command.other(), draft.now).missingExtras();
        stillMissing.stream()
                .filter(extra -> draft.extras.size() < MoreHands.MAX_PLACES)
                .forEach(
                        extra -> MoreHands.add(draft, extra.place().role(), extra.brings(), Optional.of(command.by())));
    }

    private static void take(
            Draft draft, Assignment coming, IncidentCommand.FreshIds fresh, IncidentCommand.Absorb command) {
        RoleSlot same = coming.place();
        RoleSlot place = draft.findHolder(same).isEmpty()
                ? same
                : new RoleSlot(same.role(), MoreHands.nextSlot(draft, same.role()));
        Optional<Offer> asked = command.other().findOffer(coming.offer());
        Offer offer = new Offer(
                fresh.offer(),
                coming.responder(),
                place.role(),
                place.slot(),
                draft.epochOf(place),
                Offer.BY_HAND,
                OfferState.ACCEPTED,
                draft.now,
                draft.now,
                asked.flatMap(Offer::distanceMeters),
                coming.etaSeconds());
        draft.assign(offer, fresh.assignment(), Optional.of(command.by()));
        draft.replace(
                fresh.assignment(),
                a -> new Assignment(
                        a.id(),
                        a.offer(),
                        a.responder(),
                        a.role(),
                        a.slot(),
                        a.epoch(),
                        coming.state(),
                        coming.acceptedAt(),
                        coming.enRouteAt(),
                        coming.onSceneAt(),
                        Optional.empty(),
                        coming.etaSeconds(),
                        coming.timers(),
                        Optional.empty()));
    }

    static Decision mergeInto(Incident incident, IncidentCommand.MergeInto command, Instant now) {
        Draft draft = new Draft(incident, now);
        draft.happened(new IncidentEvent.Merged(command.by(), command.into()));
        Attending.close(draft, new Closing(Disposition.MERGED, command.by(), now, Optional.of(command.into())));
        for (Assignment assignment : List.copyOf(draft.assignments)) {
            if (assignment.state().holds()) {
                draft.end(
                        assignment,
                        AssignmentState.RELEASED,
                        WhyEnded.MERGED,
                        new Actor.Human(command.by(), Attending.COORDINATOR),
                        "");
            }
        }
        return draft.decision();
    }
}
