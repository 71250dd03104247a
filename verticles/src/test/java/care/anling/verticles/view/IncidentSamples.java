package care.anling.verticles.view;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.community.Place;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Acknowledgement;
import care.anling.core.incident.Closing;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentState;
import care.anling.core.incident.Ladder;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Incidents for tests: one plain, or as many odd ones as a seed gives. */
public final class IncidentSamples {

    public static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

    /** Among them all that nobody may be told but with the dossier. */
    private static final List<Reason> REASONS = Stream.concat(Stream.of(Reason.SOS_PRESSED), Reason.OF_HEALTH.stream())
            .toList();

    private IncidentSamples() {}

    /** An open P1 SOS of a resident at home, nobody asked yet. */
    public static Incident open(CommunityId community, UUID resident, String name) {
        Place home = new Place(
                Optional.of(new CommunityId(new UUID(7, 3))), "3号楼 2单元 502", Optional.of(new Wgs84(34.76, 113.75)));
        Subject subject = new Subject(SubjectKind.RESIDENT, resident, community, name, Optional.of(home));
        return about(new IncidentId(UUID.randomUUID()), subject, List.of(), List.of());
    }

    public static Incident about(IncidentId id, Subject subject, List<Offer> offers, List<Assignment> assignments) {
        return new Incident(
                id,
                subject,
                SignalKind.SOS,
                new Assessment(Priority.P1, Need.MEDICAL, Set.of(Need.MEDICAL), REASONS),
                IncidentState.OPEN,
                NOON,
                NOON,
                1,
                false,
                false,
                Set.of(new DeviceId(new UUID(9, 9))),
                Set.of(),
                new Ladder(1, 3, 0, Set.of(), NOON, Optional.of(NOON), Set.of()),
                Map.of(DeadlineKind.STEP, NOON.plusSeconds(30)),
                Optional.empty(),
                Optional.empty(),
                offers,
                assignments,
                List.of(),
                Map.of(),
                1);
    }

    public static Incident with(Incident i, List<Offer> offers, List<Assignment> assignments) {
        return new Incident(
                i.id(),
                i.subject(),
                i.openedBy(),
                i.assessment(),
                i.state(),
                i.openedAt(),
                i.lastSignalAt(),
                i.signals(),
                i.cancelRequested(),
                i.drill(),
                i.devices(),
                i.standsFor(),
                i.ladder(),
                i.deadlines(),
                i.acknowledged(),
                i.closing(),
                offers,
                assignments,
                i.extras(),
                i.clocks(),
                i.version() + 1);
    }

    public static Offer offer(Person to, Role role, OfferState state) {
        return new Offer(
                new OfferId(UUID.randomUUID()),
                to,
                role,
                1,
                1,
                0,
                state,
                NOON,
                NOON.plusSeconds(30),
                Optional.of(120),
                Optional.of(90));
    }

    public static Assignment assignment(Offer offer, AssignmentState state) {
        return new Assignment(
                new AssignmentId(UUID.randomUUID()),
                offer.id(),
                offer.responder(),
                offer.role(),
                offer.slot(),
                offer.epoch(),
                state,
                NOON.plusSeconds(5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(90),
                Assignment.Timers.NONE,
                Optional.empty());
    }

    /** Any incident these people could be on, in any of these communities. */
    public static Incident any(
            Random random, List<CommunityId> communities, List<Person> people, List<UUID> residents) {
        List<Offer> offers = new ArrayList<>();
        List<Assignment> assignments = new ArrayList<>();
        for (Person person : people) {
            if (random.nextInt(3) == 0) {
                Offer offer = offer(person, pick(random, Role.values()), pick(random, OfferState.values()));
                offers.add(offer);
                if (offer.state() == OfferState.ACCEPTED) {
                    assignments.add(assignment(offer, pick(random, AssignmentState.values())));
                }
            }
        }
        SubjectKind kind = pick(random, SubjectKind.values());
        UUID id = kind == SubjectKind.RESIDENT ? residents.get(random.nextInt(residents.size())) : UUID.randomUUID();
        Optional<Place> place = random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(new Place(
                        Optional.of(new CommunityId(new UUID(7, random.nextInt(3)))),
                        random.nextBoolean() ? "3号楼 2单元 502" : "3号楼2单元502",
                        Optional.of(new Wgs84(34.7, 113.7))));
        CommunityId community = communities.get(random.nextInt(communities.size()));
        Incident base = about(
                new IncidentId(UUID.randomUUID()),
                new Subject(kind, id, community, "名" + id, place),
                offers,
                assignments);
        return random.nextBoolean() ? base : closed(base);
    }

    private static Incident closed(Incident i) {
        Person by = new Person(new UUID(5, 5), "坐席");
        return new Incident(
                i.id(),
                i.subject(),
                i.openedBy(),
                i.assessment(),
                IncidentState.STOOD_DOWN,
                i.openedAt(),
                i.lastSignalAt(),
                i.signals(),
                i.cancelRequested(),
                i.drill(),
                i.devices(),
                i.standsFor(),
                i.ladder(),
                Map.of(),
                Optional.of(new Acknowledgement(by, NOON.plusSeconds(3))),
                Optional.of(new Closing(Disposition.HELPED, by, NOON.plusSeconds(60))),
                i.offers(),
                i.assignments(),
                i.extras(),
                i.clocks(),
                i.version() + 1);
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
