package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Supervised;
import care.anling.core.incident.Subject;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Devices whose turn it is to be looked at, as rows. A claim is a lease; what a look raises carries a key of its own. */
public interface SupervisionStore {

    /** Nobody listened for longer than this: devices could not be heard. */
    Duration DEAF_FROM = Duration.ofSeconds(60);

    /** Says that somebody listens. @return since when, without a gap longer than {@link #DEAF_FROM} */
    Future<Instant> listen();

    /** Claims up to {@code limit} devices that are due by the database's clock, skipping locked ones, most overdue first. */
    Future<List<Due>> claimDue(int limit, Duration lease);

    /** Writes what a look found. A device that was made due again meanwhile stays due. */
    Future<Void> settle(Looked looked);

    /** Whether another device still has a fault in this incident. */
    Future<Boolean> hasOtherFaults(IncidentId incident, DeviceId except);

    /** Technical incidents of one building with one fault: enough of them at once, or beside one about the building. */
    Future<List<Burst>> listBursts(int fewest, Duration within, int limit);

    /** What {@code from} was about goes on in {@code into}. */
    Future<Void> follow(IncidentId from, IncidentId into);

    /**
     * @param dueAt names this turn: a look that is repeated has the same
     * @param building where it is, as the subject of an incident about all of it
     * @param ofBuilding faults of the whole building that have an incident already
     * @param incident where its last fault was raised
     */
    record Due(
            DeviceId device,
            Instant dueAt,
            Instant now,
            Supervised as,
            Optional<Subject> building,
            Set<SignalKind> ofBuilding,
            Optional<IncidentId> incident) {}

    /** @param incident where its newest fault was raised, if it has a new one */
    record Looked(
            DeviceId device,
            Instant dueAt,
            Supervised.Memory memory,
            Instant lookAgainAt,
            Optional<IncidentId> incident) {}

    /** @param source one of the devices */
    record Burst(Subject building, SignalKind kind, DeviceId source, List<IncidentId> incidents) {}
}
