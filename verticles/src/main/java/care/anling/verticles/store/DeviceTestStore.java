package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;

/** Presses that are tests, for whoever hears presses. */
public interface DeviceTestStore {

    /**
     * Whether this press is the one that was announced; exactly one is, whichever node it came to.
     *
     * @param key names the press: redelivered, it passes again
     */
    Future<Boolean> pass(DeviceId device, String key);

    /** A drill has walked the whole way from this device. */
    Future<Void> note(DeviceId device);
}
