package care.anling.verticles.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Street;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A port nobody answers at: the canary tells where it stands, and no heart beats. */
class SilentCanaryTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Test
    void itTellsHowFarItCame() {
        new Street(POSTGRES).responder("DOCTOR", "DOCTOR");
        try (WatchedHouse house = new WatchedHouse(POSTGRES, Hints.on(POSTGRES.vertx())).withABrokenPort()) {
            house.watch(true);

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            POSTGRES.ask("SELECT 1 FROM canaries WHERE trouble LIKE 'connect: %' AND well_at IS NULL")
                                            .size()
                                    == 1);
            POSTGRES.tell("UPDATE canaries SET claimed_at = now() - interval '181 seconds'");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> POSTGRES.ask(
                                            "SELECT 1 FROM incidents"
                                                    + " WHERE 'CANARY_SILENT' = ANY (reasons) AND place_label LIKE 'connect: %'")
                                    .size()
                            == 1);
            assertThat(house.beats).hasValue(0);
        }
    }
}
