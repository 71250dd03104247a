package care.anling.verticles.store;

import care.anling.core.community.Community;
import care.anling.core.device.Device;
import care.anling.core.device.Upkeep;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Devices with their credentials, and the community tree, as every node keeps them in memory. */
public interface RegistryStore {

    /** All devices changed at or after {@code version} (0 for all), and the version to ask from next time. */
    Future<Page> devicesSince(long version, int limit);

    Future<List<Community>> communities();

    /** @param secretHashes HMAC-SHA-256 of each secret under the pepper: the one in force, then the one it replaces */
    record Registered(Device device, List<byte[]> secretHashes, Upkeep upkeep, Entry entry) {

        public Registered(Device device, List<byte[]> secretHashes) {
            this(device, secretHashes, Upkeep.NONE);
        }

        public Registered(Device device, List<byte[]> secretHashes, Upkeep upkeep) {
            this(device, secretHashes, upkeep, Entry.OPEN);
        }
    }

    /**
     * Whether its credentials let it in.
     *
     * @param closed it was retired for good, and whoever shows its credentials is refused
     * @param oldSecretUntil while its secret is being replaced, the old one is good until then
     */
    record Entry(boolean closed, Optional<Instant> oldSecretUntil) {

        public static final Entry OPEN = new Entry(false, Optional.empty());
    }

    record Page(List<Registered> devices, long nextVersion, boolean more) {}
}
