package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Expectation;
import care.anling.core.device.Liveness;
import care.anling.core.device.TestState;
import care.anling.core.device.Upkeep;
import care.anling.verticles.store.RegisterStore.Scope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The registry of devices as people keep it. Whoever asks sees their own part of the tree and nothing else; every change says
 * who made it. Nodes hear of changes through {@link RegistryStore}.
 */
public interface DeviceStore {

    /** How a list may be narrowed to what needs work. */
    enum Showing {
        ONLINE,
        LATE,
        OFFLINE,
        NEVER_SEEN,
        MAINTENANCE,
        RETIRED
    }

    /** @param text of model, address, note, or of whom or what it protects, as people type it */
    record Filter(
            Optional<CommunityId> community,
            Optional<Showing> showing,
            Optional<TestState> test,
            Optional<DeviceKind> kind,
            Optional<String> dialect,
            Optional<ResidentId> resident,
            Optional<DeviceId> gateway,
            Optional<Boolean> assigned,
            Optional<String> text) {}

    /** Ordered by id, which is the order of coming in. @param next to go on from, if there may be more */
    record Page(List<Line> lines, Optional<UUID> next) {}

    /** @param place in words: the resident's door, or where it hangs */
    record Placing(
            CommunityId community,
            Optional<Person> resident,
            Optional<CommunityId> building,
            Optional<String> placeLabel,
            Optional<String> place) {}

    /** @param dialect as the registry has it, also one this build does not speak */
    record Speech(String dialect, Optional<String> address, Optional<DeviceId> gateway) {}

    record Health(Liveness liveness, TestState test, Optional<Integer> batteryPercent, Optional<Instant> lastSeenAt) {}

    record Line(
            DeviceId id,
            DeviceKind kind,
            DeviceState state,
            Optional<String> model,
            Speech speech,
            Placing placing,
            Health health,
            Optional<String> note,
            long version) {}

    /** @param secrets how many it has */
    record Credentials(boolean open, int secrets, Optional<Instant> oldSecretUntil) {}

    /** Everything, for one. @param faults raised by supervision and not passed */
    record File(
            Line line,
            Instant registeredAt,
            Optional<Instant> retiredAt,
            Upkeep upkeep,
            Expectation expected,
            Optional<Boolean> worn,
            Optional<Boolean> charging,
            Optional<Instant> testedAt,
            List<String> faults,
            Credentials credentials,
            List<Line> children) {}

    /** A field that is not named stays; one without a value is emptied. */
    record Edit(Map<DeviceField, Optional<Object>> fields) {

        public Optional<Object> value(DeviceField field) {
            return fields.getOrDefault(field, Optional.empty());
        }
    }

    record NewDevice(DeviceId id, DeviceKind kind, String dialect, Edit edit) {}

    enum Edited {
        DONE,
        /** There is none in scope. */
        ABSENT,
        /** Somebody changed it meanwhile. */
        STALE,
        RETIRED,
        RESIDENT_UNKNOWN,
        PLACE_UNKNOWN,
        GATEWAY_UNKNOWN,
        /** Another device of this dialect, or behind this gateway, is called so. */
        ADDRESS_TAKEN,
        /** Something in use speaks through it. */
        GATEWAY_IN_USE
    }

    Future<Page> list(Scope scope, Filter filter, Optional<UUID> after, int limit);

    Future<Optional<File>> read(Scope scope, DeviceId device);

    /** Whether who asks may bring new ones: a machine needs it in its grant. */
    Future<Boolean> mayRegister();

    /** @param secret absent for one that its gateway speaks for */
    Future<Edited> add(Scope scope, NewDevice device, Optional<String> secret, Person by);

    /**
     * What of a sheet's words is known in this part of the tree.
     *
     * @param residents by name or id, each with all there are of that name
     * @param gateways in use
     * @param addresses taken, as "gateway|dialect|address"
     */
    record Known(List<Inhabitant> residents, Set<UUID> gateways, Set<String> addresses) {}

    record Inhabitant(UUID id, String name, CommunityId community, Optional<CommunityId> building) {}

    /** @param residents names and ids */
    Future<Known> known(Scope scope, Set<String> residents, Set<UUID> gateways, Set<String> addresses);

    /** All or none. @param secrets one for each device, or empty where its gateway speaks for it */
    Future<Edited> addAll(List<NewDevice> devices, List<Optional<String>> secrets, Person by);

    /** @param version absent for "whatever it is now" */
    Future<Edited> change(Scope scope, DeviceId device, Optional<Long> version, Edit edit, Person by);

    /** @param overlap how long the secret it has is still good; zero ends it now */
    Future<Edited> rotateSecret(Scope scope, DeviceId device, String secret, Duration overlap, Person by);

    Future<Edited> finishRotation(Scope scope, DeviceId device, Person by);

    /** @param stillHeard its press is heard until it is retired again without */
    Future<Edited> retire(Scope scope, DeviceId device, String reason, boolean stillHeard, Person by);

    /** Whom or what it protected. @param resident absent also for somebody outside of the asker's scope */
    record Assignment(
            Instant since,
            Optional<Instant> until,
            Optional<Person> resident,
            Optional<String> place,
            Optional<String> by) {}

    /** Newest first, the last hundred; absent when the device is not in scope. */
    Future<Optional<List<Assignment>>> assignments(Scope scope, DeviceId device);

    record Command(UUID id, String command, JsonObject args, Instant expiresAt) {}

    enum CommandState {
        PENDING,
        DONE,
        FAILED,
        EXPIRED
    }

    record Commanded(Command command, Instant at, String by, CommandState state, Optional<Instant> answeredAt) {}

    Future<Void> note(DeviceId device, Command command, Person by);

    /** Newest first, the last hundred; absent when the device is not in scope. */
    Future<Optional<List<Commanded>>> commands(Scope scope, DeviceId device);
}
