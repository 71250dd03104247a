package care.anling.testkit.sim;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.device.Device;
import care.anling.core.device.Liveness;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Supervised;
import care.anling.core.device.Upkeep;
import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.FakeSupervisionStore;
import care.anling.verticles.store.SupervisionStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Devices that are looked after: batteries run down and are charged, watches lie on a table, tests are forgotten. What the
 * nodes' supervisors read and write of them goes over the same wire as everything else.
 */
final class Ward {

    private static final int WELL_PERCENT = 80;
    private static final int FLAT_PERCENT = 8;
    /** Longer than any device may be silent before somebody listens. */
    private static final Duration LISTENED = Duration.ofDays(30);
    /** A look at what is due, a lease, another look. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(30);

    private final World world;
    private final FakeSupervisionStore store;
    private final Map<DeviceId, Device> devices = new LinkedHashMap<>();
    private final Map<DeviceId, SignalKind> faults = new HashMap<>();
    private long lastChange;

    Ward(World world) {
        this.world = world;
        this.store = new FakeSupervisionStore(world.database());
        Instant now = world.database().now();
        store.listeningSince(now.minus(LISTENED));
        world.cast().devices.stream()
                .filter(device -> world.some().chance(0.12))
                .forEach(device -> {
                    boolean untested = world.some().chance(0.3);
                    Instant tested = now.minus(Duration.ofDays(untested ? 30 : 2));
                    Supervised.Memory memory = new Supervised.Memory(
                            Set.of(), Optional.of(now), Optional.empty(), Optional.of(tested), Liveness.ONLINE);
                    devices.put(device.id(), device);
                    store.put(
                            device.id(),
                            new Supervised(
                                    device.kind(),
                                    Upkeep.NONE,
                                    tested,
                                    Optional.empty(),
                                    latest(now, WELL_PERCENT),
                                    memory),
                            Optional.empty());
                    if (untested) {
                        faults.put(device.id(), SignalKind.TEST_OVERDUE);
                    }
                });
    }

    private static Supervised.Latest latest(Instant seen, int percent) {
        return new Supervised.Latest(
                Optional.of(seen), true, Optional.of(percent), Optional.of(true), Optional.of(false));
    }

    /** Batteries run down, and as likely as not somebody charges them in time. */
    void begin() {
        devices.keySet().stream().filter(device -> !faults.containsKey(device)).forEach(device -> {
            if (world.some().chance(0.6)) {
                world.time().after(world.some().between(Duration.ZERO, World.STORM), () -> say(device, FLAT_PERCENT));
            }
        });
    }

    private void say(DeviceId device, int percent) {
        lastChange = world.time().nanos();
        boolean flat = percent == FLAT_PERCENT;
        world.coverage().saw("supervision", flat ? "a battery ran down" : "a battery was charged");
        store.change(
                device,
                as -> new Supervised(
                        as.kind(),
                        as.upkeep(),
                        as.registeredAt(),
                        as.absentUntil(),
                        latest(world.database().now(), percent),
                        as.memory()));
        if (flat) {
            faults.put(device, SignalKind.LOW_BATTERY);
            if (world.some().chance(0.6)) {
                world.time()
                        .after(
                                world.some().between(Duration.ofSeconds(1), Duration.ofSeconds(20)),
                                () -> say(device, WELL_PERCENT));
            }
        } else {
            faults.remove(device);
        }
    }

    Optional<Device> find(DeviceId device) {
        return Optional.ofNullable(devices.get(device));
    }

    /** N3: what is wrong with a device has been raised, and what has passed is forgotten. */
    void judge() {
        boolean settled = world.time().nanos() - Math.max(lastChange, World.STORM.toNanos()) > NOTICED_WITHIN.toNanos();
        if (!settled || world.weather().hasDatabaseClockJumped()) {
            // Looks that were planned by the other clock come in their time: nobody's life hangs on them.
            return;
        }
        devices.keySet().forEach(device -> {
            Set<SignalKind> wrong = faults.containsKey(device) ? Set.of(faults.get(device)) : Set.of();
            world.require(
                    store.memory(device).faults().equals(wrong),
                    "N3",
                    () -> device + " is known for " + store.memory(device).faults() + ", and has " + wrong);
            // Where it was raised is forgotten when the look froze after that, and it was over before the next one.
            world.require(
                    wrong.stream()
                            .allMatch(kind -> store.incident(device).isPresent()
                                    || world.watcher().wasRaised(device, kind)),
                    "N3",
                    () -> "what is wrong with " + device + " was never raised");
        });
    }

    /** One node's. */
    SupervisionStore over(DatabaseWire wire) {
        return new SupervisionStore() {
            private <T> Future<T> statement(String call, Supplier<Future<T>> work) {
                DatabaseWire.Trip trip = new DatabaseWire.Trip("supervision." + call, DatabaseWire.Kind.STATEMENT);
                return wire.answer(trip, wire.reach(trip).compose(reached -> work.get()));
            }

            @Override
            public Future<Instant> listen() {
                return statement("listen", store::listen);
            }

            @Override
            public Future<List<Due>> claimDue(int limit, Duration lease) {
                return statement("claimDue", () -> store.claimDue(limit, lease));
            }

            @Override
            public Future<Void> settle(Looked looked) {
                return statement("settle", () -> store.settle(looked));
            }

            @Override
            public Future<Boolean> hasOtherFaults(IncidentId incident, DeviceId except) {
                return statement("hasOtherFaults", () -> store.hasOtherFaults(incident, except));
            }

            @Override
            public Future<List<Burst>> listBursts(int fewest, Duration within, int limit) {
                return statement("listBursts", () -> store.listBursts(fewest, within, limit));
            }

            @Override
            public Future<Void> follow(IncidentId from, IncidentId into) {
                return statement("follow", () -> store.follow(from, into));
            }
        };
    }
}
