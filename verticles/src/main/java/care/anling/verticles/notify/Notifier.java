package care.anling.verticles.notify;

import care.anling.core.notice.Audience;
import care.anling.core.notice.Delivery;
import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Outcome;
import care.anling.core.notice.Standing;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.bus.Hints.Listening;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.loop.EventLoop.Alarm;
import care.anling.verticles.notify.Channel.Attempt;
import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.DueNotice;
import care.anling.verticles.store.DueNotice.Addressee;
import care.anling.verticles.store.OutboxStore;
import care.anling.verticles.store.OutboxStore.Settling;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds: claims due notices, tries the stage that is next, stores how far each has come. Any node may
 * claim any row; the claim's number is the fence. A node that dies between sending and storing lets the notice be sent
 * again, with the same id, once its lease is over. Nobody waits here for a turn: a burst is claimed in bounded batches one
 * right after the other. A gateway that hangs holds up nothing but its own letters ({@link Ways}).
 */
public final class Notifier {

    /** Notices claimed at once. */
    static final int CLAIM_MAX_NOTICES = 256;
    /**
     * Notices under way at once; what is beyond waits in the outbox. All channels and six gateways may hang, and there is
     * room for whom they do not concern.
     */
    static final int MAX_UNDER_WAY = 4_096;
    /** Longer than one try and its turn: a dead node's notices are taken over after it. */
    static final Duration LEASE = Duration.ofSeconds(8);
    /** The longest a due notice can go unseen when every hint and timer is lost. */
    static final Duration POLL = Duration.ofSeconds(1);

