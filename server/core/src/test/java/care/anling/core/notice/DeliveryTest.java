package care.anling.core.notice;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.notice.Delivery.Moment;
import care.anling.core.notice.Delivery.Next;
import care.anling.core.notice.Delivery.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final Instant T0 = Instant.parse("2026-05-01T08:00:00Z");
    private static final SortedSet<Integer> STAGES = new TreeSet<>(List.of(0, 10, 20));
    private static final Notice.Term OFFER = new Notice.Term(NoticeKind.OFFER, T0.plusSeconds(60));
    private static final Notice.Term ALARM = new Notice.Term(NoticeKind.ALARM, T0.plus(Duration.ofMinutes(15)));
    private static final Notice.Term WITHDRAWN = new Notice.Term(NoticeKind.OFFER_WITHDRAWN, T0.plusSeconds(120));

    @Test
    void nothingHoldsTheFirstTryBack() {
        for (NoticeKind kind : NoticeKind.values()) {
            assertThat(Delivery.FRESH.stageToTry(STAGES, Standing.WANTED, T0.plus(kind.lifetime()), T0))
                    .as(kind.name())
                    .hasValue(0);
        }
    }

    @Test
    void nobodyAtTheScreenMeansTheNextChannelAtOnce() {
        Next next = Delivery.FRESH.after(0, Outcome.ABSENT, OFFER, STAGES, at(0));

        assertThat(next.isAtOnce(T0)).isTrue();
        assertThat(next.delivery().stage()).isEqualTo(10);
        assertThat(next.delivery().taken()).isFalse();
    }

    @Test
    void noReceiptInTimeMeansTheNextChannelAtOnce() {
        Next sent = Delivery.FRESH.after(10, Outcome.TAKEN, OFFER, STAGES, at(0));
        assertThat(sent.delivery().state()).isEqualTo(DeliveryState.SENT);
        assertThat(sent.dueAt()).contains(T0.plus(NoticeKind.OFFER.receiptWait()));

        assertThat(sent.delivery().stageToTry(STAGES, Standing.WANTED, OFFER.expiresAt(), T0.plusSeconds(5)))
                .hasValue(20);
    }

    @Test
    void whatNeedsNoReceiptIsDoneOnceTaken() {
        Next done = Delivery.FRESH.after(0, Outcome.TAKEN, WITHDRAWN, STAGES, at(0));

        assertThat(done.delivery().state()).isEqualTo(DeliveryState.SENT);
        assertThat(done.dueAt()).isEmpty();
    }

    @Test
    void afterTheLastChannelOnlyAReceiptCanStillCome() {
        Delivery sent =
                Delivery.FRESH.after(20, Outcome.TAKEN, ALARM, STAGES, at(0)).delivery();
        assertThat(sent.stageToTry(STAGES, Standing.WANTED, ALARM.expiresAt(), T0.plusSeconds(10)))
                .isEmpty();

        Next waits = sent.withoutTrying(ALARM, STAGES, Standing.WANTED, at(10));
        assertThat(waits.dueAt()).contains(ALARM.expiresAt());

        Next end = waits.delivery().withoutTrying(ALARM, STAGES, Standing.WANTED, at(900));
        assertThat(end.delivery().state()).isEqualTo(DeliveryState.DEAD);
        assertThat(end.trouble()).contains(Trouble.UNCONFIRMED);
    }

    @Test
    void anOfferThatRangAndLapsedIsNoDeadLetter() {
        Delivery sent =
                Delivery.FRESH.after(20, Outcome.TAKEN, OFFER, STAGES, at(0)).delivery();

        assertThat(sent.withoutTrying(OFFER, STAGES, Standing.WANTED, at(60))
                        .delivery()
                        .state())
                .isEqualTo(DeliveryState.OBSOLETE);
    }

    @Test
    void failuresAreTriedAgainWithLongerPausesUntilTheyMakeNoSense() {
        Delivery delivery = Delivery.FRESH;
        Duration last = Duration.ZERO;
        long seconds = 0;
        int rounds = 0;
        while (true) {
            Next next = delivery.after(20, Outcome.FAILED, ALARM, STAGES, new Moment(T0.plusSeconds(seconds), 0.5));
            if (next.dueAt().isEmpty()) {
                assertThat(next.trouble()).contains(Trouble.UNDELIVERED);
                break;
            }
            Duration pause =
                    Duration.between(T0.plusSeconds(seconds), next.dueAt().get());
            assertThat(pause).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Delivery.LONGEST_PAUSE);
            assertThat(next.delivery().stage()).isZero();
            last = pause;
            seconds += pause.toSeconds();
            delivery = next.delivery();
            rounds++;
        }
        assertThat(rounds).isEqualTo(Delivery.MAX_ROUNDS - 1);
    }

    @Test
    void pausesAfterACommonFailureDoNotEndTogether() {
        Next early = Delivery.FRESH.after(20, Outcome.FAILED, ALARM, STAGES, new Moment(T0, 0));
        Next late = Delivery.FRESH.after(20, Outcome.FAILED, ALARM, STAGES, new Moment(T0, 1));

        assertThat(early.dueAt().orElseThrow()).isEqualTo(T0.plusSeconds(1));
        assertThat(late.dueAt().orElseThrow()).isEqualTo(T0.plusSeconds(3));
    }

    @Test
    void whereEverybodyRefusesNothingIsTriedAgain() {
        Next next = Delivery.FRESH.after(20, Outcome.REFUSED, ALARM, STAGES, at(0));

        assertThat(next.delivery().state()).isEqualTo(DeliveryState.DEAD);
        assertThat(next.trouble()).contains(Trouble.UNDELIVERED);
    }

    @Test
    void withNothingButAFeedNobodyLooksAtSomebodyIsUnreachable() {
        SortedSet<Integer> feedAlone = new TreeSet<>(List.of(Delivery.FEED_STAGE));

        Next next = Delivery.FRESH.after(0, Outcome.ABSENT, OFFER, feedAlone, at(0));

        assertThat(next.trouble()).contains(Trouble.UNREACHABLE);
    }

    @Test
    void whatIsHeardOrMootIsNotSentAnyMore() {
        assertThat(Delivery.FRESH.stageToTry(STAGES, Standing.HEARD, OFFER.expiresAt(), T0))
                .isEmpty();
        assertThat(Delivery.FRESH
                        .withoutTrying(OFFER, STAGES, Standing.HEARD, at(0))
                        .delivery()
                        .state())
                .isEqualTo(DeliveryState.RECEIVED);
        assertThat(Delivery.FRESH
                        .withoutTrying(OFFER, STAGES, Standing.MOOT, at(0))
                        .delivery()
                        .state())
                .isEqualTo(DeliveryState.OBSOLETE);
    }

    @Test
    void anAnswerIsAReceipt() {
        assertThat(standing(NoticeKind.OFFER, OfferState.PENDING, true)).isEqualTo(Standing.WANTED);
        assertThat(standing(NoticeKind.OFFER, OfferState.ACCEPTED, true)).isEqualTo(Standing.HEARD);
        assertThat(standing(NoticeKind.OFFER, OfferState.DECLINED, true)).isEqualTo(Standing.HEARD);
        assertThat(standing(NoticeKind.OFFER, OfferState.LAPSED, true)).isEqualTo(Standing.MOOT);
        assertThat(Standing.of(NoticeKind.ASSIGNED, Optional.empty(), Optional.of(AssignmentState.EN_ROUTE), true))
                .isEqualTo(Standing.HEARD);
        assertThat(standing(NoticeKind.DESK_ALARM, OfferState.PENDING, false)).isEqualTo(Standing.MOOT);
        assertThat(standing(NoticeKind.STOOD_DOWN, OfferState.WITHDRAWN, false)).isEqualTo(Standing.WANTED);
    }

    /** Whatever channels answer: it ends, and never without somebody having it, or a reason. */
    @Test
    void everyDeliveryEnds() {
        Random random = new Random(20260501);
        for (int run = 0; run < 2_000; run++) {
            Notice.Term term = run % 2 == 0 ? OFFER : ALARM;
            Delivery delivery = Delivery.FRESH;
            Instant now = T0;
            Optional<Next> end = Optional.empty();
            for (int step = 0; step < 200 && end.isEmpty(); step++) {
                Moment moment = new Moment(now, random.nextDouble());
                var stage = delivery.stageToTry(STAGES, Standing.WANTED, term.expiresAt(), now);
                Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
                Next next = stage.isEmpty()
                        ? delivery.withoutTrying(term, STAGES, Standing.WANTED, moment)
                        : delivery.after(stage.getAsInt(), outcome, term, STAGES, moment);
                delivery = next.delivery();
                now = next.dueAt().orElse(now);
                end = next.dueAt().isEmpty() ? Optional.of(next) : Optional.empty();
            }
            assertThat(end).as("run " + run).isPresent();
            boolean dead = end.get().delivery().state() == DeliveryState.DEAD;
            assertThat(end.get().trouble().isPresent()).isEqualTo(dead);
        }
    }

    private static Standing standing(NoticeKind kind, OfferState offer, boolean open) {
        return Standing.of(kind, Optional.of(offer), Optional.empty(), open);
    }

    private static Moment at(long seconds) {
        return new Moment(T0.plusSeconds(seconds), 0.5);
    }
}
