package care.anling.verticles.store;

import care.anling.core.community.Community;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Devices and the tree in memory, each change with a number of its own. */
public final class FakeRegistryStore implements RegistryStore {

    private final TreeMap<Long, Registered> devices = new TreeMap<>();
    private final List<Community> communities = new ArrayList<>();
    private long lastChange;
    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeRegistryStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeRegistryStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    /** A new device, or what became of one. */
    public void put(Registered registered) {
        database.behind(tables -> {
            devices.values()
                    .removeIf(known ->
                            known.device().id().equals(registered.device().id()));
            return putFresh(registered);
        });
    }

    /** A new device, without looking for an older one: for many. */
    public void add(Registered registered) {
        database.behind(tables -> putFresh(registered));
    }

    private Registered putFresh(Registered registered) {
        devices.put(++lastChange, registered);
        return registered;
    }

    public void put(Community community) {
        database.behind(tables -> communities.add(community));
    }

    @Override
    public Future<Page> devicesSince(long version, int limit) {
        return database.statement(wire, "registry.devicesSince", tables -> {
            List<Map.Entry<Long, Registered>> page = devices.tailMap(version, true).entrySet().stream()
                    .limit(limit)
                    .toList();
            return new Page(
                    page.stream().map(Map.Entry::getValue).toList(),
                    page.isEmpty() ? version : page.get(page.size() - 1).getKey() + 1,
                    page.size() == limit);
        });
    }

    @Override
    public Future<List<Community>> communities() {
        return database.statement(wire, "registry.communities", tables -> List.copyOf(communities));
    }
}
