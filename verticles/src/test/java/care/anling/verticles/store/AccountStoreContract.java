package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.AccountStore.Credentials;
import care.anling.verticles.store.AccountStore.Rotation;
import care.anling.verticles.store.AccountStore.Shown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every account store promises: a session lives by one token at a time, and a stolen one ends it. */
abstract class AccountStoreContract {

    static final Duration LIFETIME = Duration.ofDays(30);
    private static final String HASH = "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA";

    final UUID id = Samples.id();
    final UUID session = Samples.id();

    private Account account;

    abstract AccountStore store();

    abstract CommunityId node();

    /** Puts an account, or what became of it. */
    abstract void put(Account account, String passwordHash);

    /** Lets time pass for what is stored, without waiting. */
    abstract void age(Duration by);

    @BeforeEach
    void hire() {
        account = new Account(id, "user-" + id, "李坐席", AccountRole.COORDINATOR, node(), Optional.empty(), true);
        put(account, HASH);
    }

    @Test
    void somebodyIsFoundByNameWithTheirHashAndByIdWithout() {
        assertThat(PgFixture.await(store().findByUsername(account.username())))
                .contains(new Credentials(account, HASH));
        assertThat(PgFixture.await(store().find(id))).contains(account);
        assertThat(account.toString()).doesNotContain(HASH);
        assertThat(PgFixture.await(store().findByUsername(account.username().toUpperCase(java.util.Locale.ROOT))))
                .isEmpty();
        assertThat(PgFixture.await(store().find(Samples.id()))).isEmpty();
    }

    @Test
    void whoIsDisabledIsStillFoundAsSuch() {
        disable();
        assertThat(PgFixture.await(store().find(id)).orElseThrow().enabled()).isFalse();
        assertThat(PgFixture.await(store().findByUsername(account.username()))
                        .orElseThrow()
                        .account()
                        .enabled())
                .isFalse();
    }

    @Test
    void whatIsUsedUpOnceIsUsedUpForEverybody() {
        byte[] answer = hash("an answer " + id);
        assertThat(PgFixture.await(store().useOnce(answer, Duration.ofMinutes(10))))
                .isTrue();
        assertThat(PgFixture.await(store().useOnce(answer, Duration.ofMinutes(10))))
                .isFalse();
        assertThat(PgFixture.await(store().useOnce(hash("another " + id), Duration.ofMinutes(10))))
                .isTrue();
    }

    @Test
    void aSessionIsLiveUntilItIsEndedAndEndingTwiceIsNoError() {
        open("t1");
        assertThat(PgFixture.await(store().listLive(Set.of(session, Samples.id()))))
                .containsOnlyKeys(session)
                .containsValue(account);
        PgFixture.await(store().endSession(session));
        PgFixture.await(store().endSession(session));
        assertThat(isLive()).isFalse();
        assertThat(rotate("t1", "t2")).isInstanceOf(Rotation.Refused.class);
    }

    @Test
    void everySessionOfAnAccountEndsAtOnceAndNobodyElses() {
        open("t1");
        UUID another = Samples.id();
        PgFixture.await(store().openSession(another, new Shown(id, HASH, false), hash("a1"), LIFETIME));
        UUID somebody = Samples.id();
        put(
                new Account(somebody, "user-" + somebody, "王", AccountRole.COORDINATOR, node(), Optional.empty(), true),
                HASH);
        UUID theirs = Samples.id();
        PgFixture.await(store().openSession(theirs, new Shown(somebody, HASH, false), hash("s1"), LIFETIME));
        PgFixture.await(store().endSessions(id));
        PgFixture.await(store().endSessions(id));
        assertThat(PgFixture.await(store().listLive(Set.of(session, another, theirs))))
                .containsOnlyKeys(theirs);
        assertThat(rotate("t1", "t2")).isInstanceOf(Rotation.Refused.class);
    }

    @Test
    void aTokenIsTradedForTheNextOnce() {
        open("t1");
        assertThat(rotate("t1", "t2")).isEqualTo(new Rotation.Rotated(session, account));
        assertThat(rotate("t2", "t3")).isEqualTo(new Rotation.Rotated(session, account));
        assertThat(isLive()).isTrue();
    }

