package care.anling.verticles.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final String HERE = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.9";

    private final Throttle throttle = new Throttle();

    /** False when it was not even looked at. */
    private boolean guess(String address, String username) {
        Refusal answer = (Refusal) throttle.slowly(
                        address, username, () -> Future.failedFuture(new Refusal(403, "wrong_password", "Wrong.")))
                .cause();
        return answer.status() != 429;
    }

    private boolean signIn(String address, String username) {
        return throttle.slowly(address, username, Future::succeededFuture).succeeded();
    }

    private int guessesUntilRefused(String address, String username) {
        int taken = 0;
        while (taken < 1_000 && guess(address, username)) {
            taken++;
        }
        return taken;
    }

    private int namesUntilRefused(String address) {
        int names = 0;
        while (names < 1_000 && guess(address, "name-" + names)) {
            names++;
        }
        return names;
    }

    @Test
    void aGuesserLocksOutNobodyAtAnotherAddress() {
        assertThat(guessesUntilRefused(ELSEWHERE, "zuoxi")).isEqualTo(10);
        assertThat(guess(HERE, "zuoxi")).isTrue();
        assertThat(guess(ELSEWHERE, "zuoxi")).isFalse();
    }

    @Test
    void whoTriesManyNamesIsSlowedDownButNotTheirNeighbours() {
        assertThat(signIn(HERE, "neighbour")).isTrue();
        assertThat(namesUntilRefused(HERE)).isBetween(200, 201);
        assertThat(signIn(HERE, "neighbour")).as("signed in from here before").isTrue();
        assertThat(signIn(HERE, "newcomer")).isFalse();
        assertThat(signIn(ELSEWHERE, "newcomer")).isTrue();
    }

    @Test
    void whoHasAnAccountBuysNoGuessesWithIt() {
        assertThat(signIn(HERE, "own")).isTrue();
        int names = 0;
        while (names < 1_000 && guess(HERE, "name-" + names)) {
            names++;
            assertThat(signIn(HERE, "own")).isTrue();
        }
        assertThat(names).isBetween(200, 201);
    }

    @Test
    void whoIsRefusedAlreadyUsesUpNothingOfTheNetworks() {
        assertThat(guessesUntilRefused(HERE, "guessed")).isEqualTo(10);
        for (int i = 0; i < 500; i++) {
            assertThat(guess(HERE, "guessed")).isFalse();
        }
        assertThat(guess(HERE, "other")).isTrue();
    }

    @Test
    void aRightPasswordGivesItsTryBack() {
        for (int i = 0; i < 50; i++) {
            assertThat(signIn(HERE, "busy")).isTrue();
        }
    }

    @Test
    void whatKeptUsFromLookingIsNoGuess() {
        for (int i = 0; i < 50; i++) {
            Future<Void> broken =
                    throttle.slowly(HERE, "unlucky", () -> Future.failedFuture(new IllegalStateException("no store")));
            assertThat(broken.cause()).isInstanceOf(IllegalStateException.class);
        }
        assertThat(signIn(HERE, "unlucky")).isTrue();
    }

    /** One household has 2^64 of them. */
    @Test
    void addressesOfOneIpv6NetworkAreOne() {
        assertThat(guessesUntilRefused("2001:db8:1:2::1", "zuoxi")).isEqualTo(10);
        assertThat(guess("2001:db8:1:2:ffff::9", "zuoxi")).isFalse();
        assertThat(guess("2001:db8:1:3::1", "zuoxi")).isTrue();
    }
}
