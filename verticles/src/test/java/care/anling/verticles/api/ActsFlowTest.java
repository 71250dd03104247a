package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.ResponseClock;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.verticles.api.ApiHouse.Reply;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The acts of people on an incident, over real HTTP: what each does, and who may not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActsFlowTest {

    /** North of {@link IncidentSamples}' door at 34.76, 113.75, in degrees. */
    private static final double METER = 1 / 111_195.0;

    private ApiHouse house;
    private Account coordinator;
    private Account relief;
    private String desk;
    private String westDesk;
    private int crowd;

    @BeforeAll
    void open() {
        house = new ApiHouse();
        coordinator = house.account("zuoxi-east", AccountRole.COORDINATOR, house.east);
        relief = house.account("zuoxi-east-2", AccountRole.COORDINATOR, house.east);
        desk = house.token(coordinator);
        westDesk = house.token(house.account("zuoxi-west", AccountRole.COORDINATOR, house.west));
    }

    @AfterAll
    void close() {
        house.close();
    }

    // Scenes.

    private Account volunteer() {
        return house.account("volunteer-" + ++crowd, AccountRole.VOLUNTEER, house.east);
    }

    private Incident resident(Offer... offers) {
        Incident plain = IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英");
        Incident incident = IncidentSamples.with(plain, List.of(offers), List.of());
        house.opened(incident);
        return incident;
    }

    private Incident button(Offer... offers) {
        Subject nameless =
                new Subject(SubjectKind.DEVICE, UUID.randomUUID(), house.east, "PENDANT 0091", Optional.empty());
        Incident incident =
                IncidentSamples.about(new IncidentId(UUID.randomUUID()), nameless, List.of(offers), List.of());
        house.opened(incident);
        return incident;
    }

    private static Offer ringing(Account to, Role role) {
        Offer o = IncidentSamples.offer(ApiHouse.person(to), role, OfferState.PENDING);
        Instant now = Instant.now();
        return new Offer(
                o.id(),
                o.responder(),
                role,
                1,
                1,
                0,
                o.state(),
                now,
                now.plusSeconds(60),
                Optional.of(500),
                Optional.of(420));
    }

    /** @return the assignment's id */
    private String accepted(Account who, Offer offer) {
        Reply reply = house.post(house.token(who), "/api/v1/offers/" + offer.id() + "/accept", "");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().getString("id");
    }

    private Incident stored(Incident incident) {
        return ApiHouse.await(house.incidents.find(incident.id())).orElseThrow();
    }

    private static String path(Incident incident, String act) {
        return "/api/v1/incidents/" + incident.id() + act;
    }

    private static String body(Object... pairs) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            json.put((String) pairs[i], pairs[i + 1]);
        }
        return json.encode();
    }

    // What the desk does.

    @Test
    void theDesksActsAreTheDesksAlone() {
        Account helper = volunteer();
        Offer offer = ringing(helper, Role.FIRST_HAND);
        Incident incident = resident(offer);
        String assignment = accepted(helper, offer);
        Incident other = button();
        List<List<String>> acts = List.of(
                List.of(path(incident, "/priority"), body("priority", "P2", "reason", "已通话")),
                List.of(path(incident, "/call-more"), body("role", "FIRST_HAND")),
                List.of(path(other, "/merge"), body("into", incident.id().toString())),
                List.of("/api/v1/assignments/" + assignment + "/take-away", body("reason", "电话不通")));
        for (List<String> act : acts) {
            assertThat(house.post(house.token(helper), act.get(0), act.get(1)).status())
                    .as("not a volunteer's: " + act)
                    .isEqualTo(403);
            assertThat(house.post(westDesk, act.get(0), act.get(1)).status())
                    .as("not another community's: " + act)
                    .isEqualTo(404);
            assertThat(house.post(desk, act.get(0), "{}").status())
                    .as("not without saying what: " + act)
                    .isEqualTo(400);
            Reply done = house.post(desk, act.get(0), act.get(1), "Idempotency-Key", "once");
            assertThat(done.status()).as(done.body()).isEqualTo(200);
            Reply again = house.post(desk, act.get(0), act.get(1), "Idempotency-Key", "once");
            assertThat(again.body()).isEqualTo(done.body());
        }
        assertThat(stored(incident).extras()).as("called for once").hasSize(1);
    }

    @Test
    void aPriorityIsChangedWithAReasonThatStandsOnTheTimeline() {
        Incident incident = resident();
        Reply changed = house.post(desk, path(incident, "/priority"), body("priority", "P3", "reason", "只是想喝水"));
        assertThat(changed.json().getString("priority")).isEqualTo("P3");
        JsonObject line = house.get(desk, path(incident, "/timeline")).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(item -> item.getString("event").equals("incident.priority_changed"))
                .findFirst()
                .orElseThrow();
        assertThat(line.getJsonObject("detail").getString("reason")).isEqualTo("只是想喝水");
        assertThat(line.getJsonObject("by").getString("name")).isEqualTo(coordinator.name());
    }

    @Test
    void whatIsNeededIsChangedWithAReasonToo() {
        Incident incident = resident();
        String gas = body("priority", "P1", "need", "FIRE_OR_GAS", "reason", "电话里说有煤气味");
        Reply changed = house.post(desk, path(incident, "/priority"), gas);
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().getString("need")).isEqualTo("FIRE_OR_GAS");
        assertThat(house.get(desk, path(incident, "/timeline")).json().getJsonArray("items").stream()
                        .map(item -> ((JsonObject) item).getJsonObject("detail").getString("need")))
                .contains("FIRE_OR_GAS");
        assertThat(house.post(desk, path(incident, "/priority"), body("priority", "P1", "need", "TEA", "reason", "渴"))
                        .status())
                .isEqualTo(400);
    }

    /** A smell of gas rings no doctor first, and calls nobody "medical". */
    @Test
    void aCallSaysWhatIsNeeded() {
        String call = body("resident", house.resident.toString(), "need", "FIRE_OR_GAS");
        assertThat(house.post(desk, "/api/v1/incidents", call).status()).isEqualTo(201);
        String lifted = body("resident", house.resident.toString(), "need", "PHYSICAL_HELP", "priority", "P3");
        assertThat(house.post(desk, "/api/v1/incidents", lifted).status()).isEqualTo(201);
        assertThat(house.post(desk, "/api/v1/incidents", body("resident", house.resident.toString()))
                        .status())
                .isEqualTo(201);
        assertThat(house.post(desk, "/api/v1/incidents", body("resident", house.resident.toString(), "need", "TEA"))
                        .status())
                .isEqualTo(400);

        assertThat(house.taken)
                .extracting(taken ->
                        taken.judged().priority() + " " + taken.judged().leading())
                .containsExactly("P1 FIRE_OR_GAS", "P3 PHYSICAL_HELP", "P2 MEDICAL");
    }

    @Test
    void aBringerIsCalledWithWhatToBring() {
        Incident incident = resident();
        Reply called = house.post(
                desk, path(incident, "/call-more"), body("role", "BRINGER", "people", 2, "brings", "WHEELCHAIR"));
        assertThat(called.json().getJsonArray("extras"))
                .hasSize(2)
                .allSatisfy(extra ->
                        assertThat(((JsonObject) extra).getString("brings")).isEqualTo("WHEELCHAIR"));
        assertThat(house.post(desk, path(incident, "/call-more"), body("role", "DOCTOR", "brings", "AED"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whoHoldsAPlaceIsReplacedByNameAndLearnsByWhom() {
        Account first = volunteer();
        Account second = volunteer();
        Offer offer = ringing(first, Role.FIRST_HAND);
        Incident incident = resident(offer);
        String lost = accepted(first, offer);
        String named = body("responder", second.id().toString(), "role", "FIRST_HAND");
        Reply taken = house.post(desk, path(incident, "/assign"), named);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.code()).isEqualTo("role_taken");

        String instead = body("responder", second.id().toString(), "role", "FIRST_HAND", "instead", true);
        Reply replaced = house.post(desk, path(incident, "/assign"), instead);
        assertThat(replaced.json().getInteger("epoch")).isEqualTo(2);

        Reply late = house.post(house.token(first), "/api/v1/assignments/" + lost + "/on-scene", "");
        assertThat(late.code()).isEqualTo("assignment_ended");
        assertThat(late.json().getJsonObject("winner").getString("name")).isEqualTo(second.name());
        assertThat(stored(incident)
                        .findHolding(ApiHouse.person(second))
                        .orElseThrow()
                        .state())
                .isEqualTo(AssignmentState.ACCEPTED);
    }

    @Test
    void aNamelessButtonIsMergedIntoTheResidentsIncident() {
        Account helper = volunteer();
        Offer offer = ringing(helper, Role.FIRST_HAND);
        Incident nameless = button(offer);
        accepted(helper, offer);
        Incident known = resident();
        Reply otherWay = house.post(
                desk, path(known, "/merge"), body("into", nameless.id().toString()));
        assertThat(otherWay.code()).isEqualTo("merge_other_way");

        String into = body("into", known.id().toString());
        Reply merged = house.post(desk, path(nameless, "/merge"), into);
        assertThat(merged.status()).as(merged.body()).isEqualTo(200);
        assertThat(merged.json().getString("id")).isEqualTo(known.id().toString());
        assertThat(merged.json().getInteger("signals")).isEqualTo(2);
        assertThat(stored(known).findHolding(ApiHouse.person(helper))).isPresent();

        JsonObject closed = house.get(desk, path(nameless, "")).json();
        assertThat(closed.getString("state")).isEqualTo("STOOD_DOWN");
        assertThat(closed.getString("disposition")).isEqualTo("MERGED");
        assertThat(closed.getString("mergedInto")).isEqualTo(known.id().toString());
        assertThat(house.get(desk, path(nameless, "/timeline")).body()).contains("incident.merged");
        assertThat(house.get(desk, path(known, "/timeline")).body())
                .contains("incident.absorbed")
                .contains(nameless.id().toString());
        assertThat(house.post(desk, path(nameless, "/merge"), into).status())
                .as("saying it twice is no error")
                .isEqualTo(200);
        assertThat(house.post(desk, path(resident(), "/stand-down"), body("disposition", "MERGED"))
                        .code())
                .as("nobody stands down as merged")
                .isEqualTo("disposition_reserved");
    }

    @Test
    void standingDownTellsEverybodyAndLeavesAWordForTheCarePlan() {
        Account asked = volunteer();
        Account coming = volunteer();
        Offer yes = ringing(coming, Role.FIRST_HAND);
        Incident incident = resident(yes, ringing(asked, Role.BRINGER));
        accepted(coming, yes);
        house.post(
                desk,
                path(incident, "/stand-down"),
                body("disposition", "HELPED", "note", "已进食", "followUp", "每周多访一次"));
        for (Account one : List.of(asked, coming)) {
            assertThat(house.get(house.token(one), path(incident, "")).json().getString("state"))
                    .isEqualTo("STOOD_DOWN");
        }
        assertThat(house.get(desk, path(incident, "/timeline")).body()).contains("每周多访一次");
    }

    // What those who help do.

    @Test
    void aPhoneThatComesNearerSetsOutAndArrives() {
        Account helper = volunteer();
        Offer offer = ringing(helper, Role.FIRST_HAND);
        Incident incident = resident(offer);
        accepted(helper, offer);
        String token = house.token(helper);

        walkTo(token, 300, 10);
        assertThat(held(incident, helper).state()).isEqualTo(AssignmentState.EN_ROUTE);
        assertThat(held(incident, helper).etaSeconds().orElseThrow()).isLessThan(420);
        walkTo(token, 20, 200);
        assertThat(held(incident, helper).state())
                .as("a fix that could be anywhere is no arrival")
                .isEqualTo(AssignmentState.EN_ROUTE);
        walkTo(token, 20, 10);
        assertThat(held(incident, helper).state()).isEqualTo(AssignmentState.ON_SCENE);

        JsonObject seen = house.get(desk, path(incident, "")).json();
        assertThat(seen.getJsonArray("assignments").getJsonObject(0).getString("checkInBy"))
                .isNotNull();
    }

    private Assignment held(Incident incident, Account who) {
        return stored(incident).findHolding(ApiHouse.person(who)).orElseThrow();
    }

    private void walkTo(String token, double metersFromTheDoor, double accuracy) {
        Reply told = house.put(
                token,
                "/api/v1/me/position",
                body("lat", 34.76 + metersFromTheDoor * METER, "lon", 113.75, "acc", accuracy));
        assertThat(told.status()).as(told.body()).isEqualTo(204);
    }

    @Test
    void aWordFromTheSceneIsTheirsOrTheDesks() {
        Account helper = volunteer();
        Offer offer = ringing(helper, Role.FIRST_HAND);
        Incident incident = resident(offer);
        String assignment = accepted(helper, offer);
        String checkIn = "/api/v1/assignments/" + assignment + "/check-in";
        assertThat(house.post(house.token(helper), checkIn, "").code()).isEqualTo("not_on_scene");
        house.post(house.token(helper), "/api/v1/assignments/" + assignment + "/on-scene", "");
        Reply longer = house.post(house.token(helper), checkIn, body("minutes", 60));
        assertThat(Instant.parse(longer.json().getString("checkInBy")))
                .isAfter(Instant.now().plus(Duration.ofMinutes(59)));
        assertThat(house.post(desk, checkIn, "").status()).isEqualTo(200);
        assertThat(house.post(westDesk, checkIn, "").status()).isEqualTo(404);
        assertThat(house.post(house.token(volunteer()), checkIn, "").status()).isEqualTo(404);
        assertThat(stored(incident).deadlines()).containsKey(DeadlineKind.SAFETY);
    }

    @Test
    void aReliefIsAskedAndTakesOver() {
        Account helper = volunteer();
        Account next = volunteer();
        Offer offer = ringing(helper, Role.FIRST_HAND);
        Incident incident = resident(offer);
        String assignment = accepted(helper, offer);
        String handOver = "/api/v1/assignments/" + assignment + "/hand-over";
        String to = body("to", next.id().toString());
        assertThat(house.post(house.token(next), handOver, to).status())
                .as("only one's own")
                .isEqualTo(404);
        house.put(house.token(next), "/api/v1/me/duty", body("onDuty", false));
        assertThat(house.post(house.token(helper), handOver, to).code()).isEqualTo("responder_not_free");
        house.put(house.token(next), "/api/v1/me/duty", body("onDuty", true));
        assertThat(house.post(house.token(helper), handOver, to).status()).isEqualTo(200);

        JsonObject rings = house.get(house.token(next), "/api/v1/me/offers")
                .json()
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(rings.getBoolean("handOver")).isTrue();
        Reply taken = house.post(house.token(next), "/api/v1/offers/" + rings.getString("id") + "/accept", "");
        assertThat(taken.json().getInteger("epoch")).isEqualTo(2);
        assertThat(house.post(house.token(helper), "/api/v1/assignments/" + assignment + "/clear", "")
                        .code())
                .isEqualTo("assignment_ended");
        assertThat(stored(incident).findHolding(ApiHouse.person(next))).isPresent();
    }

    // Drills.

    @Test
    void whoAcceptsARealOneLeavesTheDrill() {
        Account helper = volunteer();
        Person person = ApiHouse.person(helper);
        Incident drill = drill(ringing(helper, Role.FIRST_HAND));
        accepted(helper, drill.offers().get(0));
        assertThat(house.get(house.token(helper), path(drill, "")).json().getBoolean("drill"))
                .isTrue();
        Offer real = ringing(helper, Role.FIRST_HAND);
        resident(real);
        accepted(helper, real);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(stored(drill).findHolding(person)).isEmpty());
    }

    private Incident drill(Offer offer) {
        Incident plain = IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英");
        Incident incident = new Incident(
                plain.id(),
                plain.subject(),
                plain.openedBy(),
                plain.assessment(),
                plain.state(),
                plain.openedAt(),
                plain.lastSignalAt(),
                1,
                false,
                true,
                Set.of(new DeviceId(UUID.randomUUID())),
                Set.of(),
                plain.ladder(),
                plain.deadlines(),
                Optional.empty(),
                Optional.empty(),
                List.of(offer),
                List.of(),
                List.of(),
                Map.of(),
                1);
        house.opened(incident);
        return incident;
    }

    // The shift.

    @Test
    void theDeskIsGivenAndTakenWithBothNames() {
        Incident open = resident();
        house.post(desk, path(open, "/assign"), body("responder", coordinatorAtTheDesk(), "role", "COORDINATOR"));
        String note = body("note", "3号楼门禁坏了");
        Reply given = house.post(desk, "/api/v1/shift-handovers", note, "Idempotency-Key", "evening");
        assertThat(given.status()).as(given.body()).isEqualTo(201);
        String id = given.json().getString("id");
        assertThat(given.json().getJsonArray("incidents").encode())
                .contains(open.id().toString());
        assertThat(given.json().getValue("takenBy")).isNull();

        String accept = "/api/v1/shift-handovers/" + id + "/accept";
        assertThat(house.post(desk, accept, "").code()).isEqualTo("own_handover");
        assertThat(house.post(westDesk, accept, "").status()).isEqualTo(404);
        assertThat(house.post(house.token(volunteer()), accept, "").status()).isEqualTo(403);
        Reply taken = house.post(house.token(relief), accept, "");
        assertThat(taken.json().getJsonObject("givenBy").getString("name")).isEqualTo(coordinator.name());
        assertThat(taken.json().getJsonObject("takenBy").getString("name")).isEqualTo(relief.name());
        assertThat(house.post(house.token(relief), accept, "").body())
                .as("said twice")
                .isEqualTo(taken.body());
        Account third = house.account("zuoxi-east-" + ++crowd, AccountRole.COORDINATOR, house.east);
        assertThat(house.post(house.token(third), accept, "").code()).isEqualTo("handover_taken");

        assertThat(house.get(desk, "/api/v1/shift-handovers/" + id).body()).isEqualTo(taken.body());
        assertThat(house.post(desk, "/api/v1/shift-handovers", note, "Idempotency-Key", "evening")
                        .body())
                .as("a repeat reads it as it is now: no copy of names is kept")
                .isEqualTo(taken.body());
        List<String> read = new ArrayList<>();
        house.get(house.token(third), "/api/v1/shift-handovers?limit=50")
                .json()
                .getJsonArray("items")
                .forEach(item -> read.add(((JsonObject) item).getString("id")));
        assertThat(read).contains(id);
        assertThat(house.get(westDesk, "/api/v1/shift-handovers").json().getJsonArray("items"))
                .isEmpty();
        assertThat(stored(open).findHolder(Role.COORDINATOR, 1).orElseThrow().responder())
                .as("the desk's place went with it")
                .isEqualTo(ApiHouse.person(relief));
    }

    private String coordinatorAtTheDesk() {
        house.responders.put(new ResponderNow(
                ApiHouse.person(coordinator), "COORDINATOR", house.east, true, false, Optional.empty(), List.of()));
        return coordinator.id().toString();
    }

    @Test
    void clocksRunInEveryView() {
        Incident incident = resident();
        Account doctor = house.account("doctor-" + ++crowd, AccountRole.DOCTOR, house.street);
        var stopped = IncidentMachine.decide(
                Optional.of(withClocks(incident)),
                new IncidentCommand.AssignByName(
                        ApiHouse.person(coordinator),
                        ApiHouse.person(doctor),
                        Role.DOCTOR,
                        1,
                        new OfferId(UUID.randomUUID()),
                        new AssignmentId(UUID.randomUUID())),
                IncidentSamples.NOON.plusSeconds(7));
        house.happened(stopped.next().orElseThrow(), "incident.assigned");
        JsonObject clocks = house.get(desk, path(incident, "")).json().getJsonObject("clocks");
        assertThat(clocks.getJsonObject("doctor"))
                .isEqualTo(new JsonObject()
                        .put("startedAt", IncidentSamples.NOON.toString())
                        .put("dueAt", IncidentSamples.NOON.plusSeconds(10).toString())
                        .put("stoppedAt", IncidentSamples.NOON.plusSeconds(7).toString())
                        .put("kept", true));
        assertThat(clocks.getJsonObject("door").getValue("stoppedAt")).isNull();
        assertThat(clocks.getJsonObject("door").getString("dueAt"))
                .isEqualTo(IncidentSamples.NOON.plusSeconds(900).toString());
    }

    private static Incident withClocks(Incident i) {
        var at = IncidentSamples.NOON;
        return new Incident(
                i.id(),
                i.subject(),
                i.openedBy(),
                i.assessment(),
                i.state(),
                i.openedAt(),
                i.lastSignalAt(),
                i.signals(),
                i.cancelRequested(),
                i.drill(),
                i.devices(),
                i.standsFor(),
                i.ladder(),
                i.deadlines(),
                i.acknowledged(),
                i.closing(),
                i.offers(),
                i.assignments(),
                i.extras(),
                Map.of(
                        ResponseClock.Kind.DOCTOR,
                        new ResponseClock(at, at.plusSeconds(10), Optional.empty()),
                        ResponseClock.Kind.DOOR,
                        new ResponseClock(at, at.plusSeconds(900), Optional.empty())),
                i.version());
    }
}
