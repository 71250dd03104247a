package care.anling.verticles.store;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.SignalId;
import care.anling.core.common.UuidV7;
import care.anling.core.community.Place;
import care.anling.core.device.Dialect;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.WireCopy;
import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.escalation.Target;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKey;
import care.anling.core.incident.SubjectKind;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Presses, and the plainest way to fold them: what the stores' tests land. */
public final class Samples {

    static final Assessment SOS =
            new Assessment(Priority.P1, Need.MEDICAL, Set.of(Need.MEDICAL), List.of(Reason.SOS_PRESSED));

    private static final AtomicLong LAST_MILLIS = new AtomicLong();

    private Samples() {}

    /** Each sorts after the one before it, as the ids of a real day nearly always do. */
    public static UUID id() {
        return UuidV7.of(
                LAST_MILLIS.accumulateAndGet(System.currentTimeMillis(), (last, now) -> Math.max(last + 1, now)),
                ThreadLocalRandom.current().nextLong(),
                ThreadLocalRandom.current().nextLong());
    }

    public static CommunityId community() {
        return new CommunityId(id());
    }

    public static Subject resident(CommunityId community) {
        return new Subject(
                SubjectKind.RESIDENT,
                id(),
                community,
                "王秀英",
                Optional.of(new Place(
                        Optional.of(new CommunityId(id())), "3号楼 2单元 502", Optional.of(new Wgs84(34.76, 113.75)))));
    }

    public static Arrival press(Subject subject, List<SignalKey> keys) {
        return press(subject, new DeviceId(subject.id()), keys, "{\"battery\":71}".getBytes(StandardCharsets.UTF_8));
    }

    static Arrival press(Subject subject, DeviceId device, List<SignalKey> keys, byte[] payload) {
        Signal signal = new Signal(
                new SignalId(id()),
                SignalKind.SOS,
                new Actor.Machine(device),
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(71),
                false,
                1,
                List.of(),
                Optional.of(new WireCopy(Dialect.NATIVE, 1, "v1/" + device + "/up/sos", payload)));
        return new Arrival(signal, device, subject, SOS, keys, new IncidentId(id()));
    }

    /** Of a device: nobody is in need. */
    static Arrival fault(Subject subject) {
        Arrival press = as(press(subject, List.of()), SignalKind.LOW_BATTERY, false);
        Assessment technical =
                new Assessment(Priority.P4, Need.TECHNICAL, Set.of(Need.TECHNICAL), List.of(Reason.LOW_BATTERY));
        return new Arrival(press.signal(), press.device(), subject, technical, press.keys(), press.freshIncident());
    }

    static Arrival asDrill(Arrival press) {
        return as(press, press.signal().kind(), true);
    }

    static Arrival cancel(Arrival press) {
        return as(press, SignalKind.CANCEL, press.signal().drill());
    }

    private static Arrival as(Arrival press, SignalKind kind, boolean drill) {
        Signal s = press.signal();
        Signal other = new Signal(
                s.id(),
                kind,
                s.from(),
                s.receivedAt(),
                s.deviceTime(),
                s.fix(),
                s.batteryPercent(),
                drill,
                s.presses(),
                s.flags(),
                s.wire());
        return new Arrival(
                other, press.device(), press.subject(), press.assessment(), press.keys(), press.freshIncident());
    }

    static SignalKey key(Subject subject, String text) {
        return new SignalKey(new DeviceId(subject.id()), text, Duration.ofHours(24), false, false);
    }

    /** One step that asks up to five people for one role, as far as ten kilometres. */
    static ResponsePlan planFor(Role role) {
        Pool pool = switch (role) {
            case DOCTOR -> new Pool.Doctors();
            case COORDINATOR -> new Pool.Desk();
            case FAMILY -> new Pool.Family();
            case FIRST_HAND, BRINGER -> new Pool.Nearby(10_000, Set.of(), Set.of(), false);
        };
        Target.Ask ask = new Target.Ask(role, 1, 5, pool, Duration.ofMinutes(1), true, Optional.empty());
        return new ResponsePlan(
                "test", 1, List.of(new ResponsePlan.Step(Duration.ZERO, List.of(ask))), Duration.ofMinutes(1));
    }

    /** A device nobody is known to wear. */
    static Subject nameless(CommunityId community) {
        return new Subject(SubjectKind.DEVICE, id(), community, "PENDANT 0091", Optional.empty());
    }

    /** The second becomes part of the first; one person of it goes on. */
    static IncidentStore.Both merge(Incident kept, Incident other, Instant now) {
        Person by = new Person(new UUID(8, 8), "坐席");
        List<IncidentCommand.FreshIds> fresh =
                List.of(new IncidentCommand.FreshIds(new OfferId(id()), new AssignmentId(id())));
        return new IncidentStore.Both(
                IncidentMachine.decide(Optional.of(kept), new IncidentCommand.Absorb(by, other, fresh), now),
                IncidentMachine.decide(Optional.of(other), new IncidentCommand.MergeInto(by, kept.id()), now));
    }

    /** As triage folds: a known key is a duplicate, everything else opens or joins. */
    public static IntakeWrite fold(List<Arrival> batch, IntakeView view) {
        Map<SubjectKey, IncidentId> homes = new LinkedHashMap<>();
        Map<IncidentId, Incident> before = new LinkedHashMap<>();
        view.open().forEach((subject, incident) -> {
            homes.put(subject, incident.id());
            before.put(incident.id(), incident);
        });
        Map<IncidentId, Incident> now = new LinkedHashMap<>(before);
        Map<IncidentId, List<IncidentEvent>> events = new LinkedHashMap<>();
        Set<SignalKey> taken = new HashSet<>();
        List<Landing> landings = new ArrayList<>();
        for (Arrival arrival : batch) {
            boolean duplicate = arrival.keys().stream()
                    .anyMatch(key -> key.countsAsDuplicate() && (view.known().containsKey(key) || taken.contains(key)));
            taken.addAll(arrival.keys());
            if (duplicate) {
                landings.add(new Landing(arrival, true, Optional.empty()));
                continue;
            }
            SubjectKey subject = SubjectKey.of(arrival.subject());
            Decision decision = IncidentMachine.decide(
                    Optional.ofNullable(homes.get(subject)).map(now::get),
                    new IncidentCommand.RaiseSignal(
                            arrival.signal(), arrival.assessment(), arrival.subject(), arrival.freshIncident()),
                    view.now());
            decision.next().ifPresent(incident -> {
                homes.put(subject, incident.id());
                now.put(incident.id(), incident);
                events.computeIfAbsent(incident.id(), none -> new ArrayList<>()).addAll(decision.events());
            });
            landings.add(new Landing(arrival, false, decision.next().map(Incident::id)));
        }
        List<Change> changes = events.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new Change(
                        Optional.ofNullable(before.get(entry.getKey())),
                        java.util.Objects.requireNonNull(now.get(entry.getKey())),
                        entry.getValue(),
                        List.of()))
                .toList();
        return new IntakeWrite(landings, changes);
    }
}
