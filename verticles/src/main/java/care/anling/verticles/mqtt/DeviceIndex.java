package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Upkeep;
import care.anling.verticles.store.RegistryStore;
import care.anling.verticles.store.RegistryStore.Page;
import care.anling.verticles.store.RegistryStore.Registered;
import io.vertx.core.Future;
import java.time.Instant;
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

    /** What becomes of whoever shows these credentials now. */
    enum Admission {
        ADMITTED,
        /** The credentials of a device that was retired for good. */
        RETIRED,
        REFUSED
    }

    /** What was shown at the door. Kept with the connection, and judged again whenever the registry was read. */
    sealed interface Credential {}

    /** A secret, as its hash. */
    record Secret(byte[] hash) implements Credential {}

    /** A TLS client certificate whose common name is the device's id; the handshake has verified it. */
    record Certificate() implements Credential {}

    static final Credential CERTIFICATE = new Certificate();

    Credential secret(String told) {
        return new Secret(hash.of(told));
    }

    /** Of a user name or a certificate's common name, if it could be a device's. */
    static Optional<DeviceId> parse(String text) {
        try {
            return text.length() == 36 ? Optional.of(new DeviceId(UUID.fromString(text))) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** A certificate outlives its device's service, so retiring the device revokes it. */
    Admission judge(Optional<DeviceId> device, Credential shown, Instant now) {
        Optional<Registered> registered = device.flatMap(id -> Optional.ofNullable(byId.get(id)));
        boolean known = shown instanceof Secret secret
                ? SecretHash.isAmong(
                        secret.hash(), registered.map(it -> secretsOf(it, now)).orElse(NOBODY))
                : registered.isPresent();
        if (!known) {
            return Admission.REFUSED;
        }
        boolean retired = registered.filter(it -> isClosed(it, shown)).isPresent();
        return retired ? Admission.RETIRED : Admission.ADMITTED;
    }

    private static boolean isClosed(Registered registered, Credential shown) {
        return registered.entry().closed()
                || (shown instanceof Certificate && registered.device().state() == DeviceState.RETIRED);
    }

    /** The one it replaces is good for a while, so that a device may be told its new secret when somebody gets to it. */
    private static List<byte[]> secretsOf(Registered registered, Instant now) {
        boolean replaced = registered
                .entry()
                .oldSecretUntil()
                .filter(until -> !now.isBefore(until))
                .isPresent();
        List<byte[]> all = registered.secretHashes();
        return replaced && all.size() > 1 ? all.subList(0, 1) : all;
    }

    public int size() {
        return byId.size();
    }
}
