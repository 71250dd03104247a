package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Retired devices that were turned away here lately: one that reconnects every second must not cost a transaction each
 * time. The store's key says the same for all nodes; this only spares it. Event loop only.
 */
final class Knocks {

    /** Beyond it the one that has not been asked about for longest is forgotten, and costs one more transaction. */
    private static final int REMEMBERED_MAX = 1_000;

    private final Map<DeviceId, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceId, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /** Whether it has not knocked yet, or not for long. */
    boolean isNews(DeviceId device) {
        return known.put(device, true) == null;
    }
}
