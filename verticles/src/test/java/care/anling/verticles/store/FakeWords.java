package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.incident.DeviceWord;
import care.anling.verticles.store.DownlinkStore.Downlink;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Words waiting for devices, of each the newest few. */
final class FakeWords {

    private final Map<DeviceId, TreeMap<Long, Downlink>> waiting = new HashMap<>();
    private long lastId;

    long lastId() {
        return lastId;
    }

    /** Ids taken by a transaction that has not committed yet. */
    void skip(int ids) {
        lastId += ids;
    }

    void add(long id, DeviceId device, DeviceWord word, Instant now) {
        put(new Downlink(
                id, device, ChangeWriter.WORD_TOPIC, ChangeWriter.payload(word), now.plus(ChangeWriter.WORD_LIFETIME)));
    }

    void add(DeviceId device, String topicSuffix, byte[] payload, Instant expiresAt) {
        put(new Downlink(++lastId, device, topicSuffix, payload, expiresAt));
    }

    private void put(Downlink word) {
        TreeMap<Long, Downlink> words = waiting.computeIfAbsent(word.device(), none -> new TreeMap<>());
        words.put(word.id(), word);
        while (words.size() > ChangeWriter.MAX_WORDS) {
            words.pollFirstEntry();
        }
    }

    List<Downlink> pending(DeviceId device, long afterId, Instant now) {
        return waiting.getOrDefault(device, new TreeMap<>()).tailMap(afterId, false).values().stream()
                .filter(word -> word.expiresAt().isAfter(now))
                .toList();
    }

    boolean remove(DeviceId device, long id) {
        return waiting.getOrDefault(device, new TreeMap<>()).remove(id) != null;
    }

    /** All that wait, oldest first. */
    List<Downlink> all() {
        return waiting.values().stream()
                .flatMap(words -> words.values().stream())
                .sorted(Comparator.comparingLong(Downlink::id))
                .toList();
    }
}
