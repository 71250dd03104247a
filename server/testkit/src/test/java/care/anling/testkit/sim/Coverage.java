package care.anling.testkit.sim;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** What has happened, over all worlds: a simulator that never met a case proves nothing about it. Adds up over threads. */
final class Coverage {

    private final Map<String, Map<String, Long>> seen = new TreeMap<>();

    private BiConsumer<String, String> told = (table, cell) -> {};

    /** For somebody who wants to read along. */
    void tell(BiConsumer<String, String> reader) {
        told = reader;
    }

    synchronized void saw(String table, String cell) {
        told.accept(table, cell);
        seen.computeIfAbsent(table, fresh -> new TreeMap<>()).merge(cell, 1L, Long::sum);
    }

    synchronized void add(Coverage other) {
        other.seen.forEach((table, cells) -> cells.forEach((cell, times) ->
                seen.computeIfAbsent(table, fresh -> new TreeMap<>()).merge(cell, times, Long::sum)));
    }

    synchronized long times(String table, String cell) {
        return seen.getOrDefault(table, Map.of()).getOrDefault(cell, 0L);
    }

    /** Cells that were never met. */
    synchronized Set<String> missing(String table, Set<String> wanted) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(seen.getOrDefault(table, Map.of()).keySet());
        return missing;
    }

    synchronized String report() {
        StringBuilder text = new StringBuilder();
        seen.forEach((table, cells) -> {
            text.append("  ").append(table).append('\n');
            cells.forEach((cell, times) -> text.append(String.format("    %-52s %,12d%n", cell, times)));
        });
        return text.toString();
    }
}
