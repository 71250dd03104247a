package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.incident.Incident;
import care.anling.verticles.store.FakeFeedTables.Node;
import care.anling.verticles.store.FakeTables.EventLine;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The ordered stream of what happened, in memory: stored unnumbered, numbered later, read by cursor. */
public final class FakeFeedStore implements FeedStore {

    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeFeedStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeFeedStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    /** Devices of this feed node as they are now; a snapshot shows where they are only when somebody needs to know. */
    public void putDevices(CommunityId community, List<DeviceNow> now) {
        database.behind(tables -> {
            tables.people.putDevices(community, now);
            return now;
        });
    }

    /** As after a restore: numbers were taken back to {@code seq}. */
    public void restore(CommunityId community, int seq) {
        database.behind(tables -> {
            Node node = tables.feed.findNode(community).orElseThrow();
            node.epoch = UUID.randomUUID();
            node.reborn = true;
            node.numbered
                    .subList(Math.min(seq, node.numbered.size()), node.numbered.size())
                    .clear();
            return node;
        });
    }

    public long head(CommunityId community) {
        return database.behind(tables ->
                (long) tables.feed.findNode(community).orElseThrow().numbered.size());
    }

    @Override
    public Future<List<CommunityId>> listUnnumbered(int limit) {
        return database.statement(wire, "feed.listUnnumbered", tables -> tables.feed.listUnnumbered(limit));
    }

    @Override
    public Future<Integer> number(CommunityId community, int limit) {
        return database.statement(wire, "feed.number", tables -> tables.feed.number(community, limit));
    }

    @Override
    public Future<List<FeedEvent>> read(Map<CommunityId, Long> after, int limit) {
        return database.statement(wire, "feed.read", tables -> {
            List<FeedEvent> events = new ArrayList<>();
            after.forEach((community, seq) -> tables.feed.findNode(community).stream()
                    .flatMap(node -> since(node, seq).stream())
                    .limit(limit)
                    .forEach(line -> events.add(event(line))));
            return events;
        });
    }

    /** Numbers count from 1 without a gap. */
    private static List<EventLine> since(Node node, long seq) {
        int seen = (int) Math.min(Math.max(seq, 0), node.numbered.size());
        return node.numbered.subList(seen, node.numbered.size());
    }

    private static FeedEvent event(EventLine line) {
        // Few events have any, and each node reads each event.
        List<String> prompts = line.detail.contains("\"prompts\"")
                ? new JsonObject(line.detail)
                        .getJsonArray("prompts", new JsonArray()).stream()
                                .map(String::valueOf)
                                .toList()
                : List.of();
        return new FeedEvent(line.community, line.seq, line.at, line.type, line.view, prompts);
    }

    @Override
    public Future<Map<CommunityId, Head>> heads(Set<CommunityId> communities) {
        return database.statement(wire, "feed.heads", tables -> {
            Map<CommunityId, Head> heads = new HashMap<>();
            communities.forEach(
                    community -> tables.feed.findNode(community).ifPresent(node -> heads.put(community, headOf(node))));
            return heads;
        });
    }

    @Override
    public Future<FeedSnapshot> snapshot(CommunityId community) {
        return database.statement(wire, "feed.snapshot", tables -> {
            Node node = tables.feed
                    .findNode(community)
                    .orElseThrow(
                            () -> new StoreFailure(StoreFailure.Kind.PERMANENT, "", community + " is no feed node"));
            List<String> open = new ArrayList<>();
            tables.incidentIds().stream()
                    .flatMap(id -> tables.find(id).stream())
                    .filter(incident ->
                            incident.isOpen() && incident.subject().community().equals(community))
                    .sorted((a, b) -> FakeTables.INCIDENT_ORDER.compare(a.id(), b.id()))
                    .forEach(incident -> open.add(view(incident)));
            return new FeedSnapshot(
                    community,
                    headOf(node),
                    open,
                    tables.people.devices(community),
                    tables.people.all().stream()
                            .filter(responder -> responder.now().community().equals(community)
                                    && !responder.now().role().equals(AccountRole.FAMILY.name()))
                            .map(tables.people::now)
                            .toList());
        });
    }

    @Override
    public Future<List<DeviceNow>> listDevices(CommunityId community, UUID of) {
        return database.statement(
                wire,
                "feed.listDevices",
                tables -> tables.people.devices(community).stream()
                        .filter(device -> device.id().value().equals(of)
                                || device.resident()
                                        .filter(r -> r.id().equals(of))
                                        .isPresent())
                        .toList());
    }

    private static String view(Incident incident) {
        return IncidentView.toJson(incident).encode();
    }

    private static Head headOf(Node node) {
        return new Head(node.epoch, node.numbered.size(), node.reborn);
    }
}
