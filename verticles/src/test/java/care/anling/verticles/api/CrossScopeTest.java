package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.PlanDraft;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.api.Reach.Kind;
import care.anling.verticles.contract.OpenApi;
import care.anling.verticles.contract.Operation;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.TestVault;
import care.anling.verticles.view.IncidentSamples;
import care.anling.verticles.wire.PlanJson;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * S7 for REST, on a real PostgreSQL: walks every operation of the contract with an account of every role of another
 * community, of another street, and of the same community but without a part in it. None may learn that there is anything.
 * First everybody who may not, then those who may, so that a refusal for another reason is noticed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrossScopeTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String NAME = "李秀英";
    private static final String PHONE = "13800000000";

    private final Map<String, Reach> expectations = Reach.expectations();
    private final List<Operation> operations = OpenApi.read().operations();
    private final UUID resident = Samples.id();
    private final UUID contact = Samples.id();
    private final Map<String, String> things = new java.util.HashMap<>();
    /** Of every role: in the next community, in another street, and next door without a part in it. */
    private final List<Account> outsiders = new ArrayList<>();

    private final Map<AccountRole, Account> neighbours = new EnumMap<>(AccountRole.class);
    private final Map<UUID, String> tokens = new java.util.HashMap<>();

    private PgHouse house;
    private Account admin;
    private Account coordinator;
    private Account volunteer;

    @BeforeAll
    void fill() {
        CommunityId street = node("STREET", null);
        CommunityId east = node("COMMUNITY", street);
        CommunityId west = node("COMMUNITY", street);
        CommunityId building = node("BUILDING", east);
        CommunityId otherBuilding = node("BUILDING", east);
        CommunityId far = node("COMMUNITY", node("STREET", null));
        UUID otherResident = resident(Samples.id(), east, otherBuilding, "王建国");
        UUID westResident = resident(Samples.id(), west, null, "赵西");
        UUID farResident = resident(Samples.id(), far, null, "钱远");
        resident(resident, east, building, NAME);
        house = new PgHouse(POSTGRES);
        admin = house.account("east-admin", AccountRole.ADMIN, east, null);
        coordinator = house.account("east-desk", AccountRole.COORDINATOR, east, null);
        volunteer = house.account("east-volunteer", AccountRole.VOLUNTEER, east, null);
        Account doctor = house.account("east-doctor", AccountRole.DOCTOR, east, null);
        for (AccountRole role : AccountRole.values()) {
            outsiders.add(house.account("west-" + role, role, west, westResident));
            outsiders.add(house.account("far-" + role, role, far, farResident));
            neighbours.put(role, house.account("next-" + role, role, otherBuilding, otherResident));
        }
        // Granted whatever a machine can be granted: it is refused for the place, not for the want of a grant.
        POSTGRES.tell("UPDATE accounts SET registers_devices = true WHERE role = 'INTEGRATOR'");
        things.put("resident", resident.toString());
        things.put("RESIDENT", resident.toString());
        things.put("contact", contact.toString());
        POSTGRES.tell("INSERT INTO contacts (id, resident, name, relation, phone) VALUES ('" + contact + "', '"
                + resident + "', '王丽', '女儿', '"
                + TestVault.sealed(SealedTable.CONTACTS, "phone", contact, "13900000000") + "')");
        things.put("community", east.toString());
        things.put("COMMUNITY", east.toString());
        things.put("beside", west.toString());
        things.put("doctor", doctor.id().toString());
        things.put("ACCOUNT", volunteer.id().toString());
        UUID device = Samples.id();
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident) VALUES ('" + device
                + "', 'PENDANT', 'native', '" + east + "', '" + resident + "')");
        things.put("DEVICE", device.toString());
        things.put("RESPONSE_PLAN", responsePlan(east).toString());
        UUID call = Samples.id();
        POSTGRES.tell("INSERT INTO calls (id, community, exchange, webhook_id, said, residents) VALUES ('" + call
                + "', '" + east + "', 'hotline', 'm1', '"
                + TestVault.sealed(SealedTable.CALLS, "said", call, "{\"from\":\"" + PHONE + "\"}") + "', '{" + resident
                + "}')");
        things.put("CALL", call.toString());
        openIncident();
        HttpResponse<String> shift =
                house.send(token(coordinator), "POST", "/api/v1/shift-handovers", "{\"note\":\"" + NAME + "\"}");
        assertThat(shift.statusCode()).as(shift.body()).isEqualTo(201);
        things.put("LOOK", look(east));
        things.put("SHIFT", new JsonObject(shift.body()).getString("id"));
        UUID planned = Samples.id();
        POSTGRES.tell("INSERT INTO shifts (id, account, starts_at, ends_at) VALUES ('" + planned + "', '"
                + volunteer.id() + "', '2031-05-01T08:00:00Z', '2031-05-01T20:00:00Z')");
        things.put("PLANNED_SHIFT", planned.toString());
    }

    /** Past somebody's scope, at a resident of this community. */
    private String look(CommunityId at) {
        return POSTGRES.ask(
                        "INSERT INTO access_log (account, account_name, role, action, resident, community, break_glass)"
                                + " VALUES ('" + Samples.id() + "', '外', 'COORDINATOR', 'BREAK_GLASS', '" + resident
                                + "', '" + at
                                + "', true) RETURNING id::text")
                .get(0);
    }

    private UUID responsePlan(CommunityId of) {
        UUID id = Samples.id();
        POSTGRES.tell("INSERT INTO response_plans (id, community, need, priority, name, plan, edited_by, edited_name)"
                + " VALUES ('" + id + "', '" + of + "', 'MEDICAL', 'P1', '东', '"
                + PlanJson.encode(PlanDraft.of(ResponsePlans.shipped(Need.MEDICAL, Priority.P1)))
                        .encode()
                + "', '" + admin.id() + "', '管')");
        return id;
    }

    @AfterAll
    void close() {
        house.close();
    }

    private CommunityId node(String level, CommunityId parent) {
        CommunityId id = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + id + "', '" + level + "', '"
                + level + "', " + (parent == null ? "NULL" : "'" + parent + "'") + ")");
        return id;
    }

    private UUID resident(UUID id, CommunityId community, CommunityId building, String name) {
        String phone = name.equals(NAME) ? PHONE : "13700000000";
        POSTGRES.tell("INSERT INTO residents (id, community, building, name, phone, conditions) VALUES ('" + id + "', '"
                + community + "', " + (building == null ? "NULL" : "'" + building + "'") + ", '" + name
                + "', '" + TestVault.sealed(SealedTable.RESIDENTS, "phone", id, phone) + "', '"
                + TestVault.sealed(SealedTable.RESIDENTS, "conditions", id, name.equals(NAME) ? "[\"高血压\"]" : "[]")
                + "')");
        return id;
    }

    private void openIncident() {
        HttpResponse<String> taken = house.send(
                token(coordinator),
                "POST",
                "/api/v1/incidents",
                new JsonObject().put("resident", resident.toString()).encode());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        IncidentId id = IncidentId.of(new JsonObject(taken.body()).getString("id"));
        Offer first = offer(Role.FIRST_HAND);
        Offer second = offer(Role.BRINGER);
        Decision made = ApiHouse.await(house.incidents().change(id, (incident, now) -> {
            Incident next = IncidentSamples.with(incident, List.of(first, second), List.of());
            return Decision.changed(
                    next, List.of(new IncidentEvent.OffersMade(0, List.of(first.id(), second.id()), List.of())));
        }));
        assertThat(made.rejection()).isEmpty();
        things.put("INCIDENT", id.toString());
        things.put(
                "NOTICE",
                notice(id, "ACCOUNT", volunteer.id().toString(), "PENDING").toString());
        // What reached nobody is on the desk's list: of this desk, and of no other.
        notice(id, "DESK", things.get("community"), "DEAD");
        things.put("OFFER", first.id().toString());
        things.put("OTHER_OFFER", second.id().toString());
        // Until the offer is accepted there is none; an id nobody has is as good for those who may not see one.
        things.put("ASSIGNMENT", new AssignmentId(Samples.id()).toString());
    }

    private static UUID notice(IncidentId incident, String kind, String audience, String state) {
        UUID id = Samples.id();
        boolean dead = state.equals("DEAD");
        POSTGRES.tell(
                "INSERT INTO outbox (id, key, incident, community, kind, audience_kind, audience, state, made_at, due_at,"
                        + " settled_at, expires_at, trouble) SELECT '" + id + "', '" + id
                        + "', id, community, 'OFFER', '" + kind
                        + "', '" + audience + "', '" + state + "', now(), " + (dead ? "NULL, now()" : "now(), NULL")
                        + ", now() + interval '1 hour', " + (dead ? "'nobody'" : "NULL")
                        + " FROM incidents WHERE id = '"
                        + incident + "'");
        return id;
    }

    private Offer offer(Role role) {
        Offer o = IncidentSamples.offer(ApiHouse.person(volunteer), role, OfferState.PENDING);
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
                now.plusSeconds(600),
                o.distanceMeters(),
                o.etaSeconds());
    }

    private String token(Account account) {
        return tokens.computeIfAbsent(account.id(), id -> house.token(account));
    }

    @Test
    @Order(1)
    void everyOperationHasAnExpectation() {
        TreeSet<String> published =
                operations.stream().map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(expectations.keySet()))
                .as("say in Reach.expectations() how far a new operation reaches")
                .isEqualTo(published);
    }

    @Test
    @Order(2)
    void theDocumentGivesEachActToTheRolesExpected() {
        for (Operation operation : operations) {
            assertThat(operation.access().roles())
                    .as(operation.id())
                    .isEqualTo(reach(operation).roles());
        }
    }

    @Test
    @Order(3)
    void nobodyIsAnsweredWithoutSigningIn() {
        for (Operation operation : operations) {
            if (reach(operation).kind() != Kind.PUBLIC) {
                assertThat(ask("", operation).statusCode())
                        .as(operation.toString())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    @Order(4)
    void nobodyOfAnotherCommunityLearnsAnything() {
        for (Account outsider : outsiders) {
            for (Operation operation : operations) {
                expectNothing(outsider, operation);
            }
        }
    }

    /** Of the same community, in another building and not asked: sees the tree and themselves. */
    @Test
    @Order(5)
    void nobodyOfAnotherBuildingLearnsAnything() {
        neighbours.forEach((role, neighbour) -> {
            for (Operation operation : operations) {
                expectNothing(neighbour, operation);
            }
        });
    }

    private void expectNothing(Account outsider, Operation operation) {
        Reach reach = reach(operation);
        if (reach.kind() == Kind.PUBLIC) {
            return;
        }
        HttpResponse<String> answer = ask(token(outsider), operation);
        String what = outsider.username() + " " + operation + " → " + answer.statusCode() + " " + answer.body();
        if (!reach.roles().contains(outsider.role())) {
            assertThat(answer.statusCode()).as(what).isEqualTo(403);
        } else {
            switch (reach.kind()) {
                case OBJECT -> assertThat(answer.statusCode()).as(what).isEqualTo(404);
                case COMMUNITYS ->
                    assertThat(answer.statusCode()).as(what).isEqualTo(isNextDoor(outsider, operation) ? 200 : 404);
                case NAMED_IN_BODY -> assertThat(answer.statusCode()).as(what).isEqualTo(422);
                case LIST -> assertThat(answer.statusCode()).as(what).isEqualTo(200);
                case OWN -> assertThat(answer.statusCode()).as(what).isIn(200, 201, 204, 403, 404, 409);
                case PUBLIC -> fail("asked already");
            }
        }
        assertThat(withoutInstance(answer.body()))
                .as(what)
                .doesNotContain(NAME)
                .doesNotContain(PHONE)
                .doesNotContain("13900000000")
                .doesNotContain("高血压")
                .doesNotContain(things.get("INCIDENT"))
                .doesNotContain(things.get("OFFER"))
                .doesNotContain(things.get("PLANNED_SHIFT"))
                .doesNotContain(resident.toString());
    }

    /** Whoever keeps a building reads what holds in its community, and writes none of it. */
    private boolean isNextDoor(Account outsider, Operation operation) {
        return neighbours.containsValue(outsider) && operation.method().equals(HttpMethod.GET);
    }

    /** A problem says which address was asked: that is the caller's own word. */
    private static String withoutInstance(String body) {
        return body.replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    /** Otherwise every refusal above could have been for another reason. */
    @Test
    @Order(6)
    void whoMayIsAnswered() {
        expectations.forEach((id, reach) -> {
            if (reach.actor() == Reach.Actor.NOBODY) {
                return;
            }
            Operation operation = operations.stream()
                    .filter(o -> o.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            Account actor = switch (reach.actor()) {
                case ADMIN -> admin;
                case COORDINATOR -> coordinator;
                case VOLUNTEER, NOBODY -> volunteer;
            };
            HttpResponse<String> answer = ask(token(actor), operation);
            assertThat(answer.statusCode()).as(operation + " " + answer.body()).isIn(200, 201, 204, 409);
            if (id.equals("acceptOffer")) {
                things.put("ASSIGNMENT", new JsonObject(answer.body()).getString("id"));
            }
        });
        // What three other administrators wrote out of their own; the dossier; the copy of everything after the
        // resident's page, and again after the edit and for the one
        // added; the readings.
        assertThat(POSTGRES.ask("SELECT string_agg(action, ' ' ORDER BY id) FROM access_log"))
                .containsExactly(
                        "BREAK_GLASS EXPORT EXPORT EXPORT DOSSIER RESIDENT RESIDENT RESIDENT EXPORT OBSERVATIONS");
    }

    private Reach reach(Operation operation) {
        Reach reach = expectations.get(operation.id());
        if (reach == null) {
            return fail("no expectation for " + operation.id());
        }
        return reach;
    }

    private HttpResponse<String> ask(String token, Operation operation) {
        Reach reach = reach(operation);
        String path = operation
                .path()
                .replace("{id}", String.valueOf(things.get(reach.object().name())))
                .replace("{contact}", contact.toString())
                .replace("{look}", things.get("LOOK"))
                .replace("{to}", things.get("beside"))
                .replace("{kind}", "FAMILY_READINGS");
        String body = reach.body();
        for (Map.Entry<String, String> thing : things.entrySet()) {
            body = body.replace("{" + thing.getKey() + "}", thing.getValue());
        }
        if (operation.body().filter(Operation.Body::sheet).isPresent()) {
            return house.exactly(token, operation.method().name(), path, body, "Content-Type", "text/csv");
        }
        boolean query = body.startsWith("?");
        return house.send(token, operation.method().name(), query ? path + body : path, query ? "" : body);
    }
}
