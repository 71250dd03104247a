package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.escalation.DeadlineKind;
import care.anling.verticles.store.DatabaseWire.Kind;
import care.anling.verticles.store.DatabaseWire.Trip;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One PostgreSQL in memory behind all the fake stores, as there is one behind the real ones: what the emergency lane
 * commits is due for the engine and unnumbered for the sequencer. It has a clock of its own, rows that are locked in order
 * and waited for, and transactions in the real ones' trips, which a {@link DatabaseWire} may hold up, break, or answer in vain.
 *
 * <p>Everything happens on the thread that makes it happen: as soon as the wire allows, in the order it allows. Several
 * threads may use it.
 */
public final class FakeDatabase {

    private final InstantSource clock;
    private final FakeTables tables = new FakeTables(this::now);
    private final FakeLocks locks = new FakeLocks();
    private Duration ahead = Duration.ZERO;

    /** The wire of the stores that were given none of their own. */
    public volatile DatabaseWire wire = DatabaseWire.PERFECT;

    private volatile BiConsumer<IntakeWrite, Instant> onCommit = (write, at) -> {};

    public FakeDatabase(InstantSource clock) {
        this.clock = clock;
    }

    /** By the real time, which {@link #age} can still hurry. */
    public FakeDatabase() {
        this(InstantSource.system());
    }

    /** PostgreSQL knows microseconds. */
    public synchronized Instant now() {
        return clock.instant().plus(ahead).truncatedTo(ChronoUnit.MICROS);
    }

    /** The database's clock jumps ahead of everybody else's; back, if negative. */
    public synchronized void age(Duration by) {
        ahead = ahead.plus(by);
    }

    /** A community of the tree whose events are numbered; a street has no parent. */
    public synchronized void openFeedNode(CommunityId node, Optional<CommunityId> parent) {
        tables.openNode(node, parent);
    }

    /** Tells of everything committed from now on, and of the instant it was decided at, as soon as everybody can see it. */
    public void onCommit(BiConsumer<IntakeWrite, Instant> told) {
        onCommit = told;
    }

    /** A deadline as some incident's change left it, without the incident. */
    public synchronized void putDeadline(IncidentId incident, CommunityId community, DeadlineKind kind, Instant dueAt) {
        tables.putDeadline(incident, community, kind, dueAt);
    }

    /** Room for a long day: timelines, judgements and views of what is over are gone; incidents and their numbers stay. */
    public synchronized void forgetThePast() {
        tables.forgetThePast();
    }

    /** Looks at, or changes, what is stored, behind the stores' backs. */
    synchronized <T> T behind(Function<FakeTables, T> look) {
        return look.apply(tables);
    }

    DatabaseWire wire() {
        return new DatabaseWire() {
            @Override
            public Future<Void> reach(Trip trip) {
                return wire.reach(trip);
            }

            @Override
            public <T> Future<T> answer(Trip trip, Future<T> answer) {
                return wire.answer(trip, answer);
            }
        };
    }

    /** A transaction of one statement. */
    <T> Future<T> statement(DatabaseWire over, String call, Function<FakeTables, T> work) {
        Trip trip = new Trip(call, Kind.STATEMENT);
        Future<T> done = over.reach(trip).map(reached -> behind(work));
        return judged(over.answer(trip, done));
    }

    /**
     * Written and committed in one trip, decided for a time counted on from what this clock showed before.
     *
     * @return what the clock shows, if it is within the second after
     */
    Future<Optional<Instant>> oneTrip(DatabaseWire over, String call, IntakeWrite write, Instant decidedFor) {
        return statement(over, call, all -> {
            Instant shows = now();
            if (shows.isBefore(decidedFor) || shows.isAfter(decidedFor.plusSeconds(1))) {
                return Optional.empty();
            }
            all.check(write, decidedFor);
            all.apply(write, decidedFor, all.reserve(write));
            onCommit.accept(write, decidedFor);
            return Optional.of(shows);
        });
    }

    /**
     * What a transaction looks at.
     *
     * @param locks rows to lock, list by list: a later list is looked up when the earlier ones are held
     */
    record Look<V>(List<Function<FakeTables, ? extends Iterable<?>>> locks, Function<FakeTables, V> view) {}

    /** What was decided, and what is to be written for it; nothing to write, nothing committed. */
    record Outcome<T>(T answer, Optional<IntakeWrite> write, Instant at) {}

    /** Look and lock, decide, write and commit: the trips of the real transactions. */
    synchronized <V, T> Future<T> transaction(
            DatabaseWire over, String call, Look<V> look, Function<V, Outcome<T>> decide) {
        FakeLocks.Holder holder = new FakeLocks.Holder();
        Trip trip = new Trip(call, Kind.LOOK);
        Future<V> seen = over.reach(trip)
                .compose(reached -> lockAll(holder, look.locks().iterator()))
                .map(locked -> behind(look.view()));
        return judged(
                over.answer(trip, seen).map(decide).compose(outcome -> store(over, call, holder, outcome), failure -> {
                    release(holder);
                    return Future.failedFuture(failure);
                }));
    }

    private <T> Future<T> store(DatabaseWire over, String call, FakeLocks.Holder holder, Outcome<T> outcome) {
        if (outcome.write().isEmpty()) {
            release(holder);
            return Future.succeededFuture(outcome.answer());
        }
        IntakeWrite write = outcome.write().get();
        Trip commit = new Trip(call, Kind.COMMIT);
        Future<T> done = over.reach(new Trip(call, Kind.WRITE))
                .map(reached -> behind(all -> all.reserve(write)))
                .compose(ids -> over.reach(commit)
                        .map(reached -> behind(all -> {
                            all.check(write, outcome.at());
                            all.apply(write, outcome.at(), ids);
                            onCommit.accept(write, outcome.at());
                            return outcome.answer();
                        })))
                .onComplete(ended -> release(holder));
        return over.answer(commit, done);
    }

    private synchronized Future<Void> lockAll(
            FakeLocks.Holder holder, Iterator<Function<FakeTables, ? extends Iterable<?>>> lists) {
        if (!lists.hasNext()) {
            return Future.succeededFuture();
        }
        return locks.lock(holder, lists.next().apply(tables).iterator()).compose(held -> lockAll(holder, lists));
    }

    private synchronized void release(FakeLocks.Holder holder) {
        locks.release(holder);
    }

    private static <T> Future<T> judged(Future<T> answer) {
        return answer.recover(failure -> Future.failedFuture(StoreFailures.of(failure)));
    }
}
