package care.anling.core.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * How a notice goes from channel to channel until somebody has it. Pure: what is stored comes in, what is to be stored
 * goes out.
 *
 * <pre>
 *   PENDING ── stage takes it ──▶ SENT ── receipt ──▶ RECEIVED
 *      ▲  │                        │ none in time: next stage, at once
 *      │  └─ stage fails, refuses, ┘
 *      │     nobody there: next stage, at once
 *      │                           no stage left: another round after a pause, while something may yet work;
 *      └───────────────────────────  else SENT until it expires, if a stage has taken it; else DEAD
 * </pre>
 *
 * <p>A stage is all channels of one person with one order: all their phones ring at once. Nothing here ever holds a
 * notice's first try back.
 *
 * @param stage the one to be tried, or whose receipt is waited for
 * @param round how often all stages were gone through
 * @param taken some stage has taken it
 * @param worthRetry something failed in this round that may work later
 */
public record Delivery(DeliveryState state, int stage, int round, boolean taken, boolean worthRetry) {

    /** As it lies in the outbox when the decision is stored. */
    public static final Delivery FRESH = new Delivery(DeliveryState.PENDING, 0, 0, false, false);

    /** Going through all channels in vain this often is enough; most notices expire before. */
    public static final int MAX_ROUNDS = 8;

    /** Of the feed on an open screen, which everybody has before all channels of their own. */
    public static final int FEED_STAGE = 0;

    /** No stage is behind this one: only a receipt can still come. */
    public static final int PAST_ALL_STAGES = Integer.MAX_VALUE - 1;

    /** The pause before the second round; each later one is twice as long. */
    public static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** Why a notice ended unheard; stored, shown and counted. */
    public enum Trouble {
        /** Nobody belongs to the audience. */
        NOBODY,
        /** They are not looking at a screen and have no other channel. */
        UNREACHABLE,
        /** Every channel said no, or failed until it was too late. */
        UNDELIVERED,
        /** A channel took it, and nobody ever confirmed it. */
        UNCONFIRMED
    }

    /** @param dueAt when to look again; empty when there is nothing left to do */
    public record Next(Delivery delivery, Optional<Instant> dueAt, Optional<Trouble> trouble) {

        /** The next stage is tried in the same breath. */
        public boolean isAtOnce(Instant now) {
            return delivery.state == DeliveryState.PENDING
                    && dueAt.filter(at -> !at.isAfter(now)).isPresent();
        }
    }

    /** @param jitter from 0 to 1, so that pauses after a common failure do not end together */
    public record Moment(Instant now, double jitter) {}

    /**
     * The next thing to do with a claimed notice.
     *
     * @return the stage to try; empty when {@link #withoutTrying} has the answer
     */
    public OptionalInt stageToTry(SortedSet<Integer> stages, Standing standing, Instant expiresAt, Instant now) {
        if (standing != Standing.WANTED || !now.isBefore(expiresAt)) {
            return OptionalInt.empty();
        }
        int from = state == DeliveryState.SENT ? stage + 1 : stage;
        return stages.tailSet(from).stream().mapToInt(Integer::intValue).findFirst();
    }

    /** When there is no stage to try: no longer needed, too late, or all of them have been tried. */
    public Next withoutTrying(Notice.Term term, SortedSet<Integer> stages, Standing standing, Moment moment) {
        return switch (standing) {
            case HEARD -> end(DeliveryState.RECEIVED);
            case MOOT -> end(DeliveryState.OBSOLETE);
            case WANTED ->
                moment.now().isBefore(term.expiresAt()) ? allTried(term, stages, moment) : tooLate(term, stages);
        };
    }

    public Next after(int tried, Outcome outcome, Notice.Term term, SortedSet<Integer> stages, Moment moment) {
        Delivery there = new Delivery(state, tried, round, taken, worthRetry);
        return switch (outcome) {
            case RECEIVED -> there.end(DeliveryState.RECEIVED);
            case TAKEN -> there.waitForReceipt(term, moment.now());
            case FAILED ->
                new Delivery(DeliveryState.PENDING, tried, round, taken, true).nextStage(term, stages, moment);
            case REFUSED, ABSENT -> there.nextStage(term, stages, moment);
        };
    }

    /** Nobody is to be told: the desk is empty, the family has no account. */
    public Next toNobody() {
        return dead(Trouble.NOBODY);
    }

    private Next waitForReceipt(Notice.Term term, Instant now) {
        Delivery sent = new Delivery(DeliveryState.SENT, stage, round, true, worthRetry);
        if (!term.kind().needsReceipt()) {
            return sent.end(DeliveryState.SENT);
        }
        Instant patience = now.plus(term.kind().receiptWait());
        return new Next(sent, Optional.of(earlier(patience, term.expiresAt())), Optional.empty());
    }

    private Next nextStage(Notice.Term term, SortedSet<Integer> stages, Moment moment) {
        SortedSet<Integer> rest = stages.tailSet(stage + 1);
        return rest.isEmpty()
                ? allTried(term, stages, moment)
                : new Next(
                        new Delivery(DeliveryState.PENDING, rest.first(), round, taken, worthRetry),
                        Optional.of(moment.now()),
                        Optional.empty());
    }

    private Next allTried(Notice.Term term, SortedSet<Integer> stages, Moment moment) {
        Instant again = moment.now().plus(pause(moment.jitter()));
        if (worthRetry && round + 1 < MAX_ROUNDS && again.isBefore(term.expiresAt())) {
            return new Next(
                    new Delivery(DeliveryState.PENDING, stages.first(), round + 1, taken, false),
                    Optional.of(again),
                    Optional.empty());
        }
        if (taken) {
            // A receipt may still come; nobody asks for it any more.
            return new Next(
                    new Delivery(DeliveryState.SENT, PAST_ALL_STAGES, round, true, false),
                    Optional.of(term.expiresAt()),
                    Optional.empty());
        }
        return unheard(stages);
    }

    private Next tooLate(Notice.Term term, SortedSet<Integer> stages) {
        if (!taken) {
            return unheard(stages);
        }
        // An offer's own end is the ladder's business: it has long asked somebody else.
        return term.kind() == NoticeKind.OFFER ? end(DeliveryState.OBSOLETE) : dead(Trouble.UNCONFIRMED);
    }

    private Next unheard(SortedSet<Integer> stages) {
        boolean onlyTheFeed = stages.size() == 1 && stages.first() == FEED_STAGE;
        return dead(onlyTheFeed ? Trouble.UNREACHABLE : Trouble.UNDELIVERED);
    }

    private Next end(DeliveryState last) {
        return new Next(new Delivery(last, stage, round, taken, false), Optional.empty(), Optional.empty());
    }

    private Next dead(Trouble why) {
        return new Next(
                new Delivery(DeliveryState.DEAD, stage, round, taken, false), Optional.empty(), Optional.of(why));
    }

    private Duration pause(double jitter) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(round, MAX_ROUNDS);
        return Duration.ofMillis((long) (Math.min(doubled, LONGEST_PAUSE.toMillis()) * (0.5 + jitter)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
