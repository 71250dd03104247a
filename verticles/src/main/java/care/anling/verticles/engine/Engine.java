package care.anling.verticles.engine;

import care.anling.core.common.IdSource;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand.CheckTimers;
import care.anling.core.incident.IncidentCommand.FindMoreHands;
import care.anling.core.incident.IncidentCommand.RunStep;
import care.anling.core.incident.IncidentMachine;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.bus.Hints.Listening;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.loop.EventLoop.Alarm;
import care.anling.verticles.store.DeadlineStore;
import care.anling.verticles.store.DueDeadline;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.PlanStore;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.store.StoreFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what must happen happen in time: claims due deadlines, gathers who could come, lets the incident machine decide,
 * stores. Any node may claim any row; the decision is the fence, because it compares the deadline it was called for with
 * the one that stands. A timer or a hint only makes it prompt; a poll every {@link #POLL} is the floor.
 *
 * <p>A deadline that fails is given back and tried again; it never stops the others.
 */
public final class Engine {

    /** Deadlines claimed at once. */
    static final int CLAIM_MAX_DEADLINES = 64;
    /** How long a claimed row is left alone by others: a dead node's rows are taken over after it. */
    static final Duration LEASE = Duration.ofSeconds(3);
    /** The longest a due deadline can go unseen when every hint and timer is lost. */
    static final Duration POLL = Duration.ofSeconds(1);
    /** A deadline whose handling failed is tried again after this. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** How often one deadline is decided again at once because somebody chosen was no longer free; then it waits. */
    static final int LOOKS_MAX = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final EventLoop loop;
    private final DeadlineStore deadlines;
    private final IncidentStore incidents;
    private final Gathering gathering;
    private final Hints hints;
    private final Timer lateness;
    private final Counter failed;
    private final Counter outdated;
    private boolean working;
    private boolean again;
    private @Nullable Alarm alarm;
    private @Nullable Listening listening;

    /** What the engine reads and writes. */
    public record Stores(
            DeadlineStore deadlines, IncidentStore incidents, ResponderStore responders, PlanStore plans) {}

    public Engine(EventLoop loop, Stores stores, IdSource ids, Hints hints, MeterRegistry meters) {
        this.loop = loop;
        this.deadlines = stores.deadlines();
        this.incidents = stores.incidents();
        this.gathering = new Gathering(stores.responders(), stores.plans(), ids, meters);
        this.hints = hints;
        this.lateness = Timer.builder("anling.deadline.lateness")
                .publishPercentileHistogram()
                .register(meters);
        this.failed = meters.counter("anling.deadline.failed");
        this.outdated = meters.counter("anling.deadline.outdated");
    }

    /** On its loop, where it stays. */
    public void start() {
        listening = hints.listen(Hint.DeadlineDue.class, hint -> work());
        loop.every(POLL, this::work);
        work();
    }

    public Future<Void> stop() {
        return listening == null ? Future.succeededFuture() : listening.stop();
    }

    /** One round at a time; a call during a round asks for one more. */
    private void work() {
        if (working) {
            again = true;
            return;
        }
        working = true;
        again = false;
        deadlines
                .claimDue(CLAIM_MAX_DEADLINES, LEASE)
                .compose(this::handleAll)
                .compose(claimed -> claimed == CLAIM_MAX_DEADLINES ? Future.succeededFuture(Duration.ZERO) : nextWait())
                .onComplete(wait -> {
                    working = false;
                    if (wait.failed()) {
                        LOG.warn(
                                "deadlines could not be claimed: {}",
                                wait.cause().getMessage());
                    } else if (again || wait.result().isZero()) {
                        loop.run(this::work);
                    } else {
                        setAlarm(wait.result());
                    }
                });
    }

    private Future<Duration> nextWait() {
        return deadlines.untilNext().map(wait -> wait.orElse(POLL));
    }

    /** A prompt look at the next deadline; beyond the poll's reach the poll will find it. */
    private void setAlarm(Duration wait) {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        if (wait.compareTo(POLL) < 0) {
            alarm = loop.alarm(wait.plusMillis(1), this::work);
        }
    }

    private Future<Integer> handleAll(List<DueDeadline> claimed) {
        if (claimed.isEmpty()) {
            return Future.succeededFuture(0);
        }
        Gathering.Round round = gathering.of(claimed);
        List<Future<Void>> all = new ArrayList<>(claimed.size());
        claimed.forEach(due -> {
            lateness.record(due.late());
            all.add(handle(due, round, LOOKS_MAX));
        });
        return Future.join(all).transform(ignored -> Future.succeededFuture(claimed.size()));
    }

    private Future<Void> handle(DueDeadline due, Gathering.Round round, int looks) {
        Future<Muster> muster = round.muster(due.community());
        return muster.compose(people -> incidents.change(due.incident(), (incident, now) -> {
                    Decision decision = decide(due, incident, now, people);
                    people.note(decision);
                    return decision;
                }))
                .compose(decision -> settle(due, decision), failure -> {
                    if (looks > 1 && failure instanceof StoreFailure store && store.isOutdated()) {
                        // Somebody chosen went off duty or to somebody else meanwhile: all who shared that look, look
                        // again.
                        outdated.increment();
                        round.forget(due.community(), muster);
                        return handle(due, round, looks - 1);
                    }
                    return giveBack(due, failure);
                });
    }

    private static Decision decide(DueDeadline due, Incident incident, Instant now, Muster people) {
        return switch (due.kind()) {
            case STEP ->
                IncidentMachine.decide(
                        Optional.of(incident),
                        new RunStep(due.dueAt(), people.plan(incident.assessmentAt(now)), people.roster(incident.id())),
                        now);
            case MORE_HANDS ->
                IncidentMachine.decide(
                        Optional.of(incident), new FindMoreHands(due.dueAt(), people.roster(incident.id())), now);
            case NO_SHOW, SAFETY, HAND_OVER ->
                IncidentMachine.decide(Optional.of(incident), new CheckTimers(due.kind(), due.dueAt()), now);
        };
    }

    private Future<Void> settle(DueDeadline due, Decision decision) {
        if (decision.rejection().isPresent()) {
            // Somebody moved the deadline, or stood the incident down, between the claim and the decision: nothing is
            // owed.
            LOG.debug(
                    "deadline of {} passed over: {}",
                    due.incident(),
                    decision.rejection().get());
        }
        if (decision.changes()) {
            announce(due, decision);
        }
        return Future.succeededFuture();
    }

    private void announce(DueDeadline due, Decision decision) {
        hints.publish(new Hint.CommunityNews(due.community()));
        if (!decision.notices().isEmpty()) {
            hints.publish(new Hint.NoticesDue());
        }
        decision.next()
                .ifPresent(
                        incident -> incident.devices().forEach(device -> hints.publish(new Hint.DeviceTold(device))));
        if (decision.next().filter(next -> !next.deadlines().isEmpty()).isPresent()) {
            again = true;
        }
    }

    private Future<Void> giveBack(DueDeadline due, Throwable failure) {
        failed.increment();
        LOG.warn(
                "deadline {} of {} failed, again in {}: {}",
                due.kind(),
                due.incident(),
                RETRY_AFTER,
                failure.toString());
        return deadlines.release(due, RETRY_AFTER).otherwiseEmpty();
    }
}
