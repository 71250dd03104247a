package care.anling.fleet;

import care.anling.fleet.Installation.DeviceEntry;
import care.anling.fleet.Voice.Body;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device of somebody who lives their day. It speaks its dialect over its own login or its gateway's. */
public final class SimulatedDevice {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedDevice.class);

    private static final double FARTHEST_FROM_HOME_METERS = 120;
    private static final double STROLL_METERS = 18;
    private static final int FULL_BATTERY = 97;
    private static final int LOWEST_BATTERY = 31;

    private final DeviceEntry entry;
    private final Voice voice;
    private final MqttLink link;
    private final Random random;
    private final Clock clock;
    private Point where;
    private int battery;

    SimulatedDevice(DeviceEntry entry, MqttLink link, Random random, Clock clock) {
        this.entry = entry;
        this.voice = Voice.of(entry);
        this.link = link;
        this.random = random;
        this.clock = clock;
        this.where = entry.home();
        this.battery = LOWEST_BATTERY + random.nextInt(FULL_BATTERY - LOWEST_BATTERY);
    }

    /** A device with a login of its own, listening to what the server tells it. */
    public static SimulatedDevice alone(Vertx vertx, URI broker, DeviceEntry entry, Counts counts) {
        String secret = entry.secret().orElseThrow(() -> new IllegalArgumentException(entry.id() + " has no secret"));
        MqttLink link =
                new MqttLink(vertx, broker, new MqttLink.Login(entry.id(), secret, "sim-" + entry.id()), counts);
        Random random = new Random(entry.id().hashCode());
        SimulatedDevice device = new SimulatedDevice(entry, link, random, Clock.systemUTC());
        link.listen(device.voice.downlinks(), (topic, payload) -> device.hear(topic, payload, counts));
        return device;
    }

    /** A device that speaks through this one, a gateway. */
    SimulatedDevice child(DeviceEntry other) {
        return new SimulatedDevice(other, link, new Random(other.id().hashCode()), clock);
    }

    private void hear(String topic, Buffer payload, Counts counts) {
        counts.downlinks.increment();
        LOG.debug("fleet.heard topic={} payload={}", topic, payload);
    }

    public DeviceEntry entry() {
        return entry;
    }

    public MqttLink link() {
        return link;
    }

    public Future<Void> connect() {
        return link.connect();
    }

    public Future<Void> close() {
        return link.close();
    }

    /** Completes with the time from the press to its PUBACK (QoS 0: to the wire). */
    public Future<Duration> press() {
        return press(eventId());
    }

    Future<Duration> press(String eventId) {
        return say(voice.sos(eventId, now(), where));
    }

    Future<Duration> cancel(String eventId) {
        return say(voice.cancel(eventId));
    }

    /** @param state suspected, confirmed or cancelled */
    Future<Duration> fall(String eventId, String state) {
        return say(voice.fall(eventId, state, now(), where));
    }

    Future<Duration> heartbeat() {
        battery = battery <= LOWEST_BATTERY ? FULL_BATTERY : battery - (random.nextInt(10) == 0 ? 1 : 0);
        return say(voice.heartbeat(battery, now()));
    }

    /** An ordinary day's readings. */
    Future<Duration> measure() {
        int systolic = about(128, 14);
        return say(voice.vitals(
                new Body(
                        about(74, 10),
                        systolic,
                        systolic - about(48, 6),
                        entry.oxygen() ? about(90, 1) : about(97, 1),
                        36 + (2 + random.nextInt(7)) / 10.0,
                        about(16, 2)),
                now(),
                where));
    }

    /** Readings of somebody who is getting worse: NEWS2 of seven and more. */
    Future<Duration> measureBadly() {
        return say(voice.vitals(
                new Body(about(124, 5), about(97, 3), about(58, 4), about(90, 1), 38.4, about(25, 1)), now(), where));
    }

    /** A few steps, never far from home. */
    Future<Duration> stroll() {
        Point next = where.moved(
                (random.nextDouble() * 2 - 1) * STROLL_METERS, (random.nextDouble() * 2 - 1) * STROLL_METERS);
        where = next.metersTo(entry.home()) > FARTHEST_FROM_HOME_METERS
                ? where.towards(entry.home(), STROLL_METERS)
                : next;
        return say(voice.location(now(), where));
    }

    boolean measures() {
        return isWorn() || entry.kind().equals("VITALS_MONITOR");
    }

    boolean isWorn() {
        return entry.kind().equals("WATCH");
    }

    boolean canCry() {
        return entry.active() && entry.resident().isPresent() && !entry.kind().equals("VITALS_MONITOR");
    }

    boolean feelsFalls() {
        return entry.dialect().equals("native") && (isWorn() || entry.kind().equals("FALL_RADAR"));
    }

    String eventId() {
        return new UUID(random.nextLong(), System.nanoTime()).toString();
    }

    /** In order; the time of the first is the one that counts. */
    private Future<Duration> say(List<Utterance> utterances) {
        if (utterances.isEmpty()) {
            return Future.succeededFuture(Duration.ZERO);
        }
        Future<Duration> first = link.publish(utterances.get(0));
        Future<Duration> last = first;
        for (Utterance next : utterances.subList(1, utterances.size())) {
            last = last.compose(before -> link.publish(next));
        }
        return last.compose(done -> first);
    }

    private Instant now() {
        return clock.instant();
    }

    private int about(int centre, int spread) {
        return centre - spread + random.nextInt(2 * spread + 1);
    }
}
