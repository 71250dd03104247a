package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.resident.Absence;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** How devices are looked after and who is away: what people say, and every word of it with their name. */
public interface UpkeepStore {

    /** Where a device that is in use belongs. */
    Future<Optional<Placed>> findDevice(DeviceId device);

    /** Somebody works on it until then. Said again, it is until the new time. */
    Future<Void> maintain(DeviceId device, Instant until, String reason, Person by);

    Future<Void> endMaintenance(DeviceId device, Person by);

    /** A press until then is a test: one, whoever hears it. */
    Future<Void> announceTest(UUID test, DeviceId device, Instant until, Person by);

    Future<Void> beAway(ResidentId resident, Absence absence, String note, Person by);

    Future<Void> beBack(ResidentId resident, Person by);

    /** @param building the resident's, or where it hangs */
    record Placed(CommunityId community, Optional<CommunityId> building) {}
}
