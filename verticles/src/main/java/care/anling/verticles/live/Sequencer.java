package care.anling.verticles.live;

import care.anling.core.common.CommunityId;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.store.FeedStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives committed events their number, per feed node, as soon as somebody says there are some. Any node may do it, many
 * at once; a poll each second catches what a dead one left. Per feed node at most one numbering is under way here: hints
 * that come meanwhile are folded into one more round.
 */
public final class Sequencer {

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int EVENTS_PER_ROUND = 1_000;
    private static final int NODES_PER_POLL = 256;

    private final EventLoop loop;
    private final FeedStore store;
    private final Hints hints;
    private final Set<CommunityId> underWay = new HashSet<>();
    private final Set<CommunityId> again = new HashSet<>();
    private boolean polling;
    private Hints.@Nullable Listening listening;

    public Sequencer(EventLoop loop, FeedStore store, Hints hints) {
        this.loop = loop;
        this.store = store;
        this.hints = hints;
    }

    /** On its loop, where it stays. */
    public void start() {
        listening = hints.listen(Hint.CommunityNews.class, news -> number(news.community()));
        loop.every(POLL, this::poll);
    }

    public Future<Void> stop() {
        return listening == null ? Future.succeededFuture() : listening.stop();
    }

    private void number(CommunityId community) {
        if (!underWay.add(community)) {
            again.add(community);
            return;
        }
        store.number(community, EVENTS_PER_ROUND)
                .onComplete(numbered -> numbered(community, numbered), failure -> failed(community, failure));
    }

    private void numbered(CommunityId community, int count) {
        underWay.remove(community);
        if (count > 0) {
            hints.publish(new Hint.FeedAdvanced(community));
        }
        boolean more = again.remove(community) || count >= EVENTS_PER_ROUND;
        if (more) {
            number(community);
        }
    }

    /** Not tried again at once: the poll comes within a second, and a store in trouble needs no hammering. */
    private void failed(CommunityId community, Throwable failure) {
        underWay.remove(community);
        again.remove(community);
        LOG.warn("sequencer.failed community={} {}", community, failure.getMessage());
    }

    private void poll() {
        if (polling) {
            return;
        }
        polling = true;
        store.listUnnumbered(NODES_PER_POLL)
                .onComplete(done -> polling = false)
                .onComplete(
                        waiting -> waiting.forEach(this::number),
                        failure -> LOG.warn("sequencer.poll_failed {}", failure.getMessage()));
    }
}
