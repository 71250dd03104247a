package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Person;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Incident;
import care.anling.verticles.api.ApiHouse.Reply;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole way of a person through the API, over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiFlowTest {

    private ApiHouse house;
    private Account coordinator;
    private Account westCoordinator;
    private Account doctor;
    private Account volunteer;
    private Account family;
    private String desk;

    @BeforeAll
    void open() {
        house = new ApiHouse();
        coordinator = house.account("zuoxi-east", AccountRole.COORDINATOR, house.east);
        westCoordinator = house.account("zuoxi-west", AccountRole.COORDINATOR, house.west);
        doctor = house.account("doctor-1", AccountRole.DOCTOR, house.street);
        volunteer = house.account("volunteer-1", AccountRole.VOLUNTEER, house.east);
        family = house.account("family-1", AccountRole.FAMILY, house.east);
        desk = house.token(coordinator);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Incident openWith(Offer... offers) {
        Incident plain = IncidentSamples.open(house.east, house.resident, "李秀英");
        Incident incident = IncidentSamples.with(plain, List.of(offers), List.of());
        house.opened(incident);
        return incident;
    }

    private Offer pending(Account to, Role role) {
        return live(IncidentSamples.offer(ApiHouse.person(to), role, OfferState.PENDING));
    }

    private static Offer live(Offer o) {
        Instant now = Instant.now();
        return new Offer(
                o.id(),
                o.responder(),
                o.role(),
                o.slot(),
                o.epoch(),
                o.step(),
                o.state(),
                now,
                now.plusSeconds(60),
                o.distanceMeters(),
                o.etaSeconds());
    }

    @Test
    void signingInGivesATokenThatOpensEverythingElse() {
        Reply signedIn = house.post(
                "",
                "/api/v1/auth/token",
                new JsonObject()
                        .put("username", "zuoxi-east")
                        .put("password", ApiHouse.PASSWORD)
                        .encode());
        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(signedIn.json().getString("token_type")).isEqualTo("Bearer");
        assertThat(signedIn.json().getInteger("expires_in")).isEqualTo(600);
        Reply me = house.get(signedIn.json().getString("access_token"), "/api/v1/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().getString("role")).isEqualTo("COORDINATOR");
        assertThat(me.json().getJsonArray("communities").getJsonObject(0).getString("name"))
                .isEqualTo("东里社区");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameGetTheSameAnswer() {
        Reply wrong = house.post("", "/api/v1/auth/token", "{\"username\":\"zuoxi-east\",\"password\":\"no\"}");
        Reply nobody = house.post("", "/api/v1/auth/token", "{\"username\":\"nobody\",\"password\":\"no\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(nobody.body());
        assertThat(wrong.raw().headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void guessingIsSlowedDownForThatAddressAndAccountOnly() {
        for (int i = 0; i < 10; i++) {
            assertThat(house.post("", "/api/v1/auth/token", "{\"username\":\"guessed\",\"password\":\"x\"}")
                            .status())
                    .isEqualTo(401);
        }
        assertThat(house.post("", "/api/v1/auth/token", "{\"username\":\"guessed\",\"password\":\"x\"}")
                        .status())
                .isEqualTo(429);
        assertThat(house.post("", "/api/v1/auth/token", "{\"username\":\"other\",\"password\":\"x\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void behindAProxyAGuesserLocksOutNobodyElse() {
        TrustedProxies loopback = TrustedProxies.of(List.of("127.0.0.0/8"), TrustedProxies.Header.X_FORWARDED_FOR);
        try (ApiHouse behind =
                new ApiHouse(FeedLimits.defaults(), HttpConfig.defaults().withProxies(loopback))) {
            Account owner = behind.account("owner", AccountRole.COORDINATOR, behind.east);
            String right = signInBody(owner.username(), ApiHouse.PASSWORD);
            for (int i = 0; i < 11; i++) {
                Reply guess = behind.post(
                        "",
                        "/api/v1/auth/token",
                        signInBody(owner.username(), "x"),
                        "X-Forwarded-For",
                        "1.1.1." + i + ", 198.51.100.1");
                assertThat(guess.status()).isEqualTo(i < 10 ? 401 : 429);
            }
            Reply there = behind.post("", "/api/v1/auth/token", right, "X-Forwarded-For", "198.51.100.1");
            assertThat(there.status()).isEqualTo(429);
            Reply here = behind.post("", "/api/v1/auth/token", right, "X-Forwarded-For", "203.0.113.5");
            assertThat(here.status()).isEqualTo(200);
            Incident incident = IncidentSamples.open(behind.east, behind.resident, "李秀英");
            behind.opened(incident);
            Reply look =
                    behind.send(behind.request(behind.token(owner), "/api/v1/incidents/" + incident.id() + "/dossier")
                            .setHeader("X-Forwarded-For", "203.0.113.5")
                            .GET());
            assertThat(look.status()).isEqualTo(200);
            assertThat(behind.dossiers.looks().get(0).remoteAddress()).isEqualTo("203.0.113.5");
        }
    }

    private static String signInBody(String username, String password) {
        return new JsonObject()
                .put("username", username)
                .put("password", password)
                .encode();
    }

    @Test
    void aRefreshTokenWorksOnceAndItsReuseEndsTheWholeFamily() {
        String refresh = refreshBody(signInAsVolunteer());
        Reply second = house.post("", "/api/v1/auth/refresh", refresh);
        assertThat(second.status()).isEqualTo(200);
        Reply third = house.post("", "/api/v1/auth/refresh", refreshBody(second.json()));
        assertThat(third.status()).isEqualTo(200);
        String fresh = third.json().getString("access_token");
        assertThat(house.get(fresh, "/api/v1/me").status()).isEqualTo(200);
        assertThat(house.post("", "/api/v1/auth/refresh", refresh).status()).isEqualTo(401);
        assertThat(house.get(fresh, "/api/v1/me").status()).isEqualTo(401);
        assertThat(house.post("", "/api/v1/auth/refresh", refreshBody(third.json()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aRefreshWhoseAnswerWasLostIsAnsweredAgainAndTheLostTokenTellsOnWhoeverUsesIt() {
        String refresh = refreshBody(signInAsVolunteer());
        Reply lost = house.post("", "/api/v1/auth/refresh", refresh);
        Reply again = house.post("", "/api/v1/auth/refresh", refresh);
        assertThat(again.status()).isEqualTo(200);
        String fresh = again.json().getString("access_token");
        assertThat(house.get(fresh, "/api/v1/me").status()).isEqualTo(200);
        assertThat(house.post("", "/api/v1/auth/refresh", refreshBody(lost.json()))
                        .status())
                .isEqualTo(401);
        assertThat(house.get(fresh, "/api/v1/me").status()).isEqualTo(401);
        assertThat(house.post("", "/api/v1/auth/refresh", refreshBody(again.json()))
                        .status())
                .isEqualTo(401);
    }

    private JsonObject signInAsVolunteer() {
        return house.post(
                        "",
                        "/api/v1/auth/token",
                        new JsonObject()
                                .put("username", "volunteer-1")
                                .put("password", ApiHouse.PASSWORD)
                                .encode())
                .json();
    }

    private static String refreshBody(JsonObject tokens) {
        return new JsonObject()
                .put("refresh_token", tokens.getString("refresh_token"))
                .encode();
    }

    @Test
    void signingOutIsFeltAtOnce() {
        String token = house.token(volunteer);
        assertThat(house.get(token, "/api/v1/me").status()).isEqualTo(200);
        assertThat(house.post(token, "/api/v1/auth/logout", "").status()).isEqualTo(204);
        assertThat(house.get(token, "/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void acceptingGivesTheAssignmentAndGivesItAgain() {
        Offer offer = pending(doctor, Role.DOCTOR);
        Incident incident = openWith(offer);
        String token = house.token(doctor);
        Reply offers = house.get(token, "/api/v1/me/offers");
        assertThat(offers.body()).contains(offer.id().toString());
        Reply accepted = house.post(token, "/api/v1/offers/" + offer.id() + "/accept", "");
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().getString("state")).isEqualTo("ACCEPTED");
        assertThat(accepted.json().getString("incident"))
                .isEqualTo(incident.id().toString());
        Reply again = house.post(token, "/api/v1/offers/" + offer.id() + "/accept", "{}");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(accepted.body());
        String assignment = accepted.json().getString("id");
        for (String act : List.of("en-route", "on-scene", "clear")) {
            assertThat(house.post(token, "/api/v1/assignments/" + assignment + "/" + act, "")
                            .status())
                    .as(act)
                    .isEqualTo(200);
        }
        assertThat(house.post(token, "/api/v1/assignments/" + assignment + "/on-scene", "")
                        .code())
                .isEqualTo("assignment_ended");
    }

    @Test
    void fiftyAcceptsAtOnceHaveOneWinnerAndEverybodyElseLearnsWho() throws Exception {
        List<Account> all = new ArrayList<>();
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Account account = house.account("crowd-" + i, AccountRole.VOLUNTEER, house.east);
            all.add(account);
            offers.add(pending(account, Role.FIRST_HAND));
        }
        openWith(offers.toArray(Offer[]::new));
        ExecutorService pool = Executors.newFixedThreadPool(25);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String token = house.token(all.get(i));
            String path = "/api/v1/offers/" + offers.get(i).id() + "/accept";
            replies.add(CompletableFuture.supplyAsync(() -> house.post(token, path, ""), pool));
        }
        List<Reply> done = replies.stream().map(CompletableFuture::join).toList();
        pool.shutdown();
        List<Reply> won = done.stream().filter(r -> r.status() == 200).toList();
        assertThat(won).hasSize(1);
        String winner = won.get(0).json().getJsonObject("responder").getString("name");
        List<Reply> lost = done.stream().filter(r -> r.status() == 409).toList();
        assertThat(lost).hasSize(49);
        assertThat(lost).allSatisfy(reply -> {
            assertThat(reply.code()).isEqualTo("offer_taken");
            assertThat(reply.json().getJsonObject("winner")).isEqualTo(new JsonObject().put("name", winner));
        });
    }

    @Test
    void aLapsedOfferAndOneOfAStoodDownIncidentSayLapsed() {
        Offer old = IncidentSamples.offer(ApiHouse.person(doctor), Role.DOCTOR, OfferState.PENDING);
        openWith(old);
        assertThat(house.post(house.token(doctor), "/api/v1/offers/" + old.id() + "/accept", "")
                        .code())
                .isEqualTo("offer_lapsed");
        Offer offer = pending(doctor, Role.DOCTOR);
        Incident incident = openWith(offer);
        Reply ended = house.post(
                desk,
                "/api/v1/incidents/" + incident.id() + "/stand-down",
                "{\"disposition\":\"HELPED\",\"note\":\"好\"}");
        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.json().getString("state")).isEqualTo("STOOD_DOWN");
        Reply late = house.post(house.token(doctor), "/api/v1/offers/" + offer.id() + "/accept", "");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("offer_lapsed");
    }

    @Test
    void theDeskActsAndOthersMayNot() {
        Incident incident = openWith(pending(volunteer, Role.FIRST_HAND));
        String path = "/api/v1/incidents/" + incident.id();
        for (String act : List.of("/acknowledge", "/escalate")) {
            assertThat(house.post(desk, path + act, "").status()).as(act).isEqualTo(200);
            assertThat(house.post(house.token(volunteer), path + act, "").status())
                    .as(act)
                    .isEqualTo(403);
            assertThat(house.post(house.token(family), path + act, "").status())
                    .as(act)
                    .isEqualTo(403);
            assertThat(house.post(house.token(westCoordinator), path + act, "").status())
                    .as(act)
                    .isEqualTo(404);
        }
        assertThat(house.post(desk, path + "/notes", "{\"text\":\"老人已联系\"}").status())
                .isEqualTo(200);
        Reply assigned = house.post(
                desk,
                path + "/assign",
                new JsonObject()
                        .put("responder", volunteer.id().toString())
                        .put("role", "FIRST_HAND")
                        .encode());
        assertThat(assigned.status()).isEqualTo(200);
        assertThat(assigned.json().getJsonObject("responder").getString("id"))
                .isEqualTo(volunteer.id().toString());
        Reply timeline = house.get(desk, path + "/timeline");
        assertThat(timeline.body()).contains("incident.acknowledged").contains("老人已联系");
        assertThat(house.get(desk, path)
                        .json()
                        .getJsonObject("acknowledged")
                        .getJsonObject("by")
                        .getString("id"))
                .isEqualTo(coordinator.id().toString());
    }

    @Test
    void theDossierIsForThoseWhoNeedItAndEveryLookIsRecorded() {
        Offer offer = pending(doctor, Role.DOCTOR);
        Offer walk = pending(volunteer, Role.FIRST_HAND);
        Incident incident = openWith(offer, walk);
        String path = "/api/v1/incidents/" + incident.id() + "/dossier";
        assertThat(house.get(house.token(family), path).status()).isEqualTo(403);
        assertThat(house.get(house.token(westCoordinator), path).status()).isEqualTo(404);
        assertThat(house.get(house.token(doctor), path).status()).isEqualTo(404);
        assertThat(house.dossiers.looks()).isEmpty();
        Reply full = house.get(desk, path);
        assertThat(full.status()).isEqualTo(200);
        assertThat(full.json()
                        .getJsonObject("clinical")
                        .getJsonArray("conditions")
                        .getString(0))
                .isEqualTo("高血压");
        assertThat(full.json().getJsonObject("address").getString("keyBox")).contains("4471");
        assertThat(full.json().getJsonObject("incident").getJsonArray("reasons"))
                .contains("FRAIL", "SOS_PRESSED");
        assertThat(house.get(desk, "/api/v1/incidents/" + incident.id()).body())
                .as("why it is so grave is read with the dossier alone")
                .contains("SOS_PRESSED")
                .doesNotContain("FRAIL");
        assertThat(full.json().getJsonArray("vitals").getJsonObject(0).getJsonArray("trend"))
                .hasSize(2);
        assertThat(house.dossiers.looks()).hasSize(1);
        assertThat(house.dossiers.looks().get(0).account()).isEqualTo(coordinator.id());
        String walker = house.token(volunteer);
        assertThat(house.post(walker, "/api/v1/offers/" + walk.id() + "/accept", "")
                        .status())
                .isEqualTo(200);
        Reply door = house.get(walker, path);
        assertThat(door.status()).isEqualTo(200);
        assertThat(door.json().fieldNames())
                .containsExactlyInAnyOrder("incident", "resident", "address", "contacts", "devices", "where");
        JsonObject met = door.json().getJsonObject("resident");
        assertThat(met.fieldNames().stream().filter(key -> met.getValue(key) != null))
                .as("whom they meet and how to call them, nothing else")
                .containsExactlyInAnyOrder("id", "name", "pinyin", "phone", "language", "livesAlone");
        assertThat(door.body())
                .contains("4471")
                .doesNotContain("高血压")
                .doesNotContain("青霉素")
                .doesNotContain("FRAIL");
        assertThat(house.dossiers.looks().get(1).fields()).doesNotContain("clinical");
    }

    @Test
    void nobodyReadsOutsideTheirScope() {
        Incident incident = openWith(pending(volunteer, Role.FIRST_HAND));
        String path = "/api/v1/incidents/" + incident.id();
        assertThat(house.get(house.token(westCoordinator), path).status()).isEqualTo(404);
        assertThat(house.get(house.token(westCoordinator), "/api/v1/incidents").body())
                .doesNotContain(incident.id().toString());
        Account stranger = house.account("stranger", AccountRole.VOLUNTEER, house.east);
        assertThat(house.get(house.token(stranger), path).status()).isEqualTo(404);
        Reply asked = house.get(house.token(volunteer), path);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).doesNotContain("李秀英").doesNotContain("单元");
        assertThat(house.get(house.token(family), path).body()).contains("李秀英");
        assertThat(house.get(house.token(volunteer), path + "/candidates").status())
                .isEqualTo(403);
        assertThat(house.get("", path).status()).isEqualTo(401);
        Reply others = house.post(
                house.token(stranger),
                "/api/v1/offers/" + incident.offers().get(0).id() + "/accept",
                "");
        assertThat(others.status()).isEqualTo(404);
    }

    @Test
    void whatIsOpenAboutAResidentIsTheirOwnDesksToFind() {
        Incident incident = openWith();
        String path = "/api/v1/incidents?resident=" + house.resident;
        assertThat(house.get(desk, path).body()).contains(incident.id().toString());
        assertThat(house.get(house.token(westCoordinator), path).json().getJsonArray("items"))
                .isEmpty();
        assertThat(house.get(desk, path + "&state=stood_down").body())
                .doesNotContain(incident.id().toString());
        assertThat(house.get(desk, "/api/v1/incidents?resident=li").status()).isEqualTo(400);
    }

    @Test
    void listsArePagedWithALink() {
        for (int i = 0; i < 5; i++) {
            house.opened(IncidentSamples.about(
                    new care.anling.core.common.IncidentId(care.anling.core.common.UuidV7.of(1_000_000L + i, i, i)),
                    house.place(house.west),
                    List.of(),
                    List.of()));
        }
        String token = house.token(westCoordinator);
        List<String> seen = new ArrayList<>();
        Optional<String> next = Optional.of("/api/v1/incidents?state=open&limit=2");
        while (next.isPresent()) {
            Reply page = house.get(token, next.get());
            assertThat(page.status()).isEqualTo(200);
            page.json().getJsonArray("items").forEach(item -> seen.add(((JsonObject) item).getString("id")));
            next = page.raw().headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
        }
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void anIdempotencyKeyGivesTheStoredAnswerAndRefusesAnotherBody() {
        Incident incident = openWith();
        String path = "/api/v1/incidents/" + incident.id() + "/notes";
        Reply first = house.post(desk, path, "{\"text\":\"一\"}", "Idempotency-Key", "k-1");
        Reply again = house.post(desk, path, "{\"text\":\"一\"}", "Idempotency-Key", "k-1");
        assertThat(first.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.raw().headers().firstValue("Idempotency-Replayed")).contains("true");
        Reply other = house.post(desk, path, "{\"text\":\"二\"}", "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
        String call = new JsonObject()
                .put("resident", house.resident.toString())
                .put("note", "来电")
                .encode();
        Reply taken = house.post(desk, "/api/v1/incidents", call, "Idempotency-Key", "call-1");
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.raw().headers().firstValue("Location"))
                .contains("/api/v1/incidents/" + taken.json().getString("id"));
        assertThat(house.post(desk, "/api/v1/incidents", call, "Idempotency-Key", "call-1")
                        .body())
                .isEqualTo(taken.body());
        assertThat(house.post(house.token(westCoordinator), "/api/v1/incidents", call)
                        .status())
                .isEqualTo(422);
        assertThat(house.post(house.token(volunteer), "/api/v1/incidents", call).status())
                .isEqualTo(403);
    }

    @Test
    void dutyAndPositionAreTheRespondersOwn() {
        String token = house.token(volunteer);
        assertThat(house.put(token, "/api/v1/me/duty", "{\"onDuty\":false}").json())
                .isEqualTo(new JsonObject().put("onDuty", false));
        assertThat(house.get(token, "/api/v1/me").json().getBoolean("onDuty")).isFalse();
        assertThat(house.put(token, "/api/v1/me/duty", "{\"onDuty\":true}").status())
                .isEqualTo(200);
        assertThat(house.put(token, "/api/v1/me/position", "{\"lat\":34.76,\"lon\":113.75,\"acc\":8}")
                        .status())
                .isEqualTo(204);
        assertThat(house.put(token, "/api/v1/me/position", "{\"lat\":91,\"lon\":0}")
                        .status())
                .isEqualTo(400);
        assertThat(house.put(desk, "/api/v1/me/duty", "{\"onDuty\":true}").status())
                .isEqualTo(403);
        assertThat(house.get(desk, "/api/v1/responders").body())
                .contains(volunteer.id().toString());
        assertThat(house.get(desk, "/api/v1/communities").body())
                .contains("3号楼")
                .doesNotContain("西里");
    }

    @Test
    void aDeskHearsWhoOfTheStreetAboveCanBeAskedAndNotWhereTheyAre() {
        Account above = house.account("doctor.street", AccountRole.DOCTOR, house.street);
        Account beside = house.account("volunteer.west", AccountRole.VOLUNTEER, house.west);
        Fix fix = new Fix(new Wgs84(31.5, 113.7), OptionalDouble.of(5), Instant.now());
        List.of(above, beside).forEach(each -> ApiHouse.await(house.responders.setPosition(each.id(), fix)));
        String desk = house.token(house.account("desk.east", AccountRole.COORDINATOR, house.east));
        assertThat(house.get(desk, "/api/v1/responders").body())
                .doesNotContain(above.id().toString());
        String asked = house.get(desk, "/api/v1/responders?above=true").body();
        assertThat(asked)
                .contains(volunteer.id().toString(), above.id().toString())
                .doesNotContain(beside.id().toString(), "31.5");
        assertThat(house.get(desk, "/api/v1/responders?above=perhaps").status()).isEqualTo(400);
    }

    @Test
    void aHolderIsNamedOnTheIncidentEverybodyElseSees() {
        Person winner = ApiHouse.person(doctor);
        Offer won = IncidentSamples.offer(winner, Role.DOCTOR, OfferState.ACCEPTED);
        Offer lost = IncidentSamples.offer(ApiHouse.person(volunteer), Role.FIRST_HAND, OfferState.LAPSED);
        Incident incident = IncidentSamples.with(
                IncidentSamples.open(house.east, house.resident, "李秀英"),
                List.of(won, lost),
                List.of(IncidentSamples.assignment(won, AssignmentState.ACCEPTED)));
        house.opened(incident);
        Reply seen = house.get(house.token(volunteer), "/api/v1/incidents/" + incident.id());
        assertThat(seen.body()).contains(winner.name());
    }
}
