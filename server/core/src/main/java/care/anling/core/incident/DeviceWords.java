package care.anling.core.incident;

import care.anling.core.common.Person;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Role;
import care.anling.core.triage.Need;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the devices of an incident are told about what happened to it. Most events are none of a watch's business. */
public final class DeviceWords {

    private DeviceWords() {}

    /** In order, each word once. For all of {@link Incident#devices()} of {@code after}. */
    public static List<DeviceWord> of(Incident after, List<IncidentEvent> events) {
        // "Help is coming" would be a lie about a flat battery.
        if (after.assessment().leading() == Need.TECHNICAL) {
            return List.of();
        }
        return events.stream().flatMap(event -> of(after, event)).distinct().toList();
    }

    private static Stream<DeviceWord> of(Incident after, IncidentEvent event) {
        if (event instanceof IncidentEvent.IncidentOpened || event instanceof IncidentEvent.SignalAdded) {
            return Stream.of(bare(after, "received"));
        }
        if (event instanceof IncidentEvent.OffersMade made) {
            return made.offers().isEmpty() ? Stream.empty() : Stream.of(bare(after, "offered"));
        }
        if (event instanceof IncidentEvent.Assigned assigned) {
            Optional<Integer> eta = after.findAssignment(assigned.assignment()).flatMap(a -> a.etaSeconds());
            return Stream.of(named(after, "accepted", assigned.responder(), assigned.role(), eta));
        }
        if (event instanceof IncidentEvent.EtaChanged moved) {
            return Stream.of(
                    named(after, "accepted", moved.responder(), moved.role(), Optional.of(moved.etaSeconds())));
        }
        if (event instanceof IncidentEvent.AssignmentChanged changed) {
            return changed.to() == AssignmentState.ON_SCENE
                    ? Stream.of(named(after, "on_scene", changed.responder(), changed.role(), Optional.empty()))
                    : Stream.empty();
        }
        // Merged is not closed: its devices are those of the incident it lives on in, and hear of that one.
        return event instanceof IncidentEvent.StoodDown ? Stream.of(bare(after, "closed")) : Stream.empty();
    }

    private static DeviceWord bare(Incident incident, String state) {
        return new DeviceWord(
                incident.id(), state, Optional.empty(), Optional.empty(), Optional.empty(), incident.drill());
    }

    private static DeviceWord named(
            Incident incident, String state, Person by, Role role, Optional<Integer> etaSeconds) {
        return new DeviceWord(
                incident.id(), state, Optional.of(by.name()), Optional.of(role), etaSeconds, incident.drill());
    }
}
