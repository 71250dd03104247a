package care.anling.app.demo;

import care.anling.core.common.CommunityId;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import care.anling.core.geo.Wgs84;
import java.util.Optional;
import java.util.UUID;

/**
 * A device of the demo.
 *
 * @param building where it hangs, for one that watches a place
 * @param home where the simulation moves it about
 */
record DemoDevice(
        UUID id,
        Model model,
        DeviceState state,
        CommunityId community,
        Optional<UUID> resident,
        Optional<CommunityId> building,
        Optional<String> address,
        Optional<UUID> gateway,
        Wgs84 home) {

    /** What is bought: a kind of device that speaks a dialect. */
    record Model(DeviceKind kind, Dialect dialect, String name) {}

    /** A child of a gateway never signs in itself. */
    boolean hasSecret() {
        return gateway.isEmpty();
    }
}
