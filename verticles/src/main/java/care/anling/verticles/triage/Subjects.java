package care.anling.verticles.triage;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Place;
import care.anling.core.device.Device;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import java.util.Optional;
import java.util.UUID;

/** Decides whom a device's signal is about: its resident; else the place it hangs in; else the device itself. */
final class Subjects {

    private Subjects() {}

    /**
     * An unidentified child of a gateway and a retired device speak for nobody we know: the street hears of them, so
     * that no single community has to guess.
     */
    static Subject of(Device device, Signal signal) {
        if (signal.flags().contains(Reason.UNIDENTIFIED) || signal.flags().contains(Reason.RETIRED_DEVICE)) {
            return ofDevice(device, device.street());
        }
        if (device.resident().isPresent()) {
            return new Subject(
                    SubjectKind.RESIDENT,
                    device.resident().get().id(),
                    device.community(),
                    device.resident().get().name(),
                    device.place());
        }
        Optional<UUID> building = device.place().flatMap(Place::building).map(CommunityId::value);
        if (building.isPresent()) {
            return new Subject(
                    SubjectKind.PLACE,
                    building.get(),
                    device.community(),
                    device.place().get().label(),
                    device.place());
        }
        // Of what cannot be read nobody knows whose it is: not only its community should hear of it.
        return ofDevice(device, signal.kind() == SignalKind.UNDECODABLE ? device.street() : device.community());
    }

    private static Subject ofDevice(Device device, CommunityId community) {
        String label = device.kind() + " " + device.address().orElse(shortName(device));
        return new Subject(SubjectKind.DEVICE, device.id().value(), community, label, device.place());
    }

    /** The last eight characters: UUIDv7 puts its randomness there, so they tell devices apart on a screen. */
    private static String shortName(Device device) {
        String id = device.id().toString();
        return id.substring(id.length() - 8);
    }
}
