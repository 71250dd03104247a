package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.device.SignalKind;
import care.anling.core.statistics.DeviceFigures.Outage;
import care.anling.core.statistics.DeviceFigures.Raised;
import care.anling.core.statistics.DeviceFigures.TestCall;
import care.anling.core.statistics.ServedIncident;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the figures are made of. Reads only; never in anybody's way. */
public interface StatisticsStore {

    /**
     * @param nodes those the reader may see
     * @param building where the reader keeps one building only
     * @param community of these only this community, or a street with all of its
     */
    record Part(Set<CommunityId> nodes, Optional<CommunityId> building, Optional<CommunityId> community) {}

    /** Until is not included. */
    record Period(Instant from, Instant until) {}

    /** Newest first; without drills, tests, those that became part of another, and work on devices. */
    Future<List<ServedIncident>> served(Part part, Period period, int atMost);

    /** What was raised about devices in the period, and with how many. Kinds that nobody raised are absent. */
    Future<Map<SignalKind, Raised>> raised(Part part, Period period);

    /** That may touch the period: raised before its end, and at most {@link #LONGEST_OUTAGE} before its beginning. */
    Future<List<Outage>> outages(Part part, Period period, int atMost);

    /** Test presses announced in the period. */
    Future<List<TestCall>> tests(Part part, Period period, int atMost);

    /** A device silent for longer is no outage any more: somebody forgot to retire it. */
    Duration LONGEST_OUTAGE = Duration.ofDays(366);

    /** Devices in service, as they are now. */
    Future<List<DeviceNow>> devices(Part part, int atMost);
}
