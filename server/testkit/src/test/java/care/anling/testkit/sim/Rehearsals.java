package care.anling.testkit.sim;

import care.anling.core.common.DeviceId;
import care.anling.core.common.SignalId;
import care.anling.core.device.Upkeep;
import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.DeviceTestStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Test presses that were announced: the weekly call. One press, and only that one, is taken for the test; every other one
 * of the same device is an emergency, and so is this one whenever nobody could be asked in time.
 */
final class Rehearsals {

    private static final class Announced {
        private final Instant until;
        private Optional<String> passedBy = Optional.empty();

        Announced(Instant until) {
            this.until = until;
        }
    }

    private final World world;
    private final Map<DeviceId, Announced> announced = new HashMap<>();
    private final Set<Press> passed = new HashSet<>();

    Rehearsals(World world) {
        this.world = world;
    }

    /** The desk telephones: press now, please. Some press twice, and the second one is meant. */
    void announce(Wearable wearable) {
        world.coverage().saw("test", "announced");
        announced.put(
                wearable.device().id(), new Announced(world.database().now().plus(Upkeep.TEST_WINDOW)));
        int presses = world.some().chance(0.3) ? 2 : 1;
        for (int i = 0; i < presses; i++) {
            world.time().after(world.some().between(Duration.ofMillis(200), Duration.ofSeconds(8)), wearable::press);
        }
    }

    /** As every node's registry says. */
    Upkeep upkeep(DeviceId device) {
        Announced test = announced.get(device);
        return test == null
                ? Upkeep.NONE
                : new Upkeep(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(test.until));
    }

    /** It was the test: nothing need be stored for it. */
    boolean isTest(Press press) {
        return passed.contains(press);
    }

    /** One node's. */
    DeviceTestStore over(DatabaseWire wire) {
        return new DeviceTestStore() {
            private <T> Future<T> statement(String call, Supplier<T> work) {
                DatabaseWire.Trip trip = new DatabaseWire.Trip("tests." + call, DatabaseWire.Kind.STATEMENT);
                return wire.answer(trip, wire.reach(trip).map(reached -> work.get()));
            }

            @Override
            public Future<Boolean> pass(DeviceId device, String key) {
                return statement("pass", () -> passes(device, key));
            }

            @Override
            public Future<Void> note(DeviceId device) {
                return statement("note", () -> {
                    world.coverage().saw("test", "a drill proved it");
                    return null;
                });
            }
        };
    }

    private boolean passes(DeviceId device, String key) {
        Announced test = announced.get(device);
        boolean theOne = test != null
                && world.database().now().isBefore(test.until)
                && test.passedBy.filter(other -> !other.equals(key)).isEmpty();
        if (theOne) {
            test.passedBy = Optional.of(key);
            world.watcher().findPress(device, key).ifPresent(passed::add);
        }
        world.coverage().saw("test", theOne ? "passed" : "another press");
        return theOne;
    }

    static Optional<SignalId> findOwn(String key) {
        return key.startsWith("own|") ? Optional.of(SignalId.of(key.substring("own|".length()))) : Optional.empty();
    }
}
