package care.anling.testkit.sim;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.device.SignalKind;
import care.anling.core.incident.Incident;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.core.triage.Need;
import care.anling.verticles.store.SupervisionStore.Burst;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The house that loses its power, as supervision reads it from what is stored: what {@code PgSupervisionStore} asks in SQL. */
final class House {

    private final World world;
    private final Subject whole;

    House(World world) {
        this.world = world;
        this.whole = world.cast().house();
    }

    Subject whole() {
        return whole;
    }

    /** Faults that are known to be the whole house's. */
    Set<SignalKind> ofAll() {
        return technical()
                .filter(incident -> incident.subject().kind() == SubjectKind.PLACE)
                .map(Incident::openedBy)
                .collect(Collectors.toUnmodifiableSet());
    }

    List<Burst> bursts(int fewest, Duration within) {
        Instant since = world.database().now().minus(within);
        Map<SignalKind, List<Incident>> singles = new TreeMap<>();
        technical()
                .filter(incident -> incident.subject().kind() != SubjectKind.PLACE && !incident.drill())
                .filter(incident ->
                        incident.assignments().stream().noneMatch(a -> a.state().holds()))
                .forEach(incident -> singles.computeIfAbsent(incident.openedBy(), none -> new ArrayList<>())
                        .add(incident));
        Set<SignalKind> known = ofAll();
        List<Burst> bursts = new ArrayList<>();
        singles.forEach((kind, incidents) -> {
            long fresh = incidents.stream()
                    .filter(incident -> incident.openedAt().isAfter(since))
                    .count();
            findSource(incidents)
                    .filter(source -> fresh >= fewest || known.contains(kind))
                    .ifPresent(source -> bursts.add(new Burst(whole, kind, source, ids(incidents))));
        });
        return bursts;
    }

    private static List<IncidentId> ids(List<Incident> incidents) {
        return incidents.stream().map(Incident::id).toList();
    }

    private static Optional<DeviceId> findSource(List<Incident> incidents) {
        return incidents.stream()
                .flatMap(incident -> incident.devices().stream())
                .min(Comparator.comparing(DeviceId::value));
    }

    /** About things alone, in this house. */
    private Stream<Incident> technical() {
        return world.watcher()
                .open()
                .filter(incident -> incident.assessment().needs().equals(Set.of(Need.TECHNICAL)))
                .filter(incident -> incident.subject()
                        .place()
                        .flatMap(place -> place.building())
                        .filter(building -> building.value().equals(whole.id()))
                        .isPresent());
    }
}
