package care.anling.core.incident;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who has to be told because of what happened, as far as the events alone say it: whoever is asked, whoever need not come
 * any more, everybody when it is over. An act with more to tell adds it by {@link Draft#tell}. A signal tells nobody:
 * the first step of the ladder does.
 */
final class Notices {

    /** An estimate that stays within the same such span of the clock is told once. */
    static final Duration ETA_NEWS = Duration.ofMinutes(3);

    private Notices() {}

    static List<Notice> of(Incident after, List<IncidentEvent> events, Instant now) {
        List<Notice> notices = new ArrayList<>();
        boolean over = events.stream().anyMatch(IncidentEvent.StoodDown.class::isInstance);
        for (IncidentEvent event : events) {
            if (event instanceof IncidentEvent.OffersMade made) {
                made.offers()
                        .forEach(id ->
                                after.findOffer(id).map(o -> offer(after, o)).ifPresent(notices::add));
            } else if (event instanceof IncidentEvent.OfferAnswered answered && !over) {
                withdrawn(after, answered, events, now).ifPresent(notices::add);
            } else if (event instanceof IncidentEvent.AssignmentChanged changed) {
                roleLost(after, changed, now).ifPresent(notices::add);
            } else if (event instanceof IncidentEvent.Assigned assigned && !over) {
                onTheWay(after, assigned.assignment(), now).ifPresent(notices::add);
            } else if (event instanceof IncidentEvent.EtaChanged moved && !over) {
                onTheWay(after, moved.assignment(), now).ifPresent(notices::add);
            }
        }
        if (over) {
            notices.addAll(stoodDown(after, events, now));
        }
        return notices;
    }

    private static Notice offer(Incident after, Offer offer) {
        return Notice.of(NoticeKind.OFFER, to(offer.responder()), after.id(), offer.madeAt())
                .with(Notice.Detail.NONE
                        .withOffer(offer.id())
                        .withRole(offer.role())
                        .withEta(offer.etaSeconds()))
                .until(offer.expiresAt());
    }

    /**
     * Somebody else won. Whoever stopped being asked because they took another role knows it themselves, and whoever is
     * asked anew in the same breath hears that.
     */
    private static Optional<Notice> withdrawn(
            Incident after, IncidentEvent.OfferAnswered answered, List<IncidentEvent> events, Instant now) {
        boolean own = events.stream()
                .anyMatch(e -> e instanceof IncidentEvent.Assigned assigned
                        && assigned.responder().id().equals(answered.responder().id()));
        boolean askedAnew = after.offers().stream()
                .anyMatch(o -> o.state() == OfferState.PENDING
                        && o.responder().id().equals(answered.responder().id()));
        if (answered.state() != OfferState.WITHDRAWN || own || askedAnew) {
            return Optional.empty();
        }
        Notice.Detail detail = Notice.Detail.NONE.withOffer(answered.offer()).withRole(answered.role());
        Notice.Detail named = after.findOffer(answered.offer())
                .flatMap(offer -> after.findHolder(offer.role(), offer.slot()))
                .map(Assignment::responder)
                .map(Person::name)
                .map(detail::withPerson)
                .orElse(detail);
        return Optional.of(Notice.of(NoticeKind.OFFER_WITHDRAWN, to(answered.responder()), after.id(), now)
                .with(named));
    }

    /**
     * Who comes to the door, and when: for the family, whose phones are not to buzz at every step. The desk and every
     * screen see each estimate, the resident's device hears it.
     */
    private static Optional<Notice> onTheWay(Incident after, AssignmentId coming, Instant now) {
        if (after.subject().kind() != SubjectKind.RESIDENT) {
            return Optional.empty();
        }
        Audience family = Audience.family(new ResidentId(after.subject().id()));
        return after.findAssignment(coming)
                .filter(a -> a.role().isAtTheDoor() && a.role() != Role.FAMILY)
                .map(a -> Notice.of(NoticeKind.ETA, family, after.id(), now)
                        .with(Notice.Detail.NONE
                                .withOffer(a.offer())
                                .withRole(a.role())
                                .withPerson(a.responder().name())
                                .withEta(a.etaSeconds())
                                .onOccasion(a.timers()
                                        .expectedAt()
                                        .map(at -> at.getEpochSecond() / ETA_NEWS.toSeconds())
                                        .orElse(0L))));
    }

    /** Somebody else's decision: who gave the role back, or handed it over, knows. */
    private static Optional<Notice> roleLost(Incident after, IncidentEvent.AssignmentChanged changed, Instant now) {
        boolean lost = changed.why()
                .filter(why -> why == WhyEnded.NO_SHOW || why == WhyEnded.TAKEN_AWAY || why == WhyEnded.REPLACED)
                .isPresent();
        return after.findAssignment(changed.assignment()).filter(a -> lost).map(ended -> {
            Notice.Detail detail = Notice.Detail.NONE.withOffer(ended.offer()).withRole(ended.role());
            return Notice.of(NoticeKind.OFFER_WITHDRAWN, to(ended.responder()), after.id(), now)
                    .with(after.findHolder(ended.role(), ended.slot())
                            .map(holder -> detail.withPerson(holder.responder().name()))
                            .orElse(detail));
        });
    }

    /** Everybody whose phone rang or who was on the way, each once; and whoever the ladder told of it. */
    private static List<Notice> stoodDown(Incident after, List<IncidentEvent> events, Instant now) {
        Map<UUID, Notice> byPerson = new LinkedHashMap<>();
        IncidentId id = after.id();
        for (IncidentEvent event : events) {
            if (event instanceof IncidentEvent.OfferAnswered answered) {
                byPerson.putIfAbsent(answered.responder().id(), over(answered.responder(), id, now));
            } else if (event instanceof IncidentEvent.AssignmentChanged changed) {
                byPerson.putIfAbsent(changed.responder().id(), over(changed.responder(), id, now));
            }
        }
        List<Notice> all = new ArrayList<>(byPerson.values());
        after.ladder().told().stream()
                .sorted(Comparator.comparing(Audience::toString))
                .forEach(told -> all.add(Notice.of(NoticeKind.STOOD_DOWN, told, id, now)));
        return all;
    }

    private static Notice over(Person person, IncidentId incident, Instant now) {
        return Notice.of(NoticeKind.STOOD_DOWN, to(person), incident, now);
    }

    private static Audience to(Person person) {
        return Audience.account(person.id());
    }
}