    /** One of the two who hold it has stolen it: both are out. */
    @Test
    void aTokenUsedTwiceEndsItsSession() {
        open("t1");
        rotate("t1", "t2");
        age(AccountStore.REFRESH_GRACE.plusSeconds(1));
        assertThat(rotate("t1", "t3")).isEqualTo(new Rotation.Reused(session));
        assertThat(isLive()).isFalse();
        assertThat(rotate("t2", "t4")).isInstanceOf(Rotation.Refused.class);
        assertThat(rotate("t1", "t5")).isInstanceOf(Rotation.Refused.class);
    }

    @Test
    void whoNeverGotTheAnswerMayAskAgainForAMoment() {
        open("t1");
        rotate("t1", "lost");
        age(AccountStore.REFRESH_GRACE.minusSeconds(10));
        assertThat(rotate("t1", "lost too")).isEqualTo(new Rotation.Rotated(session, account));
        assertThat(rotate("t1", "t2")).isEqualTo(new Rotation.Rotated(session, account));
        assertThat(rotate("t2", "t3")).isEqualTo(new Rotation.Rotated(session, account));
        assertThat(isLive()).isTrue();
    }

    /** The moment is counted from the first use: who asks again and again does not prolong it. */
    @Test
    void askingAgainDoesNotProlongTheGrace() {
        open("t1");
        rotate("t1", "t2");
        age(AccountStore.REFRESH_GRACE.minusSeconds(10));
        assertThat(rotate("t1", "t3")).isInstanceOf(Rotation.Rotated.class);
        age(Duration.ofSeconds(11));
        assertThat(rotate("t1", "t4")).isEqualTo(new Rotation.Reused(session));
        assertThat(isLive()).isFalse();
    }

    @Test
    void aTokenWhoseNextWasUsedHasNoGrace() {
        open("t1");
        rotate("t1", "t2");
        rotate("t2", "t3");
        assertThat(rotate("t1", "t4")).isEqualTo(new Rotation.Reused(session));
        assertThat(isLive()).isFalse();
        assertThat(rotate("t3", "t5")).isInstanceOf(Rotation.Refused.class);
    }

    /** Both hold an answer to the same token: the one that was replaced tells on them, also within the grace. */
    @Test
    void whoeverPresentsTheReplacedTokenEndsTheSession() {
        open("t1");
        rotate("t1", "owner's");
        rotate("t1", "thief's");
        assertThat(rotate("owner's", "t2")).isEqualTo(new Rotation.Reused(session));
        assertThat(isLive()).isFalse();
        assertThat(rotate("thief's", "t3")).isInstanceOf(Rotation.Refused.class);
    }

    @Test
    void noGraceBringsAnEndedOrDisabledSessionBack() {
        open("t1");
        rotate("t1", "t2");
        PgFixture.await(store().endSession(session));
        assertThat(rotate("t1", "t3")).isInstanceOf(Rotation.Refused.class);
        assertThat(isLive()).isFalse();
        UUID other = Samples.id();
        PgFixture.await(store().openSession(other, new Shown(id, HASH, false), hash("o1"), LIFETIME));
        rotate("o1", "o2");
        disable();
        assertThat(rotate("o1", "o3")).isEqualTo(new Rotation.Reused(other));
    }

    @Test
    void anUnknownOrExpiredTokenIsRefused() {
        assertThat(rotate("never", "t1")).isInstanceOf(Rotation.Refused.class);
        open("t1");
        age(LIFETIME.plusSeconds(1));
        assertThat(isLive()).isFalse();
        assertThat(rotate("t1", "t2")).isInstanceOf(Rotation.Refused.class);
    }

    @Test
    void aSessionLivesByItsLastTokenAlone() {
        open("t1");
        PgFixture.await(store().rotate(hash("t1"), hash("t2"), Duration.ofHours(1)));
        age(Duration.ofHours(2));
        assertThat(isLive()).isFalse();
    }

