package care.anling.verticles.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Community;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.PgAccountStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgRegistryStore;
import care.anling.verticles.store.PgResponderStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.Street;
import care.anling.verticles.store.WatchStore;
import care.anling.verticles.view.Tree;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole way, through a real MQTT port and PostgreSQL, by a device that nobody sees. */
class CanaryTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CommunityId CANARY_STREET = CommunityId.of("00000000-0000-7000-8000-00000000ca4a");

    @Test
    void itWalksTheWholeWayAndNobodySeesIt() {
        Street street = new Street(POSTGRES);
        UUID doctor = street.responder("DOCTOR", "DOCTOR");
        UUID coordinator = street.responder("COORDINATOR", "COORDINATOR");
        POSTGRES.tell("UPDATE accounts SET community = (SELECT parent FROM communities WHERE id = '"
                + street.community() + "') WHERE id = '" + coordinator + "'");
        try (WatchedHouse house = new WatchedHouse(POSTGRES, Hints.on(POSTGRES.vertx()))) {
            house.watch(true);

            await().atMost(PATIENCE).until(() -> house.beats.get() > 0 && walks() >= 2);
            assertThat(house.watch(true).report().getString("status")).isNotEqualTo("ILL");
            await().atMost(PATIENCE)
                    .until(() -> POSTGRES.ask("SELECT 1 FROM canaries WHERE well_at IS NOT NULL")
                                    .size()
                            == 2);
        }

        assertThat(POSTGRES.ask("SELECT DISTINCT drill || ' ' || disposition || ' ' || signals FROM incidents"
                        + " WHERE state = 'STOOD_DOWN'"))
                .containsExactly("true TEST 1");
        assertThat(POSTGRES.ask("SELECT DISTINCT responder FROM offers"))
                .as("not the doctor of the street")
                .containsExactly(WatchStore.CANARY_DOCTOR.id().toString())
                .doesNotContain(doctor.toString());
        assertThat(POSTGRES.ask("SELECT DISTINCT state FROM outbox")).containsExactly("OBSOLETE");
        assertThat(POSTGRES.ask("SELECT 1 FROM canaries WHERE leased_until > now()"))
                .as("a node that goes leaves its canary")
                .isEmpty();
        assertThatNobodySeesIt(street, coordinator);
        assertThatItIsForgotten();
    }

    private static void assertThatNobodySeesIt(Street street, UUID coordinator) {
        List<Community> all =
                PgFixture.await(new PgRegistryStore(POSTGRES.pools().feed()).communities());
        assertThat(all).extracting(Community::id).contains(CANARY_STREET);
        Account desk = PgFixture.await(new PgAccountStore(POSTGRES.pools().access()).find(coordinator))
                .orElseThrow();
        assertThat(Tree.of(all).viewerOf(desk).nodes())
                .contains(street.community())
                .doesNotContain(CANARY_STREET);
        assertThat(PgFixture.await(
                        new PgResponderStore(POSTGRES.pools().engine(), Samples::id).roster(street.community(), 500)))
                .extracting(entry -> entry.person().id())
                .contains(coordinator)
                .doesNotContain(WatchStore.CANARY_DOCTOR.id());
    }

    private static void assertThatItIsForgotten() {
        assertThat(POSTGRES.ask("SELECT sweep_canaries(100)"))
                .as("not within the hour")
                .containsExactly("0");
        POSTGRES.tell("UPDATE incidents SET opened_at = opened_at - interval '61 minutes'");
        POSTGRES.tell("UPDATE canaries SET leased_until = now() - interval '61 minutes'");

        POSTGRES.tell("SELECT sweep_canaries(100)");

        for (String table : List.of(
                "incidents",
                "offers",
                "assignments",
                "judgements",
                "deadlines",
                "outbox",
                "incident_events",
                "signals")) {
            assertThat(POSTGRES.ask("SELECT 1 FROM " + table)).as(table).isEmpty();
        }
        assertThat(POSTGRES.ask("SELECT DISTINCT state FROM devices")).containsExactly("RETIRED");
    }

    private static int walks() {
        return POSTGRES.ask("SELECT 1 FROM incidents WHERE disposition = 'TEST'")
                .size();
    }
}
