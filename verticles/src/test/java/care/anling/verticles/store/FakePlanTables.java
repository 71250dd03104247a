package care.anling.verticles.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Response plans and all they ever were. */
final class FakePlanTables {

    private final Map<UUID, List<StoredPlan>> versions = new TreeMap<>(FakeTables.UUID_ORDER);

    /** A version of its own, the newest. */
    void put(StoredPlan plan) {
        versions.computeIfAbsent(plan.id(), id -> new ArrayList<>()).add(plan);
    }

    Optional<StoredPlan> find(UUID plan) {
        return newest().stream().filter(p -> p.id().equals(plan)).findFirst();
    }

    List<StoredPlan> newest() {
        return versions.values().stream().map(all -> all.get(all.size() - 1)).toList();
    }

    /** Oldest first. */
    List<StoredPlan> versions(UUID plan) {
        return versions.getOrDefault(plan, List.of());
    }
}
