package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Incident;
import care.anling.verticles.api.ApiHouse.Reply;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What whoever stands at the door may do beside moving on: write down what they found, and see who could relieve them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnSceneTest {

    private ApiHouse house;

    @BeforeAll
    void open() {
        house = new ApiHouse();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static Offer ringing(Account to) {
        Offer o = IncidentSamples.offer(ApiHouse.person(to), Role.FIRST_HAND, OfferState.PENDING);
        Instant now = Instant.now();
        return new Offer(
                o.id(),
                o.responder(),
                Role.FIRST_HAND,
                1,
                1,
                0,
                o.state(),
                now,
                now.plusSeconds(60),
                Optional.of(500),
                Optional.of(420));
    }

    private Incident incident(Offer offer) {
        Incident plain = IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英");
        Incident incident = IncidentSamples.with(plain, List.of(offer), List.of());
        house.opened(incident);
        return incident;
    }

    @Test
    void whoHoldsARoleWritesDownWhatTheyFoundAndNobodyElseWhoWasAsked() {
        Account helper = house.account("finder", AccountRole.VOLUNTEER, house.east);
        Account son = house.account("son", AccountRole.FAMILY, house.east);
        String desk = house.token(house.account("desk-notes", AccountRole.COORDINATOR, house.east));
        Offer offer = ringing(helper);
        Incident incident = incident(offer);
        String notes = "/api/v1/incidents/" + incident.id() + "/notes";
        String words = "{\"text\":\"老人坐在床边，神志清楚\"}";
        assertThat(house.post(house.token(helper), notes, words).status())
                .as("asked, and has not said yes")
                .isEqualTo(404);
        assertThat(house.post(house.token(son), notes, words).status()).isEqualTo(404);

        Reply accepted = house.post(house.token(helper), "/api/v1/offers/" + offer.id() + "/accept", "");
        Reply noted = house.post(house.token(helper), notes, words);
        assertThat(noted.status()).as(noted.body()).isEqualTo(200);
        assertThat(house.get(desk, "/api/v1/incidents/" + incident.id() + "/timeline")
                        .body())
                .contains("神志清楚")
                .contains("VOLUNTEER");
        assertThat(house.post(house.token(helper), notes, "{}").status()).isEqualTo(400);

        String assignment = accepted.json().getString("id");
        assertThat(house.post(house.token(helper), "/api/v1/assignments/" + assignment + "/clear", "")
                        .status())
                .isEqualTo(200);
        assertThat(house.post(house.token(helper), notes, words).status())
                .as("who has left writes no more")
                .isEqualTo(404);
    }

    @Test
    void whoCouldRelieveMeIsOnDutyFreeAndMineAloneToKnow() {
        Account helper = house.account("tired", AccountRole.VOLUNTEER, house.east);
        Account fresh = house.account("fresh", AccountRole.VOLUNTEER, house.east);
        Account off = house.account("asleep", AccountRole.VOLUNTEER, house.east);
        house.account("relief-doctor", AccountRole.DOCTOR, house.east);
        house.put(house.token(off), "/api/v1/me/duty", "{\"onDuty\":false}");
        Offer offer = ringing(helper);
        Incident incident = incident(offer);
        Reply accepted = house.post(house.token(helper), "/api/v1/offers/" + offer.id() + "/accept", "");
        String reliefs = "/api/v1/assignments/" + accepted.json().getString("id") + "/reliefs";

        Reply found = house.get(house.token(helper), reliefs);
        assertThat(found.status()).as(found.body()).isEqualTo(200);
        List<String> names = found.json().getJsonArray("items").stream()
                .map(each -> ((JsonObject) each).getString("name"))
                .toList();
        assertThat(names).contains(fresh.name()).doesNotContain(helper.name(), off.name(), "名-relief-doctor");
        assertThat(found.body()).doesNotContain("lat");
        assertThat(house.get(house.token(fresh), reliefs).status()).isEqualTo(404);
        house.post(house.token(helper), "/api/v1/assignments/" + accepted.json().getString("id") + "/release", "");
        assertThat(house.get(house.token(helper), reliefs).status()).isEqualTo(404);
        assertThat(incident.id()).isNotNull();
    }
}
