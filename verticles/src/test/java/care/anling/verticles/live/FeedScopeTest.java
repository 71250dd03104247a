package care.anling.verticles.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.core.device.Reason;
import care.anling.core.incident.Incident;
import care.anling.verticles.api.ApiHouse;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told to whom, over real WebSockets. */
class FeedScopeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private ApiHouse house;
    private Account coordinator;

    @BeforeEach
    void open() {
        house = new ApiHouse(FeedTest.quick(4 * 1024 * 1024), care.anling.verticles.api.HttpConfig.defaults());
        coordinator = house.account("zuoxi", AccountRole.COORDINATOR, house.east);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private FeedClient liveScreen(Account account) {
        FeedClient screen = FeedClient.connect(house.vertx, house.port()).auth(house.token(account));
        await().atMost(PATIENCE).until(() -> !screen.of("heartbeat").isEmpty());
        return screen;
    }

    private Incident alarm() {
        Incident incident = IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英");
        house.opened(incident);
        return incident;
    }

    @Test
    void noFrameSaysAWordOfSomebodysHealth() {
        alarm();
        FeedClient screen = liveScreen(coordinator);
        Incident later = alarm();
        await().atMost(PATIENCE)
                .until(() -> screen.of("event").stream()
                        .anyMatch(frame -> frame.encode().contains(later.id().toString())));
        assertThat(later.assessment().reasons()).containsAll(Reason.OF_HEALTH);
        assertThat(screen.of("snapshot").toString()).contains("SOS_PRESSED");
        screen.frames()
                .forEach(frame -> Reason.OF_HEALTH.forEach(
                        reason -> assertThat(frame.encode()).doesNotContain(reason.name())));
    }

    @Test
    void desksSeeWhoElseKeepsWatchAndAnAdministratorWhoLooksInDoesNot() {
        Account another = house.account("another", AccountRole.COORDINATOR, house.east);
        Account above = house.account("above", AccountRole.ADMIN, house.street);
        Account volunteer = house.account("volunteer", AccountRole.VOLUNTEER, house.east);
        try (FeedClient screen = liveScreen(coordinator);
                FeedClient others = liveScreen(another);
                FeedClient overview = liveScreen(above);
                FeedClient phone = liveScreen(volunteer)) {
            overview.say("{\"type\":\"alive\"}");
            others.say("{\"type\":\"alive\"}");
            await().atMost(PATIENCE).until(() -> screen.of("volatile").size() == 1);
            JsonObject seen = screen.of("volatile").get(0);
            assertThat(seen.getString("kind")).isEqualTo("presence");
            assertThat(seen.getJsonObject("person").getString("id"))
                    .isEqualTo(another.id().toString());
            assertThat(phone.of("volatile")).isEmpty();
        }
    }

    @Test
    void nobodyIsCalledSignedOutBecauseItCouldNotBeLookedUp() {
        String token = house.token(coordinator);
        Promise<Void> late = Promise.promise();
        for (Future<Void> reached : List.of(Future.<Void>failedFuture("no database"), late.future())) {
            house.database.wire = new DatabaseWire() {
                @Override
                public Future<Void> reach(Trip trip) {
                    return trip.call().equals("accounts.listLive") ? reached : Future.succeededFuture();
                }
            };
            try (FeedClient screen =
                    FeedClient.connect(house.vertx, house.port()).auth(token)) {
                await().atMost(PATIENCE).until(screen::isClosed);
                assertThat(screen.closeCode()).isEqualTo(1012);
            } finally {
                house.database.wire = DatabaseWire.PERFECT;
            }
        }
        late.complete();
    }
}