    private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);
    private static final UUID NO_ID = new UUID(0, 0);
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final EventLoop loop;
    private final OutboxStore outbox;
    private final Map<ChannelKind, Channel> channels;
    private final DeadLetterDesk desk;
    private final NotifyFigures figures;
    private final Hints hints;
    private final DoubleSupplier jitter;
    private final Settlements settlements;
    private final Ways ways;
    private int underWay;
    private boolean claiming;
    private boolean again;
    private @Nullable Alarm alarm;
    private @Nullable Listening listening;

    /** What the notifier reads, writes and speaks through. */
    public record Ports(
            OutboxStore outbox,
            Map<ChannelKind, Channel> channels,
            DeadLetterDesk desk,
            NotifyFigures figures,
            Hints hints,
            DoubleSupplier jitter) {}

    public Notifier(EventLoop loop, Ports ports) {
        this.loop = loop;
        this.outbox = ports.outbox();
        this.channels = ports.channels();
        this.desk = ports.desk();
        this.figures = ports.figures();
        this.hints = ports.hints();
        this.jitter = ports.jitter();
        this.settlements = new Settlements(outbox);
        this.ways = new Ways(loop);
    }

    /** On its loop, where it stays. */
    public void start() {
        listening = hints.listen(Hint.NoticesDue.class, hint -> work());
        loop.every(POLL, this::work);
        loop.every(MEASURE_EVERY, this::measure);
        work();
    }

    public Future<Void> stop() {
        Future<Void> silent = listening == null ? Future.succeededFuture() : listening.stop();
        return silent.eventually(
                () -> Future.join(channels.values().stream().map(Channel::close).toList()));
    }

    private void measure() {
        outbox.depth()
                .onSuccess(figures::depth)
                .onFailure(failure -> LOG.warn("the outbox could not be measured: {}", failure.getMessage()));
    }

    /** One claim at a time; a call during it asks for one more. */
    private void work() {
        if (claiming) {
            again = true;
            return;
        }
        int room = Math.min(CLAIM_MAX_NOTICES, MAX_UNDER_WAY - underWay);
        if (room <= 0) {
            // The next one to be done calls again.
            return;
        }
        claiming = true;
        again = false;
        outbox.claimDue(room, LEASE).compose(claimed -> take(claimed, room)).onComplete(wait -> {
            claiming = false;
            if (wait.failed()) {
                LOG.warn("notices could not be claimed: {}", wait.cause().getMessage());
            } else if (again || wait.result().isZero()) {
                loop.run(this::work);
            } else {
                setAlarm(wait.result());
            }
        });
    }

    private Future<Duration> take(List<DueNotice> claimed, int room) {
        long claimedNanos = loop.nanoTime();
        claimed.forEach(notice -> {
            underWay++;
            deliver(new Claimed(notice, claimedNanos), notice.delivery())
                    .onFailure(failure -> LOG.warn(
                            "notice {} could not be settled and will be sent again: {}",
                            notice.id(),
                            failure.toString()))
                    .onComplete(done -> {
                        underWay--;
                        if (again || underWay == MAX_UNDER_WAY - 1) {
                            work();
                        }
                    });
        });
        return claimed.size() == room
                ? Future.succeededFuture(Duration.ZERO)
                : outbox.untilNext().map(wait -> wait.orElse(POLL));
    }

    private void setAlarm(Duration wait) {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        if (wait.compareTo(POLL) < 0) {
            alarm = loop.alarm(wait.plusMillis(1), this::work);
        }
    }

    private record Claimed(DueNotice notice, long atNanos) {}

    /** By the database's clock: what it said at the claim, and what has passed since. */
    private Delivery.Moment moment(Claimed claimed) {
        Instant now = claimed.notice().claimedAt().plusNanos(loop.nanoTime() - claimed.atNanos());
        return new Delivery.Moment(now, jitter.getAsDouble());
    }

    private Future<Void> deliver(Claimed claimed, Delivery delivery) {
        DueNotice notice = claimed.notice();
        boolean forMany = notice.audience().kind() != Audience.Kind.ACCOUNT
                && notice.audience().kind() != Audience.Kind.OUTSIDE;
        if (forMany && notice.standing() == Standing.WANTED) {
            return notice.people().isEmpty()
                    ? settle(claimed, delivery.toNobody(), "")
                    : outbox.spread(notice, notice.people()).onSuccess(done -> more());
        }
        boolean leftUs = notice.audience().kind() == Audience.Kind.ACCOUNT
                && notice.addressee().isEmpty();
        if (leftUs) {
            return settle(claimed, delivery.toNobody(), "");
        }
        SortedSet<Integer> stages = stages(notice);
        Delivery.Moment moment = moment(claimed);
        OptionalInt stage = delivery.stageToTry(stages, notice.standing(), notice.expiresAt(), moment.now());
        if (stage.isEmpty()) {
            return settle(claimed, delivery.withoutTrying(notice.term(), stages, notice.standing(), moment), "");
        }
        return attempt(claimed, stage.getAsInt())
                .compose(attempt -> tried(claimed, delivery, stage.getAsInt(), attempt));
    }

    private Future<Void> tried(Claimed claimed, Delivery delivery, int stage, Attempt attempt) {
        Delivery.Moment moment = moment(claimed);
        Delivery.Next next =
                delivery.after(stage, attempt.outcome(), claimed.notice().term(), stages(claimed.notice()), moment);
        // Nobody there: nothing was sent that would have to be remembered.
        return attempt.outcome() == Outcome.ABSENT && next.isAtOnce(moment.now())
                ? deliver(claimed, next.delivery())
                : settle(claimed, next, attempt.why());
    }

    private Future<Void> settle(Claimed claimed, Delivery.Next next, String why) {
        DueNotice notice = claimed.notice();
        Instant now = moment(claimed).now();
        return settlements
                .add(new Settling(notice.id(), notice.claim(), next, now, why))
                .onSuccess(stored -> {
                    if (next.isAtOnce(now)) {
                        more();
                    }
                    next.dueAt().filter(at -> at.isBefore(now.plus(POLL))).ifPresent(at -> again = true);
                    if (next.delivery().state() == DeliveryState.DEAD) {
                        figures.died(next.trouble().orElseThrow());
                        desk.lay(notice, next.trouble().orElseThrow());
                    }
                });
    }

    private void more() {
        again = true;
    }

    private static SortedSet<Integer> stages(DueNotice notice) {
        TreeSet<Integer> stages = new TreeSet<>();
        if (notice.audience().kind() == Audience.Kind.ACCOUNT) {
            stages.add(Delivery.FEED_STAGE);
            notice.addressee().ifPresent(to -> to.channels().forEach(channel -> stages.add(channel.stage())));
        } else {
            stages.add(ChannelKind.WEBHOOK.stage());
        }
        return stages;
    }

    private static List<ChannelAddress> addresses(DueNotice notice, int stage) {
        if (notice.audience().kind() == Audience.Kind.OUTSIDE) {
            return List.of(new ChannelAddress(
                    NO_ID,
                    ChannelKind.WEBHOOK,
                    stage,
                    "",
                    Optional.of(notice.audience().id()),
                    Optional.empty()));
        }
        Addressee to = notice.addressee().orElseThrow();
        if (stage == Delivery.FEED_STAGE) {
            String account = to.account().toString();
            return List.of(
                    new ChannelAddress(NO_ID, ChannelKind.FEED, stage, account, Optional.empty(), Optional.empty()));
        }
        return to.channels().stream()
                .filter(channel -> channel.stage() == stage)
                .toList();
    }

    /** All of a stage at once; the best answer counts. */
    private Future<Attempt> attempt(Claimed claimed, int stage) {
        DueNotice notice = claimed.notice();
        Instant now = moment(claimed).now();
        Letter letter = new Letter(
                notice.id(),
                notice.kind(),
                notice.about().incident(),
                notice.about().offer(),
                notice.about().role(),
                notice.about().prompt(),
                notice.about().drill(),
                Wording.of(notice),
                notice.expiresAt(),
                Duration.between(now, notice.expiresAt()));
        List<Future<Attempt>> tries = new ArrayList<>();
        for (ChannelAddress address : addresses(notice, stage)) {
            tries.add(attempt(letter, address, Duration.between(notice.madeAt(), now)));
        }
        return Future.join(tries)
                .map(all -> tries.stream()
                        .map(Future::result)
                        .min(Comparator.comparing(Attempt::outcome))
                        .orElse(Attempt.ABSENT));
    }

    /** Never fails: a failure is an answer too. */
    private Future<Attempt> attempt(Letter letter, ChannelAddress address, Duration age) {
        Channel channel = channels.get(address.kind());
        if (channel == null) {
            return Future.succeededFuture(Attempt.refused(address.kind() + " is not configured"));
        }
        return ways.send(channel, letter, address)
                .otherwise(failure -> Attempt.failed(failure.getClass().getSimpleName()))
                .onSuccess(attempt -> {
                    figures.tried(address.kind(), attempt.outcome(), age);
                    if (attempt.gone()) {
                        outbox.forget(address.id())
                                .onFailure(failure -> LOG.warn("channel not forgotten: {}", failure.getMessage()));
                    }
                });
    }
}
