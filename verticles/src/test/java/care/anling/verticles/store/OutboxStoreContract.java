package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.incident.Incident;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Delivery;
import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.core.notice.Standing;
import care.anling.verticles.store.OutboxStore.Settling;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every outbox promises. Nobody else's notices are in it when a test begins. */
abstract class OutboxStoreContract {

    static final Duration LEASE = Duration.ofSeconds(30);

    abstract OutboxStore store();

    /** Another node's, on the same rows. */
    abstract OutboxStore other();

    abstract NoticeStore notices();

    abstract ChannelStore channels();

    /** The open incident that the notices are about, in a community under a street. */
    abstract Incident incident();

    /** In the transaction of a change of {@link #incident}. */
    abstract void decide(List<Notice> notices);

    /** Somebody with an account. */
    abstract UUID person(AccountRole role, boolean onDuty);

    /** Lets time pass for what is stored, without waiting. */
    abstract void age(Duration by);

    private Notice alarm(UUID to, int occasion) {
        return Notice.of(NoticeKind.ALARM, Audience.account(to), incident().id(), Instant.now())
                .with(Notice.Detail.NONE.onOccasion(occasion).withPerson("王医生").withEta(Optional.of(90)));
    }

    private List<DueNotice> claim(OutboxStore store) {
        return PgFixture.await(store.claimDue(100, LEASE));
    }

    private DueNotice only() {
        List<DueNotice> claimed = claim(store());
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private void settle(DueNotice notice, Delivery.Next next) {
        PgFixture.await(store().settle(
                        List.of(new Settling(notice.id(), notice.claim(), next, notice.claimedAt(), "HTTP 500"))));
    }

    private static Delivery.Next ended(DeliveryState state) {
        return new Delivery.Next(new Delivery(state, 10, 0, true, false), Optional.empty(), Optional.empty());
    }

    @Test
    void whatIsDecidedIsDueWithEverythingThatSendingNeeds() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        PgFixture.await(channels().replaceVerified(volunteer, List.of(email("li@example.org"))));
        decide(List.of(alarm(volunteer, 1)));

        DueNotice notice = only();

        assertThat(notice.kind()).isEqualTo(NoticeKind.ALARM);
        assertThat(notice.audience()).isEqualTo(Audience.account(volunteer));
        assertThat(notice.delivery()).isEqualTo(Delivery.FRESH);
        assertThat(notice.standing()).isEqualTo(Standing.WANTED);
        assertThat(notice.claim()).isEqualTo(1);
        assertThat(notice.about().incident()).isEqualTo(incident().id());
        assertThat(notice.about().community()).isEqualTo(incident().subject().community());
        assertThat(notice.about().need()).isEqualTo(incident().assessment().leading());
        assertThat(notice.about().person()).contains("王医生");
        assertThat(notice.about().etaSeconds()).contains(90);
        DueNotice.Addressee to = notice.addressee().orElseThrow();
        assertThat(to.role()).isEqualTo(AccountRole.VOLUNTEER);
        assertThat(to.language()).isEqualTo("zh");
        assertThat(to.channels()).singleElement().satisfies(channel -> {
            assertThat(channel.kind()).isEqualTo(ChannelKind.EMAIL);
            assertThat(channel.address()).isEqualTo("li@example.org");
        });
    }

