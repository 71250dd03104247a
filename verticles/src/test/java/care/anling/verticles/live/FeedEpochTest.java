package care.anling.verticles.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.verticles.api.ApiHouse;
import care.anling.verticles.api.HttpConfig;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a number is worth after a restore, over real WebSockets. */
class FeedEpochTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private ApiHouse house;
    private Account coordinator;

    @BeforeEach
    void open() {
        house = new ApiHouse(FeedTest.quick(4 * 1024 * 1024), HttpConfig.defaults());
        coordinator = house.account("zuoxi", AccountRole.COORDINATOR, house.east);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void alarms(int many) {
        IntStream.range(0, many).forEach(i -> house.opened(IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英")));
    }

    /** Its number may be of the past that was lost, however far the new one has come since. */
    @Test
    void afterARestoreANumberAloneResumesNothing() {
        alarms(4);
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) == 4);
        house.feed.restore(house.east, 2);
        alarms(3);
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) == 5);
        try (FeedClient bare =
                FeedClient.connect(house.vertx, house.port()).auth(house.token(coordinator), house.east, 4)) {
            await().atMost(PATIENCE)
                    .until(() -> bare.snapshot(house.east).isPresent()
                            || !bare.seqs(house.east).isEmpty());
            assertThat(bare.snapshot(house.east)).isPresent();
            String epoch = bare.snapshot(house.east).orElseThrow().getString("epoch");
            JsonObject knowing = new JsonObject()
                    .put("type", "auth")
                    .put("token", house.token(coordinator))
                    .put("resume", new JsonObject().put(house.east.toString(), 4))
                    .put("epochs", new JsonObject().put(house.east.toString(), epoch));
            try (FeedClient named =
                    FeedClient.connect(house.vertx, house.port()).say(knowing)) {
                await().atMost(PATIENCE).until(() -> named.seqs(house.east).equals(List.of(5L)));
                assertThat(named.of("snapshot")).isEmpty();
            }
        }
    }
}
