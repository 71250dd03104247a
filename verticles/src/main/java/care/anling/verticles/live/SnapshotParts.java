package care.anling.verticles.live;

import care.anling.verticles.store.FeedStore.FeedSnapshot;
import care.anling.verticles.view.LiveView;
import care.anling.verticles.view.Viewer;
import care.anling.verticles.view.Visibility;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * A snapshot as one viewer may see it, cut into frames of at most so many bytes, each made when it is asked for. Devices
 * are for the desk; of the responders, everybody else sees themselves.
 */
final class SnapshotParts implements Iterator<String> {

    private final FeedSnapshot snapshot;
    private final int maxBytes;
    private final Iterator<Item> items;
    private boolean done;
    private @org.jspecify.annotations.Nullable Item held;

    private enum Kind {
        INCIDENT,
        DEVICE,
        RESPONDER
    }

    private record Item(Kind kind, String json) {}

    SnapshotParts(FeedSnapshot snapshot, Viewer viewer, int maxBytes) {
        this.snapshot = snapshot;
        this.maxBytes = maxBytes;
        this.items = Stream.of(incidents(snapshot, viewer), devices(snapshot, viewer), responders(snapshot, viewer))
                .flatMap(stream -> stream)
                .iterator();
    }

    private static Stream<Item> incidents(FeedSnapshot snapshot, Viewer viewer) {
        if (viewer.seesWhole(snapshot.community())) {
            return snapshot.incidents().stream().map(text -> new Item(Kind.INCIDENT, text));
        }
        return snapshot.incidents().stream()
                .flatMap(text -> Visibility.of(new JsonObject(text), viewer).stream())
                .map(seen -> new Item(Kind.INCIDENT, seen.encode()));
    }

    private static Stream<Item> devices(FeedSnapshot snapshot, Viewer viewer) {
        if (!viewer.seesWhole(snapshot.community())) {
            return Stream.empty();
        }
        return snapshot.devices().stream()
                .map(device -> new Item(Kind.DEVICE, LiveView.device(device).encode()));
    }

    private static Stream<Item> responders(FeedSnapshot snapshot, Viewer viewer) {
        boolean desk = viewer.role().isDesk() && viewer.nodes().contains(snapshot.community());
        return snapshot.responders().stream()
                .filter(r -> desk || r.person().id().equals(viewer.account()))
                .map(r -> new Item(Kind.RESPONDER, LiveView.responder(r).encode()));
    }

    @Override
    public boolean hasNext() {
        return !done;
    }

    @Override
    public String next() {
        if (done) {
            throw new NoSuchElementException();
        }
        List<String> incidents = new ArrayList<>();
        List<String> devices = new ArrayList<>();
        List<String> responders = new ArrayList<>();
        int bytes = 0;
        while (held != null || items.hasNext()) {
            Item item = held != null ? held : items.next();
            held = null;
            int more = item.json().getBytes(StandardCharsets.UTF_8).length + 1;
            if (bytes > 0 && bytes + more > maxBytes) {
                held = item;
                break;
            }
            bytes += more;
            switch (item.kind()) {
                case INCIDENT -> incidents.add(item.json());
                case DEVICE -> devices.add(item.json());
                case RESPONDER -> responders.add(item.json());
            }
        }
        done = held == null && !items.hasNext();
        Frames.Part part = new Frames.Part(incidents, devices, responders);
        return Frames.snapshot(snapshot.community(), snapshot.head(), part, done);
    }
}
