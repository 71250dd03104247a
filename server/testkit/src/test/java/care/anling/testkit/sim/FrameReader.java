package care.anling.testkit.sim;

import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what the feed writes. A third of a world's time would go into reading the same frame once for every desk it is shown
 * to; nobody may change what it gives.
 */
final class FrameReader {

    /** An event reaches all its screens within a second or two, a hundred frames later. */
    private static final int REMEMBERED_FRAMES = 128;

    /** Without databind, which is for objects. */
    private final JacksonCodec codec = new JacksonCodec();

    private final Map<String, JsonObject> known = new LinkedHashMap<>(REMEMBERED_FRAMES * 2) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonObject> eldest) {
            return size() > REMEMBERED_FRAMES;
        }
    };

    JsonObject read(String frame) {
        return known.computeIfAbsent(frame, text -> (JsonObject) codec.fromString(text, Object.class));
    }
}
