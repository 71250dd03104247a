package care.anling.verticles.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final String HERE = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.9";

    private final Throttle throttle = new Throttle();

    private int takesUntilRefused(String address, String username) {
        int taken = 0;
        while (taken < 1_000 && throttle.take(address, username)) {
            taken++;
        }
        return taken;
    }

    @Test
    void aGuesserLocksOutNobodyAtAnotherAddress() {
        assertThat(takesUntilRefused(ELSEWHERE, "zuoxi")).isEqualTo(10);
        assertThat(throttle.take(HERE, "zuoxi")).isTrue();
        assertThat(throttle.take(ELSEWHERE, "zuoxi")).isFalse();
    }

    @Test
    void whoTriesManyNamesIsSlowedDownButNotTheirNeighbours() {
        assertThat(throttle.take(HERE, "neighbour")).isTrue();
        throttle.succeeded(HERE, "neighbour");
        int names = 0;
        while (names < 1_000 && throttle.take(HERE, "name-" + names)) {
            names++;
        }
        assertThat(names).isBetween(200, 201);
        assertThat(throttle.take(HERE, "neighbour"))
                .as("signed in from here before")
                .isTrue();
        assertThat(throttle.take(HERE, "newcomer")).isFalse();
        assertThat(throttle.take(ELSEWHERE, "newcomer")).isTrue();
    }

    @Test
    void whoIsRefusedAlreadyUsesUpNothingOfTheNetworks() {
        assertThat(takesUntilRefused(HERE, "guessed")).isEqualTo(10);
        for (int i = 0; i < 500; i++) {
            assertThat(throttle.take(HERE, "guessed")).isFalse();
        }
        assertThat(throttle.take(HERE, "other")).isTrue();
    }

    @Test
    void aRightPasswordGivesItsTryBack() {
        for (int i = 0; i < 50; i++) {
            assertThat(throttle.take(HERE, "busy")).isTrue();
            throttle.succeeded(HERE, "busy");
        }
    }

    /** One household has 2^64 of them. */
    @Test
    void addressesOfOneIpv6NetworkAreOne() {
        assertThat(takesUntilRefused("2001:db8:1:2::1", "zuoxi")).isEqualTo(10);
        assertThat(throttle.take("2001:db8:1:2:ffff::9", "zuoxi")).isFalse();
        assertThat(throttle.take("2001:db8:1:3::1", "zuoxi")).isTrue();
    }
}
