package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.DeviceId;
import care.anling.verticles.store.SessionStore.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every session store promises, so that "session present" is the truth. Empty when a test begins. */
abstract class SessionStoreContract {

    private final DeviceId device = new DeviceId(Samples.id());
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    abstract SessionStore store();

    @Test
    void whatWasSavedIsWhatIsListed() {
        Session session = new Session(
                device, "c1", Samples.id(), Map.of("v1/+/down/#", 1, "zigbee2mqtt/#", 0), Duration.ofHours(1), now);
        PgFixture.await(store().save(session));
        assertThat(list(10)).containsExactly(session);
    }

    @Test
    void theNewestComeFirstAndNoMoreThanAskedFor() {
        Session older = save("c1", now.minusSeconds(60), Duration.ofHours(1));
        Session newest = save("c2", now, Duration.ofHours(1));
        Session oldest = save("c3", now.minusSeconds(120), Duration.ofHours(1));
        assertThat(list(10)).containsExactly(newest, older, oldest);
        assertThat(list(2)).containsExactly(newest, older);
    }

    @Test
    void oneThatExpiredIsNotLive() {
        Session live = save("c1", now.minusSeconds(120), Duration.ofSeconds(600));
        save("c2", now.minusSeconds(120), Duration.ofSeconds(60));
        assertThat(list(10)).containsExactly(live);
    }

    /** MQTT 5 says "never" as 136 years. */
    @Test
    void forEverIsAYear() {
        save("c1", now, Duration.ofSeconds(4_294_967_295L));
        assertThat(list(10)).singleElement().extracting(Session::expiresAfter).isEqualTo(Duration.ofDays(365));
    }

    /** Two nodes save in any order: the connection that was there last knows. */
    @Test
    void whatIsOlderDoesNotReplaceWhatIsNewer() {
        Session newer = save("c1", now, Duration.ofHours(1));
        save("c1", now.minusSeconds(5), Duration.ofHours(9));
        assertThat(list(10)).containsExactly(newer);
        Session newest = save("c1", now.plusSeconds(1), Duration.ofHours(2));
        assertThat(list(10)).containsExactly(newest);
    }

    @Test
    void aDeletedOneIsGoneAndDeletingTwiceIsNoError() {
        save("c1", now, Duration.ofHours(1));
        Session other = save("c2", now, Duration.ofHours(1));
        PgFixture.await(store().delete(device, "c1"));
        PgFixture.await(store().delete(device, "c1"));
        PgFixture.await(store().delete(new DeviceId(Samples.id()), "c2"));
        assertThat(list(10)).containsExactly(other);
    }

    private Session save(String clientId, Instant seenAt, Duration expiresAfter) {
        Session session = new Session(device, clientId, Samples.id(), Map.of(), expiresAfter, seenAt);
        PgFixture.await(store().save(session));
        return session;
    }

    private List<Session> list(int limit) {
        return PgFixture.await(store().listLive(limit));
    }
}
