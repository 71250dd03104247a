package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.FakeTables.EventLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Feed nodes with what happened in them: unnumbered first, numbered when somebody comes by. */
final class FakeFeedTables {

    static final class Node {
        UUID epoch = UUID.randomUUID();
        boolean reborn;
        final List<EventLine> unnumbered = new ArrayList<>();
        final List<EventLine> numbered = new ArrayList<>();
        boolean open;
    }

    private static final Comparator<CommunityId> ORDER =
            Comparator.comparing(CommunityId::value, FakeTables.UUID_ORDER);

    private final Map<CommunityId, Node> nodes = new TreeMap<>(ORDER);

    void openNode(CommunityId community) {
        node(community).open = true;
    }

    void append(EventLine line) {
        node(line.community).unnumbered.add(line);
    }

    /** Empty for what is no community of the tree: it has events, if any, and nobody to show them to. */
    Optional<Node> findNode(CommunityId community) {
        return Optional.ofNullable(nodes.get(community)).filter(node -> node.open);
    }

    List<CommunityId> listUnnumbered(int limit) {
        return nodes.entrySet().stream()
                .filter(entry -> !entry.getValue().unnumbered.isEmpty())
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
    }

    /** In the order of their ids, as far as they are committed. */
    int number(CommunityId community, int limit) {
        Node node = node(community);
        List<EventLine> fresh = node.unnumbered.stream()
                .sorted(Comparator.comparingLong(line -> line.id))
                .limit(limit)
                .toList();
        for (EventLine line : fresh) {
            line.seq = node.numbered.size() + 1L;
            node.numbered.add(line);
        }
        node.unnumbered.removeIf(line -> line.seq > 0);
        return fresh.size();
    }

    private Node node(CommunityId community) {
        return nodes.computeIfAbsent(community, fresh -> new Node());
    }
}
