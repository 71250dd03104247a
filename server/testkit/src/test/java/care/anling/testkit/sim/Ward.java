package care.anling.testkit.sim;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.device.Device;
import care.anling.core.device.Liveness;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Supervised;
import care.anling.core.device.Upkeep;
import care.anling.core.incident.Subject;
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
    /** As {@code Infrastructure} says. */
    private static final int FEWEST_OF_A_HOUSE = 5;

    private static final Duration BURST_WITHIN = Duration.ofMinutes(10);

    private final World world;
    private final FakeSupervisionStore store;
    private final Map<DeviceId, Device> devices = new LinkedHashMap<>();
    private final Map<DeviceId, SignalKind> faults = new HashMap<>();
    private final House house;
    private final boolean powerCut;
    private long lastChange;

    Ward(World world) {
        this.world = world;
        this.store = new FakeSupervisionStore(world.database());
        Instant now = world.database().now();
        store.listeningSince(now.minus(LISTENED));
        this.house = new House(world);
        this.powerCut = world.some().chance(0.7);
        List<Device> ofHouse = world.cast().ofHouse;
        world.cast().devices.stream()
                .filter(device -> !ofHouse.contains(device) && world.some().chance(0.12))
                .forEach(device -> add(device, world.some().chance(0.3), Optional.empty()));
        if (powerCut) {
            ofHouse.forEach(device -> add(device, false, Optional.of(house.whole())));
        }
    }

    private void add(Device device, boolean untested, Optional<Subject> building) {
        Instant now = world.database().now();
        Instant tested = now.minus(Duration.ofDays(untested ? 30 : 2));
        Supervised.Memory memory = new Supervised.Memory(
                Set.of(), Optional.of(now), Optional.empty(), Optional.of(tested), Liveness.ONLINE);
        devices.put(device.id(), device);
        store.put(
                device.id(),
                new Supervised(device.kind(), Upkeep.NONE, tested, Optional.empty(), latest(now, WELL_PERCENT), memory),
                building);
        if (untested) {
            faults.put(device.id(), SignalKind.TEST_OVERDUE);
        }
    }

    private static Supervised.Latest latest(Instant seen, int percent) {
        return new Supervised.Latest(
                Optional.of(seen), true, Optional.of(percent), Optional.of(true), Optional.of(false));
    }

    /** Batteries run down, and as likely as not somebody charges them in time; the power fails in a whole house. */
    void begin() {
        Dice some = world.some();
        List<DeviceId> ofHouse = world.cast().ofHouse.stream()
                .map(Device::id)
                .filter(devices::containsKey)
                .toList();
        devices.keySet().stream()
                .filter(device -> !faults.containsKey(device) && !ofHouse.contains(device))
                .forEach(device -> {
                    if (some.chance(0.6)) {
                        world.time().after(some.between(Duration.ZERO, World.STORM), () -> runDown(device));
                    }
                });
        // All in one look, or one after the other.
        Duration cut = some.between(Duration.ZERO, World.STORM);
        Duration spread = Duration.ofSeconds(some.chance(0.2) ? 1 : 12);
        boolean comesBack = some.chance(0.4);
        ofHouse.forEach(device -> world.time().after(cut.plus(some.between(Duration.ZERO, spread)), () -> {
            say(device, FLAT_PERCENT);
            if (comesBack) {
                world.time()
                        .after(
                                some.between(Duration.ofSeconds(5), Duration.ofSeconds(40)),
                                () -> say(device, WELL_PERCENT));
            }
        }));
        if (powerCut) {
            world.coverage().saw("supervision", "the power failed in a house");
        }
    }

    private void runDown(DeviceId device) {
        say(device, FLAT_PERCENT);
        if (world.some().chance(0.6)) {
            world.time()
                    .after(
                            world.some().between(Duration.ofSeconds(1), Duration.ofSeconds(20)),
                            () -> say(device, WELL_PERCENT));
        }
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
                                    || world.watcher().wasSaid(device + "supervision|" + kind + "|")),
                    "N3",
                    () -> "what is wrong with " + device + " was never raised");
        });
        world.require(
                house.bursts(FEWEST_OF_A_HOUSE, BURST_WITHIN).isEmpty(),
                "N3",
                () -> "the whole house's fault is many incidents: " + house.bursts(FEWEST_OF_A_HOUSE, BURST_WITHIN));
    }

    /**
     * One node's.
     *
     * @param recovering gathers what is asked about just before a device's recovery is noted in it
     */
    SupervisionStore over(DatabaseWire wire, Set<IncidentId> recovering) {
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
                return statement(
                        "claimDue",
                        () -> store.claimDue(limit, lease)
                                .map(all -> all.stream().map(Ward.this::ofHouse).toList()));
            }

            @Override
            public Future<Void> settle(Looked looked) {
                return statement("settle", () -> store.settle(looked));
            }

            @Override
            public Future<Boolean> hasOtherFaults(IncidentId incident, DeviceId except) {
                return statement("hasOtherFaults", () -> store.hasOtherFaults(incident, except))
                        .onSuccess(others -> recovering.add(incident));
            }

            @Override
            public Future<List<Burst>> listBursts(int fewest, Duration within, int limit) {
                return statement("listBursts", () -> Future.succeededFuture(bursts(fewest, within)));
            }

            @Override
            public Future<Void> follow(IncidentId from, IncidentId into) {
                return statement("follow", () -> store.follow(from, into));
            }
        };
    }

    private List<SupervisionStore.Burst> bursts(int fewest, Duration within) {
        List<SupervisionStore.Burst> bursts = house.bursts(fewest, within);
        bursts.forEach(burst -> world.coverage().saw("supervision", "a burst of one fault in a house"));
        return bursts;
    }

    private SupervisionStore.Due ofHouse(SupervisionStore.Due due) {
        return due.building().isEmpty()
                ? due
                : new SupervisionStore.Due(
                        due.device(), due.dueAt(), due.now(), due.as(), due.building(), house.ofAll(), due.incident());
    }
}
