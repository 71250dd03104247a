package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.PhoneNumber;
import care.anling.verticles.live.FeedClient;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.TestVault;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A telephone system says who rings; who may be calling pops up at the right desk, and nowhere else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotlineTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    /** The server itself may have nothing to say: this shows that it would have been heard. */
    private static final String HEARD = "whatever our code logs is heard";

    private static final String OWN = "13800000071";
    private static final String DAUGHTERS = "13900000072";
    private static final String UNKNOWN = "13700000073";

    private final Vertx vertx = Vertx.vertx();
    private final CommunityId street = PgHouse.HOME;
    private CommunityId east;
    private CommunityId west;
    private CommunityId building;
    private CommunityId elsewhere;
    private UUID li;
    private UUID zhao;
    private PgHouse house;
    private int messages;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("care.anling");

    @BeforeAll
    void fill() {
        log.start();
        ours.addAppender(log);
        ours.setLevel(Level.TRACE);
        LoggerFactory.getLogger(CallRoutes.class).trace(HEARD);
        node(street, "STREET", null);
        east = node(new CommunityId(Samples.id()), "COMMUNITY", street);
        west = node(new CommunityId(Samples.id()), "COMMUNITY", street);
        building = node(new CommunityId(Samples.id()), "BUILDING", east);
        elsewhere = node(new CommunityId(Samples.id()), "STREET", null);
        li = resident(east, building, "李秀英", OWN);
        zhao = resident(west, null, "赵西", "13600000074");
        contact(li, "王丽", DAUGHTERS);
        contact(zhao, "王丽", DAUGHTERS);
        house = new PgHouse(POSTGRES).numbering();
    }

    @AfterAll
    void close() {
        house.close();
        ApiHouse.await(vertx.close());
        ours.detachAppender(log);
        ours.setLevel(null);
        assertThat(log.list)
                .anyMatch(line -> line.getFormattedMessage().equals(HEARD))
                .noneMatch(line -> line.getFormattedMessage().matches("(?s).*(0000071|00000072|00000073|037112349).*"));
    }

    private static CommunityId node(CommunityId id, String level, CommunityId parent) {
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + id + "', '" + level + "', '"
                + level + "', " + (parent == null ? "NULL" : "'" + parent + "'") + ")");
        return id;
    }

    private static UUID resident(CommunityId community, CommunityId building, String name, String phone) {
        UUID id = Samples.id();
        POSTGRES.tell("INSERT INTO residents (id, community, building, unit, room, name, phone, phone_hash, conditions)"
                + " VALUES ('" + id + "', '" + community + "', " + (building == null ? "NULL" : "'" + building + "'")
                + ", '2单元', '502', '" + name + "', " + phone(SealedTable.RESIDENTS, id, phone) + ", '"
                + TestVault.sealed(SealedTable.RESIDENTS, "conditions", id, "[\"高血压\"]") + "')");
        return id;
    }

    private static void contact(UUID resident, String name, String phone) {
        UUID id = Samples.id();
        POSTGRES.tell("INSERT INTO contacts (id, resident, name, relation, phone, phone_hash) VALUES ('" + id + "', '"
                + resident + "', '" + name + "', '女儿', " + phone(SealedTable.CONTACTS, id, phone) + ")");
    }

    private static String phone(SealedTable table, UUID id, String written) {
        assertThat(PhoneNumber.parse(written)).isPresent();
        SealedPhone phone = SealedPhone.of(TestVault.open(), table, id, written);
        return "'" + phone.sealed() + "', '\\x"
                + HexFormat.of().formatHex(phone.hash().orElseThrow()) + "'";
    }

    private Account desk(CommunityId of) {
        return house.account("desk-" + Samples.id(), AccountRole.COORDINATOR, of, null);
    }

    private FeedClient screen(Account of) {
        FeedClient screen = FeedClient.connect(vertx, house.port()).auth(house.token(of));
        eventually("a heartbeat", () -> !screen.of("heartbeat").isEmpty());
        return screen;
    }

    private static void eventually(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000L);
        }
    }

    private static String from(String number) {
        return new JsonObject()
                .put("from", number)
                .put("to", "037112349")
                .put("callId", "c-1")
                .encode();
    }

    private HttpResponse<String> announce(Exchange exchange, String body) {
        messages++;
        return announce(exchange, "m-" + messages, Instant.now(), body, body);
    }

    private HttpResponse<String> announce(Exchange exchange, String id, Instant at, String signed, String sent) {
        return house.exactly(
                "",
                "POST",
                "/api/v1/calls",
                sent,
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(at.getEpochSecond()),
                "webhook-signature",
                exchange.signature().sign(id, at, signed));
    }

    private static List<JsonObject> rings(FeedClient screen) {
        return screen.of("event").stream()
                .filter(frame -> "call.ringing".equals(frame.getString("event")))
                .toList();
    }

    private static JsonArray residents(JsonObject ring) {
        return ring.getJsonObject("call").getJsonArray("residents");
    }

    @Test
    void whoCallsPopsUpAtTheirDeskAndTheStreetsAndNowhereElse() {
        Account desk = desk(east);
        Account volunteer = house.account("v-" + Samples.id(), AccountRole.VOLUNTEER, east, null);
        Account family = house.account("f-" + Samples.id(), AccountRole.FAMILY, east, li);
        try (FeedClient here = screen(desk);
                FeedClient above = screen(desk(street));
                FeedClient beside = screen(desk(west));
                FeedClient sent = screen(volunteer);
                FeedClient kin = screen(family);
                FeedClient inBuilding = screen(desk(building))) {
            // However it is written, it is the same number.
            HttpResponse<String> told = announce(PgHouse.HOTLINE, from("+86 138-0000-0071"));
            assertThat(told.statusCode()).as(told.body()).isEqualTo(202);
            assertThat(told.body()).doesNotContain("李秀英");
            eventually(
                    "the ring",
                    () -> rings(here).size() == 1
                            && rings(above).size() == 1
                            && rings(inBuilding).size() == 1);

            JsonObject ring = rings(here).get(0);
            assertThat(ring.getString("community")).isEqualTo(east.toString());
            JsonObject who = residents(ring).getJsonObject(0);
            assertThat(who.getString("id")).isEqualTo(li.toString());
            assertThat(who.getString("name")).isEqualTo("李秀英");
            assertThat(who.getJsonObject("place").getString("label")).isEqualTo("BUILDING 2单元 502");
            assertThat(who.getValue("contact")).isNull();
            assertThat(ring.encode())
                    .doesNotContain("高血压")
                    .doesNotContain("0000-0071")
                    .doesNotContain("00000071");
            // Whoever would have been shown something was shown what comes after it, too.
            String open = new JsonObject().put("resident", li.toString()).encode();
            assertThat(house.send(house.token(desk), "POST", "/api/v1/incidents", open)
                            .statusCode())
                    .isEqualTo(201);
            eventually("the incident", () -> !kin.of("event").isEmpty());
            assertThat(rings(kin)).isEmpty();
            assertThat(rings(sent)).isEmpty();
            assertThat(rings(beside)).isEmpty();
            for (FeedClient screen : List.of(here, above, beside, sent, kin, inBuilding)) {
                assertThat(screen.broken).isEmpty();
            }

            String call = ring.getJsonObject("call").getString("id");
            HttpResponse<String> read = house.send(house.token(desk), "GET", "/api/v1/calls/" + call, "");
            assertThat(new JsonObject(read.body()).getString("from")).isEqualTo("+86 138-0000-0071");
            assertThat(new JsonObject(read.body()).getString("callId")).isEqualTo("c-1");
            assertThat(house.send(house.token(desk(west)), "GET", "/api/v1/calls/" + call, "")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(house.send(house.token(desk(building)), "GET", "/api/v1/calls/" + call, "")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(house.send(house.token(family), "GET", "/api/v1/calls/" + call, "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(told.body()).contains(call);

            // The next time their incident is open.
            assertThat(announce(PgHouse.HOTLINE, from(OWN)).statusCode()).isEqualTo(202);
            eventually("the second ring", () -> rings(here).size() == 2);
            assertThat(residents(rings(here).get(1)).getJsonObject(0).getString("incident"))
                    .isNotNull();
        }
    }

    @Test
    void aContactsNumberStandsForAllWhoseContactTheyAre() {
        try (FeedClient here = screen(desk(east));
                FeedClient beside = screen(desk(west))) {
            assertThat(announce(PgHouse.HOTLINE, from(DAUGHTERS)).statusCode()).isEqualTo(202);
            eventually(
                    "both rings", () -> rings(here).size() == 1 && rings(beside).size() == 1);
            JsonArray mine = residents(rings(here).get(0));
            assertThat(mine).hasSize(1);
            assertThat(mine.getJsonObject(0).getString("name")).isEqualTo("李秀英");
            assertThat(mine.getJsonObject(0).getJsonObject("contact").getString("name"))
                    .isEqualTo("王丽");
            assertThat(rings(here).get(0).encode()).doesNotContain("赵西");
            assertThat(residents(rings(beside).get(0)).getJsonObject(0).getString("id"))
                    .isEqualTo(zhao.toString());
        }
    }

    @Test
    void aNumberNobodyKnowsRingsAtTheStreet() {
        try (FeedClient here = screen(desk(east));
                FeedClient above = screen(desk(street));
                FeedClient far = screen(desk(elsewhere))) {
            assertThat(announce(PgHouse.HOTLINE, from(UNKNOWN)).statusCode()).isEqualTo(202);
            eventually("the ring", () -> rings(above).size() == 1 && rings(far).size() == 1);
            assertThat(residents(rings(above).get(0))).isEmpty();
            // Withheld; and no number at all.
            assertThat(announce(PgHouse.HOME_LINE, "{\"from\":\"anonymous\"}").statusCode())
                    .isEqualTo(202);
            assertThat(announce(PgHouse.HOME_LINE, "{}").statusCode()).isEqualTo(202);
            eventually("the next", () -> rings(above).size() == 3);
            assertThat(rings(above).get(2).getJsonObject("call").getString("exchange"))
                    .isEqualTo("home");
            // A hotline of one part of the tree rings there, and looks for nobody else.
            assertThat(announce(PgHouse.HOTLINE, from(UNKNOWN)).statusCode()).isEqualTo(202);
            eventually("the last", () -> rings(far).size() == 2);
            assertThat(rings(here)).isEmpty();
        }
    }

    @Test
    void theSameMessageIsTheSameCall() {
        try (FeedClient above = screen(desk(street))) {
            String body = from(UNKNOWN);
            Instant now = Instant.now();
            List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 6)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> announce(PgHouse.HOME_LINE, "same", now, body, body)))
                    .toList();
            List<String> answers =
                    all.stream().map(each -> each.join().body()).distinct().toList();
            assertThat(answers).hasSize(1);
            assertThat(announce(PgHouse.HOME_LINE, "another", now, body, body).statusCode())
                    .isEqualTo(202);
            eventually("both", () -> rings(above).size() == 2);
            assertThat(POSTGRES.ask("SELECT count(*) FROM calls WHERE webhook_id = 'same'"))
                    .containsExactly("1");
        }
    }

    @Test
    void onlyWhoSignedIsBelieved() {
        String body = from(OWN);
        Instant now = Instant.now();
        List<String> before = POSTGRES.ask("SELECT count(*) FROM calls");
        assertThat(announce(PgHouse.HOTLINE, "x1", now, body, body + " ").statusCode())
                .isEqualTo(401);
        assertThat(announce(PgHouse.HOTLINE, "x1", now.minusSeconds(301), body, body)
                        .statusCode())
                .isEqualTo(401);
        assertThat(announce(PgHouse.HOTLINE, "x1", now.plusSeconds(302), body, body)
                        .statusCode())
                .isEqualTo(401);
        String signed = PgHouse.HOTLINE.signature().sign("x1", now, body);
        String at = Long.toString(now.getEpochSecond());
        assertThat(signed("x2", at, signed, body))
                .as("another message's signature")
                .isEqualTo(401);
        assertThat(signed("x1", at, "v1,AAAA", body)).isEqualTo(401);
        assertThat(signed("x1", "soon", signed, body)).isEqualTo(400);
        assertThat(house.exactly("", "POST", "/api/v1/calls", body).statusCode())
                .isEqualTo(400);
        assertThat(announce(PgHouse.HOTLINE, "x3", now, "[1]", "[1]").statusCode())
                .isEqualTo(400);
        String more = "{\"from\":\"1\",\"name\":\"x\"}";
        assertThat(announce(PgHouse.HOTLINE, "x4", now, more, more).statusCode())
                .isEqualTo(400);
        String large = "{\"from\":\"" + "1".repeat(5_000) + "\"}";
        assertThat(announce(PgHouse.HOTLINE, "x5", now, large, large).statusCode())
                .isEqualTo(413);
        assertThat(POSTGRES.ask("SELECT count(*) FROM calls")).isEqualTo(before);
        assertThat(signed("x1", at, signed, body)).isEqualTo(202);
    }

    private int signed(String id, String at, String signature, String body) {
        return house.exactly(
                        "",
                        "POST",
                        "/api/v1/calls",
                        body,
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        at,
                        "webhook-signature",
                        signature)
                .statusCode();
    }

    @Test
    void theDatabaseHoldsNoNumberAndForgetsWithThePerson() {
        UUID gone = resident(west, null, "孙走", "13500000075");
        assertThat(announce(PgHouse.HOTLINE, from("13500000075")).statusCode()).isEqualTo(202);
        assertThat(POSTGRES.ask("SELECT c::text FROM calls c UNION ALL SELECT e::text FROM incident_events e"))
                .noneMatch(row -> row.contains("0000075") || row.contains("037112349"))
                .anyMatch(row -> row.contains("孙走"));
        POSTGRES.tell("SELECT erase_resident('" + gone + "')");
        assertThat(POSTGRES.ask("SELECT e::text FROM incident_events e")).noneMatch(row -> row.contains("孙走"));
        assertThat(POSTGRES.ask("SELECT count(*) FROM calls WHERE '" + gone + "' = ANY (residents)"))
                .containsExactly("0");

        UUID old = resident(west, null, "周旧", "13500000076");
        assertThat(announce(PgHouse.HOTLINE, from("13500000076")).statusCode()).isEqualTo(202);
        POSTGRES.tell("UPDATE calls SET rang_at = now() - interval '31 days' WHERE '" + old + "' = ANY (residents)");
        assertThat(POSTGRES.ask("SELECT sweep_calls(100)")).containsExactly("1");
        assertThat(POSTGRES.ask("SELECT e::text FROM incident_events e")).noneMatch(row -> row.contains("周旧"));
    }
}
