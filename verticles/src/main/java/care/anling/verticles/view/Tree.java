package care.anling.verticles.view;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.verticles.store.Account;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The community tree as one value: who stands above and below whom, and so what an account's part of it is. */
public final class Tree {

    private final Map<CommunityId, Community> nodes;
    private final Map<CommunityId, List<Community>> children;

    private Tree(Map<CommunityId, Community> nodes, Map<CommunityId, List<Community>> children) {
        this.nodes = nodes;
        this.children = children;
    }

    public static Tree of(Collection<Community> all) {
        Map<CommunityId, Community> nodes = new LinkedHashMap<>();
        all.forEach(node -> nodes.put(node.id(), node));
        Map<CommunityId, List<Community>> children = all.stream()
                .filter(node -> node.parent().isPresent())
                .collect(Collectors.groupingBy(node -> node.parent().orElseThrow()));
        return new Tree(nodes, children);
    }

    public Optional<Community> find(CommunityId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** The node and everything below it, parents first. Bounded by the tree itself: a node is visited once. */
    public List<Community> subtree(CommunityId top) {
        Set<Community> seen = new LinkedHashSet<>();
        Deque<Community> waiting = new ArrayDeque<>();
        find(top).ifPresent(waiting::add);
        while (!waiting.isEmpty()) {
            Community node = waiting.removeFirst();
            if (seen.add(node)) {
                waiting.addAll(children.getOrDefault(node.id(), List.of()));
            }
        }
        return List.copyOf(seen);
    }

    /**
     * What an account may look at: its node and below. People who are asked (and family) also get their street's stream,
     * because an incident nobody could place belongs to it; of any stream they see only what concerns them.
     */
    public Viewer viewerOf(Account account) {
        Optional<Community> own = find(account.community());
        boolean buildingOnly =
                own.map(node -> node.level() == CommunityLevel.BUILDING).orElse(false);
        CommunityId top =
                buildingOnly ? own.flatMap(Community::parent).orElse(account.community()) : account.community();
        Set<CommunityId> feedNodes = new LinkedHashSet<>();
        subtree(top).stream()
                .filter(node -> node.level() != CommunityLevel.BUILDING)
                .forEach(node -> feedNodes.add(node.id()));
        if (!account.role().keepsAPart()) {
            find(top).flatMap(Community::parent).ifPresent(feedNodes::add);
        }
        Optional<CommunityId> building =
                buildingOnly && account.role().keepsAPart() ? Optional.of(account.community()) : Optional.empty();
        Set<CommunityId> beside = account.role().isAskedFirst() ? beside(top) : Set.of();
        return new Viewer(account.id(), account.role(), feedNodes, building, account.resident(), beside);
    }

    /** The other communities of the same street. */
    public Set<CommunityId> beside(CommunityId node) {
        Set<CommunityId> others = new LinkedHashSet<>();
        find(node).flatMap(Community::parent).map(above -> children.getOrDefault(above, List.of())).stream()
                .flatMap(List::stream)
                .filter(other -> other.level() == CommunityLevel.COMMUNITY)
                .map(Community::id)
                .filter(other -> !other.equals(node))
                .forEach(others::add);
        return others;
    }

    /** Whether the account is of a part of the tree this administrator keeps as a whole. */
    public boolean isKeptBy(Viewer admin, Account account) {
        CommunityId own = account.community();
        return admin.seesWhole(find(own)
                .filter(node -> node.level() == CommunityLevel.BUILDING)
                .flatMap(Community::parent)
                .orElse(own));
    }
}
