package care.anling.verticles.store;

import care.anling.core.community.Community;
import care.anling.core.device.Device;
import care.anling.core.device.Upkeep;
import io.vertx.core.Future;
import java.util.List;

/** Devices with their credentials, and the community tree, as every node keeps them in memory. */
public interface RegistryStore {

    /** All devices changed at or after {@code version} (0 for all), and the version to ask from next time. */
    Future<Page> devicesSince(long version, int limit);

    Future<List<Community>> communities();

    /** @param secretHashes HMAC-SHA-256 of each valid secret under the pepper: one, or two while rotating */
    record Registered(Device device, List<byte[]> secretHashes, Upkeep upkeep) {

        public Registered(Device device, List<byte[]> secretHashes) {
            this(device, secretHashes, Upkeep.NONE);
        }
    }

    record Page(List<Registered> devices, long nextVersion, boolean more) {}
}
