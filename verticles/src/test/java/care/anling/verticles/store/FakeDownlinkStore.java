package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Words waiting for devices, in memory: those of incidents too. */
public final class FakeDownlinkStore implements DownlinkStore {

    private final List<Long> delivered = new ArrayList<>();
    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeDownlinkStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeDownlinkStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    @Override
    public Future<List<Downlink>> pending(DeviceId device, long afterId, int limit) {
        return database.statement(
                wire,
                "downlinks.pending",
                tables -> tables.words.pending(device, afterId, database.now()).stream()
                        .limit(limit)
                        .toList());
    }

    @Override
    public Future<Void> delivered(DeviceId device, long id) {
        return database.statement(wire, "downlinks.delivered", tables -> {
            if (tables.words.remove(device, id)) {
                delivered.add(id);
            }
            return null;
        });
    }

    @Override
    public Future<Void> add(DeviceId device, String topicSuffix, byte[] payload, Instant expiresAt) {
        return database.statement(wire, "downlinks.add", tables -> {
            tables.words.add(device, topicSuffix, payload, expiresAt);
            return null;
        });
    }

    /** Ids of words that were heard, in that order. */
    public List<Long> delivered() {
        return database.behind(tables -> List.copyOf(delivered));
    }
}
