package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.TestState;
import care.anling.core.geo.Fix;
import java.time.Instant;
import java.util.Optional;

/**
 * A device as shown on the map.
 *
 * @param liveness ONLINE, LATE, OFFLINE or NEVER_SEEN
 * @param fix only while an incident of its resident is open: nobody is followed without need
 */
public record DeviceNow(
        DeviceId id,
        DeviceKind kind,
        CommunityId community,
        Optional<Person> resident,
        Optional<Integer> batteryPercent,
        String liveness,
        Optional<Instant> lastSeenAt,
        Optional<Fix> fix,
        Care care) {

    /**
     * How it is looked after.
     *
     * @param maintenanceUntil somebody works on it until then
     * @param away its resident is not at home; why is nobody's business here
     * @param awayUntil if that is known
     */
    public record Care(TestState test, Optional<Instant> maintenanceUntil, boolean away, Optional<Instant> awayUntil) {
        public static final Care NONE = new Care(TestState.NOT_EXPECTED, Optional.empty());

        /** Of somebody who is at home. */
        public Care(TestState test, Optional<Instant> maintenanceUntil) {
            this(test, maintenanceUntil, false, Optional.empty());
        }
    }

    public DeviceNow withFix(Optional<Fix> at) {
        return new DeviceNow(id, kind, community, resident, batteryPercent, liveness, lastSeenAt, at, care);
    }
}
