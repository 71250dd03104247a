package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.IncidentId;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.engine.Engine;
import care.anling.verticles.engine.EngineVerticle;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.PgDeadlineStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.PgPlanStore;
import care.anling.verticles.store.PgResponderStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.Street;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a plan over REST to whose telephone rings, and back: the real server, the real engine, one database. */
class LadderOnPostgresTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String PLANS = "/api/v1/response-plans";
    private static final JsonObject DOCTOR = ask("DOCTORS", "DOCTOR");
    private static final JsonObject DESK = ask("DESK", "COORDINATOR");
    private static final JsonObject NEIGHBOUR =
            ask("NEARBY", "FIRST_HAND").put("radiusMeters", 2_000).put("neighbours", false);

    private final Street street = new Street(POSTGRES);

    /** One engine for both towns, as in a node. */
    @BeforeAll
    static void start() {
        String started = PgFixture.await(POSTGRES.vertx().deployVerticle(engine()));
        assertThat(started).isNotEmpty();
    }

    @Test
    void aLadderThatClimbsTakesTheEditAtItsNextStepAndANewOneFromItsFirst() {
        street.responder("DOCTOR", "DOCTOR");
        street.responder("VOLUNTEER", "FIRST_HAND");
        try (PgHouse house = new PgHouse(POSTGRES)) {
            String admin = house.token(house.account("admin", AccountRole.ADMIN, street.community(), null));
            JsonObject plan =
                    sent(house.send(admin, "POST", PLANS, plan(DOCTOR, DESK).encode()), 201);
            IncidentId climbing = press();
            awaitAsked(climbing, "DOCTOR");
            assertThat(followed(house, admin, climbing)).contains("夜间 v1");

            JsonObject edit = new JsonObject().put("steps", steps(NEIGHBOUR, DOCTOR, DESK));
            sent(
                    house.exactly(
                            admin, "PATCH", PLANS + "/" + plan.getString("id"), edit.encode(), "If-Match", "\"1\""),
                    200);
            sent(house.send(admin, "POST", "/api/v1/incidents/" + climbing + "/escalate", ""), 200);
            awaitAsked(climbing, "DOCTOR FIRST_HAND");
            assertThat(followed(house, admin, climbing)).contains("夜间 v1", "夜间 v2");

            sent(
                    house.send(
                            admin,
                            "POST",
                            "/api/v1/incidents/" + climbing + "/stand-down",
                            "{\"disposition\":\"TEST\"}"),
                    200);
            IncidentId fresh = press();
            awaitAsked(fresh, "DOCTOR FIRST_HAND");
            assertThat(followed(house, admin, fresh)).containsOnly("夜间 v2");
        }
    }

    /** At the top everybody is asked again: who then answers the old call is told that it is over, not that it never was. */
    @Test
    void anOfferThatWasRenewedAtTheTopHasLapsed() {
        try (PgHouse house = new PgHouse(POSTGRES)) {
            String admin = house.token(house.account("chief", AccountRole.ADMIN, street.community(), null));
            String doctor = house.token(house.account("doctor", AccountRole.DOCTOR, street.community(), null));
            sent(house.send(admin, "POST", PLANS, plan(DOCTOR, DESK).encode()), 201);
            IncidentId incident = press();
            String first = awaitCalls(incident, 1).get(0);
            for (int calls = 2; calls <= 3; calls++) {
                POSTGRES.tell("UPDATE offers SET expires_at = now() - interval '1 second' WHERE incident = '" + incident
                        + "' AND state = 'PENDING'");
                sent(house.send(admin, "POST", "/api/v1/incidents/" + incident + "/escalate", ""), 200);
                awaitCalls(incident, calls);
            }

            HttpResponse<String> late = house.send(doctor, "POST", "/api/v1/offers/" + first + "/accept", "");
            assertThat(sent(late, 409).getString("code")).isEqualTo("offer_lapsed");
            String newest = awaitCalls(incident, 3).get(2);
            sent(house.send(doctor, "POST", "/api/v1/offers/" + newest + "/accept", ""), 200);
        }
    }

    /** Offers to the doctor, oldest first. */
    private static List<String> awaitCalls(IncidentId incident, int count) {
        String ask =
                "SELECT id::text FROM offers WHERE incident = '" + incident + "' AND role = 'DOCTOR' ORDER BY place";
        Awaitility.await().untilAsserted(() -> assertThat(POSTGRES.ask(ask)).hasSize(count));
        return POSTGRES.ask(ask);
    }

    private static EngineVerticle engine() {
        return new EngineVerticle(
                new Engine.Stores(
                        new PgDeadlineStore(POSTGRES.pools().engine()),
                        new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine()),
                        new PgResponderStore(POSTGRES.pools().engine(), Samples::id),
                        new PgPlanStore(POSTGRES.pools().engine())),
                Samples::id,
                Hints.on(POSTGRES.vertx()),
                new SimpleMeterRegistry());
    }

    private static JsonObject ask(String to, String role) {
        return new JsonObject()
                .put("to", to)
                .put("role", role)
                .put("slot", 1)
                .put("people", 3)
                .put("offerSeconds", 60)
                .put("needed", true);
    }

    private static JsonArray steps(JsonObject... targets) {
        JsonArray all = new JsonArray();
        List.of(targets).forEach(target -> all.add(target.copy()));
        return new JsonArray()
                .add(new JsonObject().put("afterSeconds", 0).put("targets", all))
                .add(new JsonObject().put("afterSeconds", 60).put("targets", all.copy()));
    }

    private JsonObject plan(JsonObject... targets) {
        return new JsonObject()
                .put("community", street.community().toString())
                .put("need", "MEDICAL")
                .put("priority", "P1")
                .put("name", "夜间")
                .put("steps", steps(targets))
                .put("repeatEverySeconds", 60);
    }

    private static JsonObject sent(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    private IncidentId press() {
        List<Arrival> batch = List.of(Samples.press(Samples.resident(street.community()), List.of()));
        return PgFixture.await(
                        new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake())
                                .land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after()
                .id();
    }

    /** Exactly these, apart from the desk's. */
    private static void awaitAsked(IncidentId incident, String roles) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(POSTGRES.ask("SELECT string_agg(DISTINCT role, ' ' ORDER BY role) FROM"
                                + " offers WHERE incident = '" + incident + "' AND role <> 'COORDINATOR'"))
                        .containsExactly(roles));
    }

    private static List<String> followed(PgHouse house, String token, IncidentId incident) {
        return sent(house.send(token, "GET", "/api/v1/incidents/" + incident + "/timeline", ""), 200)
                .getJsonArray("items")
                .stream()
                .map(entry -> ((JsonObject) entry).getJsonObject("detail"))
                .filter(detail -> detail != null && detail.getString("plan") != null)
                .map(detail -> detail.getString("plan"))
                .toList();
    }
}
