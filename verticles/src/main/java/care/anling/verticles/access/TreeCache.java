package care.anling.verticles.access;

import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.RegistryStore;
import care.anling.verticles.view.Tree;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The community tree in memory: read at start, on a hint and every half minute, because hints may be lost. */
public final class TreeCache {

    private static final Logger LOG = LoggerFactory.getLogger(TreeCache.class);
    private static final long REREAD_MILLIS = 30_000;

    private final RegistryStore registry;
    private volatile Tree tree = Tree.of(List.of());

    private TreeCache(RegistryStore registry) {
        this.registry = registry;
    }

    public static Future<TreeCache> start(Vertx vertx, Hints hints, RegistryStore registry) {
        TreeCache cache = new TreeCache(registry);
        var unused = hints.listen(Hint.RegistryChanged.class, hint -> cache.rereadLater());
        vertx.setPeriodic(REREAD_MILLIS, id -> cache.rereadLater());
        return cache.reread().map(cache);
    }

    public Tree tree() {
        return tree;
    }

    private Future<Void> reread() {
        return registry.communities().onSuccess(nodes -> tree = Tree.of(nodes)).mapEmpty();
    }

    private void rereadLater() {
        reread().onFailure(failure -> LOG.warn("tree.reread failed, the old one stays: {}", failure.getMessage()));
    }
}
