package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.verticles.store.IdempotencyStore.Claim;
import care.anling.verticles.store.IdempotencyStore.Key;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every idempotency store promises: one request is done once, and answered as often as it is asked. */
abstract class IdempotencyStoreContract {

    private static final Duration BELIEVED = Duration.ofHours(24);
    private static final Duration ABANDONED = Duration.ofMinutes(1);
    private static final byte[] BODY = {1, 2, 3};
    private static final byte[] OTHER_BODY = {4};

    private final Key key = new Key(Samples.id(), "POST /offers/7/accept", "k1");

    abstract IdempotencyStore store();

    /** Lets time pass for what is stored, without waiting. */
    abstract void age(Duration by);

    @Test
    void whoAsksFirstDoesItAndWhoAsksMeanwhileWaits() {
        assertThat(claim(key, BODY)).isInstanceOf(Claim.Taken.class);
        assertThat(claim(key, BODY)).isInstanceOf(Claim.UnderWay.class);
    }

    @Test
    void aRepeatGetsTheAnswerThatWasGiven() {
        claim(key, BODY);
        PgFixture.await(store().remember(key, Claim.Answered.of(409, "{\"赢\":1}")));
        assertThat(claim(key, BODY)).isEqualTo(Claim.Answered.of(409, "{\"赢\":1}"));
        age(Duration.ofHours(23));
        assertThat(claim(key, BODY)).isInstanceOf(Claim.Answered.class);
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefusedBeforeAndAfterTheAnswer() {
        claim(key, BODY);
        assertThat(claim(key, OTHER_BODY)).isInstanceOf(Claim.BodyDiffers.class);
        PgFixture.await(store().remember(key, Claim.Answered.of(200, "{}")));
        assertThat(claim(key, OTHER_BODY)).isInstanceOf(Claim.BodyDiffers.class);
    }

    @Test
    void aKeyCountsPerAccountAndRoute() {
        claim(key, BODY);
        assertThat(claim(new Key(Samples.id(), key.route(), key.text()), BODY)).isInstanceOf(Claim.Taken.class);
        assertThat(claim(new Key(key.account(), "POST /incidents", key.text()), BODY))
                .isInstanceOf(Claim.Taken.class);
        assertThat(claim(new Key(key.account(), key.route(), "k2"), BODY)).isInstanceOf(Claim.Taken.class);
    }

    @Test
    void oneGivenBackIsAFirstTryAgain() {
        claim(key, BODY);
        PgFixture.await(store().forget(key));
        assertThat(claim(key, OTHER_BODY)).isInstanceOf(Claim.Taken.class);
    }

    @Test
    void anAnswerIsNotTakenBack() {
        claim(key, BODY);
        PgFixture.await(store().remember(key, Claim.Answered.of(200, "{}")));
        PgFixture.await(store().forget(key));
        assertThat(claim(key, BODY)).isInstanceOf(Claim.Answered.class);
    }

    @Test
    void anAnswerNobodyClaimedIsNotKept() {
        PgFixture.await(store().remember(key, Claim.Answered.of(200, "{}")));
        assertThat(claim(key, BODY)).isInstanceOf(Claim.Taken.class);
    }

    /** The node that had it died: the same request may try again, a different one still may not. */
    @Test
    void anAbandonedOneIsTakenOverByItsRepeatAlone() {
        claim(key, BODY);
        age(ABANDONED.minusSeconds(10));
        assertThat(claim(key, BODY)).isInstanceOf(Claim.UnderWay.class);
        age(Duration.ofSeconds(20));
        assertThat(claim(key, OTHER_BODY)).isInstanceOf(Claim.BodyDiffers.class);
        assertThat(claim(key, BODY)).isInstanceOf(Claim.Taken.class);
        assertThat(claim(key, BODY)).isInstanceOf(Claim.UnderWay.class);
    }

    @Test
    void afterItsTimeAKeyIsAnyones() {
        claim(key, BODY);
        PgFixture.await(store().remember(key, Claim.Answered.of(200, "{}")));
        age(BELIEVED.plusSeconds(1));
        assertThat(claim(key, OTHER_BODY)).isInstanceOf(Claim.Taken.class);
        assertThat(claim(key, OTHER_BODY)).isInstanceOf(Claim.UnderWay.class);
    }

    private Claim claim(Key asked, byte[] body) {
        return PgFixture.await(store().claim(asked, body, BELIEVED, ABANDONED));
    }
}