    @Test
    void whoIsDisabledHasNoSessionUntilEnabledAgain() {
        open("t1");
        disable();
        assertThat(isLive()).isFalse();
        assertThat(rotate("t1", "t2")).isInstanceOf(Rotation.Refused.class);
        put(account, HASH);
        assertThat(isLive()).isTrue();
        assertThat(rotate("t1", "t2")).isInstanceOf(Rotation.Rotated.class);
    }

    @Test
    void aLiveSessionShowsTheAccountAsItIsNow() {
        open("t1");
        Account moved = new Account(
                id, account.username(), "李主任", AccountRole.ADMIN, account.community(), Optional.empty(), true);
        put(moved, HASH);
        assertThat(PgFixture.await(store().listLive(Set.of(session)))).containsEntry(session, moved);
        assertThat(rotate("t1", "t2")).isEqualTo(new Rotation.Rotated(session, moved));
    }

    @Test
    void aNewPasswordEndsEveryOtherSessionAndNeedNotBeChanged() {
        put(
                new Account(
                        id,
                        account.username(),
                        account.name(),
                        account.role(),
                        account.community(),
                        Optional.empty(),
                        true,
                        true,
                        false),
                HASH);
        assertThat(PgFixture.await(store().find(id)).orElseThrow().mustChangePassword())
                .isTrue();
        open("t1");
        UUID other = Samples.id();
        PgFixture.await(store().openSession(other, new Shown(id, HASH, false), hash("o1"), LIFETIME));
        PgFixture.await(store().changePassword(id, "another hash", Optional.of(session)));
        assertThat(PgFixture.await(store().findByUsername(account.username())))
                .contains(new Credentials(account, "another hash"));
        assertThat(PgFixture.await(store().listLive(Set.of(session, other)))).containsOnlyKeys(session);
        assertThat(rotate("o1", "o2")).isInstanceOf(Rotation.Refused.class);
        PgFixture.await(store().changePassword(id, "a third", Optional.empty()));
        assertThat(isLive()).isFalse();
    }

    /** Hashing takes a while: what was right when it was looked up may be changed before the session is written. */
    @Test
    void whatWasShownAndHasBeenChangedSinceOpensNothing() {
        PgFixture.await(store().changePassword(id, "another hash", Optional.empty()));
        assertThat(PgFixture.await(store().openSession(session, new Shown(id, HASH, false), hash("t1"), LIFETIME)))
                .isFalse();
        assertThat(isLive()).isFalse();
        assertThat(PgFixture.await(
                        store().openSession(session, new Shown(id, "another hash", true), hash("t1"), LIFETIME)))
                .as("a second step was set up or taken away")
                .isFalse();
        assertThat(PgFixture.await(
                        store().openSession(session, new Shown(Samples.id(), HASH, false), hash("t1"), LIFETIME)))
                .isFalse();
        assertThat(PgFixture.await(
                        store().openSession(session, new Shown(id, "another hash", false), hash("t1"), LIFETIME)))
                .isTrue();
        assertThat(isLive()).isTrue();
        disable();
        assertThat(PgFixture.await(store().openSession(Samples.id(), new Shown(id, HASH, false), hash("t2"), LIFETIME)))
                .isFalse();
    }

    private void disable() {
        put(
                new Account(
                        id,
                        account.username(),
                        account.name(),
                        account.role(),
                        account.community(),
                        Optional.empty(),
                        false),
                HASH);
    }

    void open(String token) {
        PgFixture.await(store().openSession(session, new Shown(id, HASH, false), hash(token), LIFETIME));
    }

    private Rotation rotate(String presented, String fresh) {
        return PgFixture.await(store().rotate(hash(presented), hash(fresh), LIFETIME));
    }

    boolean isLive() {
        return PgFixture.await(store().listLive(Set.of(session))).containsKey(session);
    }

    /** No other test's. */
    byte[] hash(String token) {
        return (id + token).getBytes(StandardCharsets.US_ASCII);
    }
}
