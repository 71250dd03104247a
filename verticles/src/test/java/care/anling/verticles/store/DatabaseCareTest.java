package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is checked of a database before it is trusted, and what is done to it every hour. */
class DatabaseCareTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Map<String, String> GOOD = Map.of(
            "fsync", "on",
            "synchronous_commit", "remote_apply",
            "full_page_writes", "on",
            "server_version_num", "150004",
            "superuser", "false");

    @Test
    void theTestsOwnDatabaseIsDurable() {
        assertThat(PgFixture.await(DatabaseChecks.problems(POSTGRES.pools().intake())))
                .isEmpty();
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(DatabaseChecks.problems(GOOD)).isEmpty();
        assertThat(DatabaseChecks.problems(Map.of(
                        "fsync", "off",
                        "synchronous_commit", "off",
                        "full_page_writes", "off",
                        "server_version_num", "140010",
                        "superuser", "true")))
                .hasSize(5);
    }

    @Test
    void whatHasHadItsTimeIsForgottenAndTheRestStays() {
        String device = Samples.id().toString();
        POSTGRES.tell("INSERT INTO signal_keys VALUES ('" + device + "', 'old', '" + Samples.id()
                + "', now() - interval '26 hours'), ('" + device + "', 'young', '" + Samples.id()
                + "', now() - interval '23 hours')");
        POSTGRES.tell("INSERT INTO device_downlinks (device, topic_suffix, payload, expires_at) VALUES ('" + device
                + "', 'x', '', now() - interval '1 second'), ('" + device + "', 'y', '', now() + interval '1 hour')");
        PgFixture.await(POSTGRES.vertx()
                .deployVerticle(new HousekeepingVerticle(POSTGRES.pools().engine())));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(POSTGRES.ask("SELECT key FROM signal_keys WHERE device = '" + device + "'"))
                    .containsExactly("young");
            assertThat(POSTGRES.ask("SELECT topic_suffix FROM device_downlinks WHERE device = '" + device + "'"))
                    .containsExactly("y");
        });
    }
}