    @Test
    void theSameNoticeTwiceIsOne() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);

        decide(List.of(alarm(volunteer, 1)));
        decide(List.of(alarm(volunteer, 1), alarm(volunteer, 2)));

        assertThat(claim(store())).hasSize(2);
    }

    /** Whose phone rang and who is at the desk above: the same word is theirs for two reasons. */
    @Test
    void whoIsToldForTwoReasonsIsToldOnce() {
        UUID rang = person(AccountRole.COORDINATOR, true);
        UUID other = person(AccountRole.COORDINATOR, true);
        Audience street = Audience.street(incident().subject().community());
        decide(List.of(over(Audience.account(rang)), over(street)));

        List<DueNotice> claimed = claim(store());
        assertThat(claimed).extracting(DueNotice::audience).containsExactlyInAnyOrder(Audience.account(rang), street);
        DueNotice whole = claimed.stream()
                .filter(notice -> notice.audience().equals(street))
                .findFirst()
                .orElseThrow();
        PgFixture.await(store().spread(whole, Set.of(rang, other)));

        assertThat(claim(store())).extracting(DueNotice::audience).containsExactly(Audience.account(other));
    }

    private Notice over(Audience audience) {
        return Notice.of(NoticeKind.STOOD_DOWN, audience, incident().id(), Instant.now());
    }

    @Test
    void whatOneNodeClaimedNoOtherDoesUntilItsLeaseIsOver() {
        decide(List.of(alarm(person(AccountRole.VOLUNTEER, true), 1)));
        DueNotice first = only();
        assertThat(claim(other())).isEmpty();

        age(LEASE.plusSeconds(1));
        DueNotice again = PgFixture.await(other().claimDue(100, LEASE)).get(0);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.claim()).isEqualTo(2);
    }

    @Test
    void whoWasOvertakenChangesNothingAnyMore() {
        decide(List.of(alarm(person(AccountRole.VOLUNTEER, true), 1)));
        DueNotice slow = only();
        age(LEASE.plusSeconds(1));
        DueNotice quick = PgFixture.await(other().claimDue(100, LEASE)).get(0);

        settle(slow, ended(DeliveryState.RECEIVED));
        assertThat(PgFixture.await(store().untilNext())).isPresent();

        settle(quick, ended(DeliveryState.RECEIVED));
        assertThat(PgFixture.await(store().untilNext())).isEmpty();
    }

    @Test
    void aClockThatGoesBackKeepsNobodyFromBeingTold() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        decide(List.of(alarm(volunteer, 1), alarm(volunteer, 2), alarm(volunteer, 3)));
        DueNotice held = PgFixture.await(store().claimDue(1, LEASE)).get(0);
        DueNotice sent = PgFixture.await(store().claimDue(1, LEASE)).get(0);
        Instant soon = sent.claimedAt().plusSeconds(10);
        Delivery waiting = new Delivery(DeliveryState.SENT, 10, 0, true, false);
        settle(sent, new Delivery.Next(waiting, Optional.of(soon), Optional.empty()));

        age(Duration.ofHours(-1));

        assertThat(claim(store())).as("until somebody looks at the clock").isEmpty();
        assertThat(PgFixture.await(store().untilNext())).contains(Duration.ZERO);
        assertThat(claim(other()))
                .extracting(DueNotice::id)
                .as("the one whose holder is gone, and the fresh one; the sent one waits for its receipt as before")
                .contains(held.id())
                .doesNotContain(sent.id())
                .hasSize(2);
        age(Duration.ofSeconds(11));
        assertThat(claim(store())).extracting(DueNotice::id).contains(sent.id());
    }

    @Test
    void aClaimOutlivesNoClockHoweverLittleItGoesBack() {
        decide(List.of(alarm(person(AccountRole.VOLUNTEER, true), 1)));
        DueNotice held = only();

        age(Duration.ofSeconds(-2));

        assertThat(PgFixture.await(store().untilNext())).contains(Duration.ZERO);
        assertThat(claim(other())).extracting(DueNotice::id).isEqualTo(List.of(held.id()));
    }

    @Test
    void aClaimIsBounded() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        decide(List.of(alarm(volunteer, 1), alarm(volunteer, 2), alarm(volunteer, 3)));

        assertThat(PgFixture.await(store().claimDue(2, LEASE))).hasSize(2);
        assertThat(claim(other())).hasSize(1);
    }

    @Test
    void whatWaitsIsDueAgainWhenItsTimeComes() {
        decide(List.of(alarm(person(AccountRole.VOLUNTEER, true), 1)));
        DueNotice notice = only();
        Delivery waiting = new Delivery(DeliveryState.SENT, 10, 1, true, true);
        settle(notice, new Delivery.Next(waiting, Optional.of(notice.claimedAt().plusSeconds(20)), Optional.empty()));
        assertThat(claim(store())).isEmpty();
        assertThat(PgFixture.await(store().untilNext()).orElseThrow())
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));

        age(Duration.ofSeconds(21));

        assertThat(only().delivery()).isEqualTo(waiting);
    }

    @Test
    void aReceiptSettlesWhateverTheSenderSaysAfterwards() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        decide(List.of(alarm(volunteer, 1)));
        DueNotice notice = only();

        assertThat(PgFixture.await(notices().receivedBy(volunteer, Set.of(notice.id()))))
                .isEqualTo(1);
        settle(
                notice,
                new Delivery.Next(
                        new Delivery(DeliveryState.SENT, 10, 0, true, false),
                        Optional.of(notice.claimedAt()),
                        Optional.empty()));

        age(LEASE.plusSeconds(1));
        assertThat(claim(store())).isEmpty();
    }

    @Test
    void nobodyConfirmsForAnother() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        decide(List.of(alarm(volunteer, 1)));
        DueNotice notice = only();

        assertThat(PgFixture.await(notices().receivedBy(person(AccountRole.VOLUNTEER, true), Set.of(notice.id()))))
                .isZero();
        assertThat(PgFixture.await(notices().receivedThrough("sms", notice.id())))
                .isFalse();

        PgFixture.await(channels().replaceVerified(volunteer, List.of(gateway("sms", "+8613900000000"))));
        assertThat(PgFixture.await(notices().receivedThrough("voice", notice.id())))
                .isFalse();
        assertThat(PgFixture.await(notices().receivedThrough("sms", notice.id())))
                .isTrue();
    }

    @Test
    void aDeadLetterIsSeenInItsCommunityUntilItIsReceivedAfterAll() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        decide(List.of(alarm(volunteer, 1)));
        DueNotice notice = only();
        settle(notice, Delivery.FRESH.toNobody());

        var here = Set.of(incident().subject().community());
        assertThat(PgFixture.await(notices().listDead(here, Optional.empty(), 10)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.id()).isEqualTo(notice.id());
                    assertThat(letter.name()).isPresent();
                    assertThat(letter.trouble()).isEqualTo("NOBODY: HTTP 500");
                });
        assertThat(PgFixture.await(notices().listDead(Set.of(Samples.community()), Optional.empty(), 10)))
                .isEmpty();
        assertThat(PgFixture.await(notices().listDead(here, Optional.of(notice.id()), 10)))
                .isEmpty();
        assertThat(PgFixture.await(store().depth()).dead()).isEqualTo(1);

        PgFixture.await(notices().receivedBy(volunteer, Set.of(notice.id())));
        assertThat(PgFixture.await(notices().listDead(here, Optional.empty(), 10)))
                .isEmpty();
    }

    @Test
    void aDeskIsWhoeverSitsThere() {
        UUID off = person(AccountRole.COORDINATOR, false);
        Notice alarm = Notice.of(
                NoticeKind.DESK_ALARM,
                Audience.desk(incident().subject().community()),
                incident().id(),
                Instant.now());
        decide(List.of(alarm));
        DueNotice whole = only();
        assertThat(whole.people()).as("nobody on duty: everybody there").containsExactly(off);

        UUID on = person(AccountRole.COORDINATOR, true);
        age(LEASE.plusSeconds(1));
        DueNotice again = only();
        assertThat(again.people()).containsExactly(on);

        PgFixture.await(store().spread(again, again.people()));
        PgFixture.await(store().spread(again, again.people()));
        DueNotice own = only();
        assertThat(own.audience()).isEqualTo(Audience.account(on));
        assertThat(own.kind()).isEqualTo(NoticeKind.DESK_ALARM);
        settle(own, ended(DeliveryState.RECEIVED));
        assertThat(PgFixture.await(store().untilNext())).isEmpty();
    }

    @Test
    void subscriptionsAreBoundedAndTheOldestGo() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            PgFixture.await(channels().subscribe(volunteer, push("https://push.example.org/" + i), 3));
            if (i >= 2) {
                kept.add("https://push.example.org/" + i);
            }
        }
        PgFixture.await(channels().subscribe(volunteer, push("https://push.example.org/4"), 3));

        assertThat(PgFixture.await(channels().channelsOf(volunteer)))
                .extracting(ChannelAddress::address)
                .containsExactlyInAnyOrderElementsOf(kept);
        assertThat(PgFixture.await(channels().unsubscribe(volunteer, "https://push.example.org/4")))
                .isTrue();
        assertThat(PgFixture.await(channels().unsubscribe(volunteer, "https://push.example.org/4")))
                .isFalse();
    }

    @Test
    void whatWasReadBeforeSomebodyElseReplacedItReplacesNothing() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        long none = PgFixture.await(channels().version(volunteer));
        assertThat(none).isZero();
        assertThat(PgFixture.await(
                        channels().replaceVerified(volunteer, List.of(gateway("sms", "+861")), Optional.of(none))))
                .isTrue();
        long first = PgFixture.await(channels().version(volunteer));
        assertThat(first).isPositive();
        assertThat(PgFixture.await(
                        channels().replaceVerified(volunteer, List.of(gateway("sms", "+862")), Optional.of(none))))
                .isFalse();
        PgFixture.await(channels().subscribe(volunteer, push("https://push.example.org/a"), 3));
        assertThat(PgFixture.await(channels().version(volunteer))).isEqualTo(first);
        assertThat(PgFixture.await(channels().channelsOf(volunteer)))
                .extracting(ChannelAddress::address)
                .contains("+861")
                .doesNotContain("+862");
        assertThat(PgFixture.await(
                        channels().replaceVerified(volunteer, List.of(gateway("sms", "+862")), Optional.of(first))))
                .isTrue();
        assertThat(PgFixture.await(channels().version(volunteer))).isNotEqualTo(first);
    }

    @Test
    void theOfficeReplacesNumbersAndLeavesBrowsersAlone() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        PgFixture.await(channels().subscribe(volunteer, push("https://push.example.org/a"), 3));
        PgFixture.await(channels().replaceVerified(volunteer, List.of(gateway("sms", "+861"), email("a@example.org"))));
        PgFixture.await(channels().replaceVerified(volunteer, List.of(gateway("sms", "+862"))));

        List<ChannelAddress> now = PgFixture.await(channels().channelsOf(volunteer));
        assertThat(now).extracting(ChannelAddress::address).containsExactly("https://push.example.org/a", "+862");

        PgFixture.await(store().forget(now.get(0).id()));
        assertThat(PgFixture.await(channels().channelsOf(volunteer))).hasSize(1);
    }

    static ChannelAddress push(String endpoint) {
        return new ChannelAddress(
                Samples.id(),
                ChannelKind.PUSH,
                ChannelKind.PUSH.stage(),
                endpoint,
                Optional.empty(),
                Optional.of(new ChannelAddress.PushKeys("BExample", "auth")));
    }

    static ChannelAddress gateway(String name, String number) {
        return new ChannelAddress(
                Samples.id(),
                ChannelKind.WEBHOOK,
                ChannelKind.WEBHOOK.stage(),
                number,
                Optional.of(name),
                Optional.empty());
    }

    static ChannelAddress email(String address) {
        return new ChannelAddress(
                Samples.id(),
                ChannelKind.EMAIL,
                ChannelKind.EMAIL.stage(),
                address,
                Optional.empty(),
                Optional.empty());
    }
}
