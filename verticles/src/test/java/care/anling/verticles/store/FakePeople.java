package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Role;
import care.anling.core.geo.Wgs84;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Who can act and what watches, by feed node, with what follows for them from the incidents. */
final class FakePeople {

    /** @param now all but {@code busy}, which follows from the incidents */
    record Responder(ResponderNow now, Set<Role> roles, Optional<Wgs84> home) {}

    private final FakeTables tables;
    private final Map<CommunityId, Optional<CommunityId>> parents = new HashMap<>();
    private final Map<UUID, Responder> responders = new TreeMap<>(FakeTables.UUID_ORDER);
    private final Map<UUID, List<Person>> kin = new HashMap<>();
    private final Map<CommunityId, List<DeviceNow>> devices = new LinkedHashMap<>();

    FakePeople(FakeTables tables) {
        this.tables = tables;
    }

    void openNode(CommunityId node, Optional<CommunityId> parent) {
        parents.put(node, parent);
    }

    Optional<CommunityId> findParent(CommunityId node) {
        return parents.getOrDefault(node, Optional.empty());
    }

    void put(Responder responder) {
        responders.put(responder.now().person().id(), responder);
    }

    Optional<Responder> find(UUID id) {
        return Optional.ofNullable(responders.get(id));
    }

    /** In the order of the resident's contacts. */
    void putKin(UUID resident, List<Person> family) {
        kin.put(resident, List.copyOf(family));
    }

    List<Person> kinOf(UUID resident) {
        return kin.getOrDefault(resident, List.of());
    }

    /** Sorted by id. */
    List<Responder> all() {
        return List.copyOf(responders.values());
    }

    ResponderNow now(Responder responder) {
        ResponderNow r = responder.now();
        boolean busy = r.busy() || tables.isBusy(r.person().id());
        return new ResponderNow(r.person(), r.role(), r.community(), r.onDuty(), busy, r.position(), r.skills());
    }

    void putDevices(CommunityId community, List<DeviceNow> now) {
        devices.put(community, List.copyOf(now));
    }

    /** With their position only while an incident of their own or of their resident is open. */
    List<DeviceNow> devices(CommunityId community) {
        return devices.getOrDefault(community, List.of()).stream()
                .map(device -> isNeeded(device) ? device : withoutFix(device))
                .toList();
    }

    private boolean isNeeded(DeviceNow device) {
        return tables.incidentIds().stream()
                .flatMap(id -> tables.find(id).stream())
                .anyMatch(incident -> incident.isOpen()
                        && (incident.subject().id().equals(device.id().value())
                                || device.resident()
                                        .filter(r ->
                                                r.id().equals(incident.subject().id()))
                                        .isPresent()));
    }

    private static DeviceNow withoutFix(DeviceNow device) {
        return device.withFix(Optional.empty());
    }
}
