package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Upkeep;
import care.anling.verticles.store.RegistryStore;
import care.anling.verticles.store.RegistryStore.Page;
import care.anling.verticles.store.RegistryStore.Registered;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every registered device with its credentials, in memory on every node: a CONNECT is judged in the same call it arrives
 * in, so that a publish in the same TCP segment is not lost, and also while PostgreSQL is down. Read from any thread;
 * refreshed from one.
 */
public final class DeviceIndex {

    private static final int PAGE_DEVICES = 5_000;
    /** Compared against when nobody of that name is registered, so that the answer takes as long. */
    private static final List<byte[]> NOBODY = List.of(new byte[32]);

    private final RegistryStore store;
    private final SecretHash hash;
    private final Map<DeviceId, Registered> byId = new ConcurrentHashMap<>();
    private final Map<ChildKey, DeviceId> children = new ConcurrentHashMap<>();
    private long version;
    private volatile boolean loaded;

    private record ChildKey(DeviceId gateway, String address) {
        static ChildKey of(DeviceId gateway, String address) {
            return new ChildKey(gateway, address.toLowerCase(Locale.ROOT));
        }
    }

    public DeviceIndex(RegistryStore store, SecretHash hash) {
        this.store = store;
        this.hash = hash;
    }

    /** Reads what changed since the last time; the first time, everything. One at a time. */
    public Future<Void> refresh() {
        return store.devicesSince(version, PAGE_DEVICES).compose(this::take);
    }

    private Future<Void> take(Page page) {
        page.devices().forEach(this::put);
        version = page.nextVersion();
        if (page.more() && !page.devices().isEmpty()) {
            return refresh();
        }
        loaded = true;
        return Future.succeededFuture();
    }

    private void put(Registered registered) {
        Device device = registered.device();
        Registered before = byId.put(device.id(), registered);
        if (before != null) {
            childKey(before.device()).ifPresent(key -> children.remove(key, device.id()));
        }
        childKey(device).ifPresent(key -> children.put(key, device.id()));
    }

    private static Optional<ChildKey> childKey(Device device) {
        return device.gateway().flatMap(gateway -> device.address().map(address -> ChildKey.of(gateway, address)));
    }

    /** Whether the registry has been read at all; before that nobody can be told "bad credentials". */
    boolean loaded() {
        return loaded;
    }

    public Optional<Device> find(DeviceId id) {
        return Optional.ofNullable(byId.get(id)).map(Registered::device);
    }

    /** How it is looked after; nothing for one that is not registered. */
    public Upkeep upkeep(DeviceId id) {
        return Optional.ofNullable(byId.get(id)).map(Registered::upkeep).orElse(Upkeep.NONE);
    }

    /** The device a gateway calls by this address; makers disagree on the case of addresses, so it does not count. */
    public Optional<Device> findChild(DeviceId gateway, String address) {
        return Optional.ofNullable(children.get(ChildKey.of(gateway, address))).flatMap(this::find);
    }

    /** The device of this user name, if the secret is one of its own. */
    public Optional<Device> authenticate(String username, String secret) {
        Optional<Registered> registered = parse(username).flatMap(id -> Optional.ofNullable(byId.get(id)));
        boolean right =
                hash.matches(secret, registered.map(Registered::secretHashes).orElse(NOBODY));
        return right ? registered.map(Registered::device) : Optional.empty();
    }

    /**
     * The device a TLS client certificate was issued to; the certificate was verified by the handshake. A certificate
     * outlives the device's service, so whoever retires a device revokes it.
     */
    public Optional<Device> findByCertificate(String commonName) {
        return parse(commonName).flatMap(this::find).filter(device -> device.state() != DeviceState.RETIRED);
    }

    public int size() {
        return byId.size();
    }

    private static Optional<DeviceId> parse(String text) {
        try {
            return text.length() == 36 ? Optional.of(new DeviceId(UUID.fromString(text))) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
