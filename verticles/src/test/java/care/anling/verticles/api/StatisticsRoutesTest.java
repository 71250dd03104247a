package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Figures over REST of a set counted by hand, on a real PostgreSQL. The arithmetic itself is ServiceFiguresTest's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatisticsRoutesTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Instant DAY = Instant.parse("2026-10-10T02:00:00Z");
    private static final String PERIOD = "?from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z";
    private static final String SERVICE = "/api/v1/statistics/service";
    private static final String DEVICES = "/api/v1/statistics/devices";

    private final CommunityId street = new CommunityId(Samples.id());
    private final CommunityId east = new CommunityId(Samples.id());
    private final CommunityId west = new CommunityId(Samples.id());
    private final CommunityId foreign = new CommunityId(Samples.id());
    private final CommunityId south = new CommunityId(Samples.id());
    private PgHouse house;
    private String streetDesk;
    private String eastDesk;
    private UUID neverReached;

    /** The n-th second of the day, and an id of that time. */
    private int count;

    @BeforeAll
    void open() {
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL), ('" + east + "', 'COMMUNITY', '东里', '" + street + "'), ('" + west
                + "', 'COMMUNITY', '西里', '" + street + "'), ('" + foreign + "', 'STREET', '邻街', NULL), ('" + south
                + "', 'COMMUNITY', '南里', '" + foreign + "')");
        house = new PgHouse(POSTGRES);
        streetDesk = house.token(house.account("street", AccountRole.COORDINATOR, street, null));
        eastDesk = house.token(house.account("east", AccountRole.COORDINATOR, east, null));
        // East: answered after 5 and 30 s, the doctor after 8 s and never; somebody at the door after 10 minutes.
        UUID first = incident(east, "MEDICAL", false, "HELPED", 3_600);
        offer(first, 300);
        assignment(first, "DOCTOR", 5_000);
        assignment(first, "FIRST_HAND", 20_000);
        clocks(first, 8_000L, 600_000L);
        UUID second = incident(east, "MEDICAL", false, "FALSE_ALARM", 120);
        neverReached = second;
        offer(second, 2_000);
        acknowledge(second, 30_000);
        clocks(second, null, null);
        // West: one still open that nobody answered.
        incident(west, "WELFARE", false, null, 0);
        // None of these is measured.
        incident(east, "MEDICAL", true, "HELPED", 60);
        incident(east, "MEDICAL", false, "TEST", 60);
        incident(east, "TECHNICAL", false, "RECOVERED", 60);
        incident(foreign, "MEDICAL", false, "HELPED", 60);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private UUID incident(CommunityId where, String need, boolean drill, @Nullable String ending, int endedSeconds) {
        UUID id = new UUID(DAY.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE | ++count);
        String ended = ending == null
                ? "'OPEN', NULL, NULL"
                : "'STOOD_DOWN', '" + ending + "', '" + DAY.plusSeconds(endedSeconds) + "'";
        POSTGRES.tell("""
                INSERT INTO incidents (id, subject_kind, subject, community, label, opened_by, priority, need, needs, reasons,
                    state, disposition, stood_down_at, opened_at, last_signal_at, signals, cancel_requested, drill, devices,
                    ladder_next, ladder_steps, ladder_rounds, ladder_asked, ladder_rung_at, version)
                VALUES ('%s', 'RESIDENT', '%s', '%s', '王', 'SOS', 'P1', '%s', '{}', '{}', %s, '%s', '%s', 1, false, %s, '{}',
                    0, 0, 0, '{}', now(), 1)""".formatted(id, Samples.id(), where, need, ended, DAY, DAY, drill));
        return id;
    }

    private void offer(UUID incident, int afterMillis) {
        POSTGRES.tell(
                """
                INSERT INTO offers (id, incident, responder, responder_name, role, slot, epoch, step, state, made_at, expires_at)
                VALUES ('%s', '%s', '%s', '李', 'DOCTOR', 1, 1, 0, 'LAPSED', '%s', '%s')""".formatted(Samples.id(), incident, Samples.id(), DAY.plusMillis(afterMillis), DAY.plusSeconds(90)));
    }

    private void assignment(UUID incident, String role, int afterMillis) {
        POSTGRES.tell(
                """
                INSERT INTO assignments (id, incident, offer, responder, responder_name, role, slot, epoch, state, accepted_at)
                VALUES ('%s', '%s', '%s', '%s', '李', '%s', 1, 1, 'CLEARED', '%s')""".formatted(Samples.id(), incident, Samples.id(), Samples.id(), role, DAY.plusMillis(afterMillis)));
    }

    private void acknowledge(UUID incident, int afterMillis) {
        POSTGRES.tell("UPDATE incidents SET acknowledged_at = '" + DAY.plusMillis(afterMillis) + "' WHERE id = '"
                + incident + "'");
    }

    private void clocks(UUID incident, @Nullable Long doctorMillis, @Nullable Long doorMillis) {
        JsonObject clocks =
                new JsonObject().put("DOCTOR", clock(10, doctorMillis)).put("DOOR", clock(900, doorMillis));
        POSTGRES.tell("UPDATE incidents SET clocks = '" + clocks.encode() + "' WHERE id = '" + incident + "'");
    }

    private static JsonObject clock(int promisedSeconds, @Nullable Long reachedMillis) {
        return new JsonObject()
                .put("startedAt", DAY.toString())
                .put("dueAt", DAY.plusSeconds(promisedSeconds).toString())
                .put(
                        "reachedAt",
                        reachedMillis == null
                                ? null
                                : DAY.plusMillis(reachedMillis).toString());
    }

    private JsonObject read(String token, String path) {
        HttpResponse<String> answer = house.send(token, "GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static JsonObject named(JsonObject figures, String list, String key, String name) {
        return figures.getJsonArray(list).stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString(key).equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFiguresAreThoseCountedByHand() {
        JsonObject figures = read(eastDesk, SERVICE + PERIOD);
        assertThat(figures.getInteger("incidents")).isEqualTo(2);
        assertThat(figures.getInteger("open")).isZero();
        assertThat(figures.getDouble("falseAlarmShare")).isEqualTo(0.5);
        assertThat(figures.getJsonObject("endings")).isEqualTo(new JsonObject("{\"FALSE_ALARM\":1,\"HELPED\":1}"));
        JsonObject answered = named(figures, "stretches", "stretch", "ANSWERED");
        assertThat(answered.getInteger("p50Ms")).isEqualTo(5_000);
        assertThat(answered.getInteger("p95Ms")).isEqualTo(30_000);
        assertThat(named(figures, "promises", "code", "offered_1s").getDouble("share"))
                .isEqualTo(0.5);
        assertThat(named(figures, "promises", "code", "answered_10s").getDouble("share"))
                .isEqualTo(0.5);
        assertThat(named(figures, "promises", "code", "answered_60s").getDouble("share"))
                .isEqualTo(1);
        JsonObject doctor = named(figures, "promises", "code", "doctor_10s");
        assertThat(doctor.getInteger("counted")).isEqualTo(2);
        assertThat(doctor.getInteger("kept")).isEqualTo(1);
        // The second ended after two minutes: nobody was late at the door yet.
        assertThat(named(figures, "promises", "code", "door_15min").getInteger("counted"))
                .isEqualTo(1);
        assertThat(named(figures, "stretches", "stretch", "DOOR").getInteger("p50Ms"))
                .isEqualTo(600_000);
    }

    @Test
    void theStreetSeesAllItsCommunitiesAndMayAskForOne() {
        assertThat(read(streetDesk, SERVICE + PERIOD).getInteger("incidents")).isEqualTo(3);
        JsonObject west = read(streetDesk, SERVICE + PERIOD + "&community=" + this.west);
        assertThat(west.getInteger("incidents")).isEqualTo(1);
        assertThat(west.getInteger("open")).isEqualTo(1);
        assertThat(named(west, "promises", "code", "answered_180s").getDouble("share"))
                .isZero();
        assertThat(read(streetDesk, SERVICE + PERIOD + "&community=" + street).getInteger("incidents"))
                .isEqualTo(3);
    }

    @Test
    void anotherPeriodHoldsNone() {
        JsonObject figures = read(eastDesk, SERVICE + "?from=2026-10-11T00:00:00Z&to=2026-11-01T00:00:00Z");
        assertThat(figures.getInteger("incidents")).isZero();
        assertThat(figures.getValue("falseAlarmShare")).isNull();
    }

    @Test
    void asASheetInTheReadersLanguage() {
        HttpResponse<String> answer = house.send(eastDesk, "GET", SERVICE + PERIOD + "&format=csv", "");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("anling-2026-10-01.csv");
        assertThat(answer.body())
                .contains("指标")
                .contains("\r\nPROMISE,doctor_10s,10,0.9900,2,1,0.5000,8000,8000,8000,,,,,Anling\r\n");
        assertThat(house.send(eastDesk, "GET", SERVICE + PERIOD + "&format=csv&lang=en", "")
                        .body())
                .contains("kind,measure,within_seconds");
    }

    @Test
    void theSheetHoldsWhatTheFiguresHold() {
        List<String> lines = house.send(eastDesk, "GET", SERVICE + PERIOD + "&format=csv", "")
                .body()
                .lines()
                .toList();
        assertThat(lines)
                .contains(
                        "TOTAL,incidents,,,2,,,,,,,,,,",
                        "TOTAL,open,,,0,,,,,,,,,,",
                        "TOTAL,false_alarms,,,1,,0.5000,,,,,,,,",
                        "ENDING,HELPED,,,1,,0.5000,,,,,,,,",
                        "STRETCH,ANSWERED,,,2,,,5000,30000,30000,,,,,",
                        // Nobody came before it ended after two minutes.
                        "WORST,DOCTOR,,,,,,,,," + neverReached + "," + DAY + ",120000,false,");
        JsonObject figures = read(eastDesk, SERVICE + PERIOD);
        int worst = figures.getJsonArray("stretches").stream()
                .mapToInt(one -> ((JsonObject) one).getJsonArray("worst").size())
                .sum();
        assertThat(lines.stream().filter(line -> line.startsWith("WORST,"))).hasSize(worst);
        assertThat(lines.stream().filter(line -> line.startsWith("STRETCH,")))
                .hasSize(figures.getJsonArray("stretches").size());
        // A period without any has no share, and no line that divides by nothing.
        assertThat(house.send(
                                eastDesk,
                                "GET",
                                SERVICE + "?from=2026-10-11T00:00:00Z&to=2026-11-01T00:00:00Z&format=csv",
                                "")
                        .body())
                .contains("\r\nTOTAL,false_alarms,,,0,,,,,,,,,,\r\n")
                .doesNotContain("ENDING");
    }

    @Test
    void whatCannotBeAskedIsRefusedWithAReason() {
        for (String query : new String[] {
            "?from=2026-11-01T00:00:00Z&to=2026-10-01T00:00:00Z", "?from=2020-01-01T00:00:00Z&to=2026-10-01T00:00:00Z"
        }) {
            HttpResponse<String> answer = house.send(eastDesk, "GET", SERVICE + query, "");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("period_invalid");
        }
        assertThat(house.send(eastDesk, "GET", SERVICE + "?from=2026-02-30T00:00:00Z", "")
                        .statusCode())
                .isEqualTo(400);
        for (CommunityId beyond : new CommunityId[] {west, foreign}) {
            assertThat(house.send(eastDesk, "GET", SERVICE + PERIOD + "&community=" + beyond, "")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(house.send(eastDesk, "GET", DEVICES + "?community=" + beyond, "")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void devicesAreCountedAsTheyAre() {
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community) VALUES ('" + Samples.id()
                + "', 'WATCH', 'native', '" + west + "'), ('" + Samples.id() + "', 'WATCH', 'native', '"
                + foreign + "')");
        JsonObject figures = read(streetDesk, DEVICES);
        assertThat(figures.getInteger("devices")).isEqualTo(1);
        assertThat(figures.getInteger("neverSeen")).isEqualTo(1);
        assertThat(figures.getInteger("unassigned")).isEqualTo(1);
        assertThat(read(eastDesk, DEVICES).getInteger("devices")).isZero();
        HttpResponse<String> sheet = house.send(streetDesk, "GET", DEVICES + "?format=csv", "");
        assertThat(sheet.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(sheet.body()).startsWith("\uFEFF在用终端,在线,").contains("\r\n1,0,0,0,1,1,0,1,0,");
    }

    private UUID device(CommunityId of) {
        UUID id = Samples.id();
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community) VALUES ('" + id + "', 'WATCH', 'native', '"
                + of + "')");
        return id;
    }

    private void raised(UUID device, String kind, int minute, UUID incident) {
        Instant at = DAY.plusSeconds(minute * 60L);
        POSTGRES.tell(
                "INSERT INTO signals (id, received_at, device, kind, incident, subject_kind, subject, community, node_at,"
                        + " drill, presses, flags) VALUES ('" + Samples.id() + "', '" + at + "', '" + device + "', '"
                        + kind
                        + "', '" + incident + "', 'DEVICE', '" + device + "', '" + south + "', '" + at
                        + "', false, 1, '')");
    }

    private void recovered(UUID device, int minute, UUID incident) {
        POSTGRES.tell(
                "INSERT INTO incident_events (incident, community, at, type, by, detail, view) VALUES ('" + incident
                        + "', '" + south + "', '" + DAY.plusSeconds(minute * 60L) + "', 'incident.device_recovered',"
                        + " '{\"device\":\"" + device + "\"}', '{\"passed\":[\"DEVICE_OFFLINE\"]}', '{}')");
    }

    private void test(UUID device, @Nullable Integer passedSeconds) {
        POSTGRES.tell("INSERT INTO device_tests (id, device, announced_at, until, by, by_name, passed_at) VALUES ('"
                + Samples.id() + "', '" + device + "', '" + DAY + "', '" + DAY.plusSeconds(600) + "', '" + device
                + "', '坐席', "
                + (passedSeconds == null ? "NULL" : "'" + DAY.plusSeconds(passedSeconds) + "'") + ")");
    }

    @Test
    void howDevicesDidInAPeriodIsCountedFromWhatWasRaised() {
        String desk = house.token(house.account("south", AccountRole.COORDINATOR, south, null));
        String machine = house.token(house.account("south-maker", AccountRole.INTEGRATOR, south, null));
        UUID one = device(south);
        UUID other = device(south);
        UUID retired = device(south);
        POSTGRES.tell("UPDATE devices SET state = 'RETIRED', retired_at = now() WHERE id = '" + retired + "'");
        UUID fault = incident(south, "TECHNICAL", false, "RECOVERED", 36_000);
        raised(one, "DEVICE_OFFLINE", 0, fault);
        recovered(one, 60, fault);
        raised(one, "DEVICE_OFFLINE", 120, fault);
        recovered(one, 300, fault);
        // Closed by hand before it came back, and out of service since.
        raised(retired, "DEVICE_OFFLINE", 30, incident(south, "TECHNICAL", false, "RECOVERED", 60));
        raised(other, "LOW_BATTERY", 10, incident(south, "TECHNICAL", false, "RECOVERED", 60));
        raised(other, "LOW_BATTERY", 20, incident(south, "TECHNICAL", false, "RECOVERED", 60));
        raised(other, "SOS", 20, fault);
        test(one, 40);
        test(other, null);
        JsonObject period = read(desk, DEVICES + PERIOD).getJsonObject("period");
        assertThat(period.getJsonObject("raised").getJsonObject("LOW_BATTERY"))
                .isEqualTo(new JsonObject("{\"times\":2,\"devices\":1}"));
        assertThat(period.getJsonObject("raised").getJsonObject("TEST_OVERDUE").getInteger("times"))
                .isZero();
        JsonObject silence = period.getJsonObject("silence");
        assertThat(silence.getInteger("outages")).isEqualTo(3);
        assertThat(silence.getInteger("devices")).isEqualTo(2);
        assertThat(silence.getInteger("unmeasured")).isOne();
        assertThat(silence.getDouble("hours")).isEqualTo(4.0);
        assertThat(silence.getInteger("p50Ms")).isEqualTo(3_600_000);
        assertThat(silence.getInteger("p95Ms")).isEqualTo(3 * 3_600_000);
        assertThat(silence.getJsonArray("worst").getJsonObject(0).getInteger("tookMs"))
                .isEqualTo(3 * 3_600_000);
        JsonObject tests = period.getJsonObject("tests");
        assertThat(tests.getInteger("passed")).isOne();
        assertThat(tests.getInteger("failed")).isOne();
        assertThat(tests.getInteger("p99Ms")).isEqualTo(40_000);
        otherPeriodsOfTheSame(desk);
        // It lasts: nobody wrote an end, and supervision still says so.
        raised(one, "DEVICE_OFFLINE", 400, fault);
        POSTGRES.tell("UPDATE device_supervision SET faults = '{DEVICE_OFFLINE}' WHERE device = '" + one + "'");
        assertThat(read(desk, DEVICES + PERIOD)
                        .getJsonObject("period")
                        .getJsonObject("silence")
                        .getInteger("lasting"))
                .isOne();
        assertThat(house.send(desk, "GET", DEVICES + PERIOD + "&format=csv", "").body())
                .contains("离线小时")
                .contains("2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,4,2,");
        assertThat(read(streetDesk, DEVICES + PERIOD)
                        .getJsonObject("period")
                        .getJsonObject("silence")
                        .getInteger("outages"))
                .as("another street's")
                .isZero();
        assertThat(read(machine, DEVICES + PERIOD).getValue("period")).isNull();
        assertThat(house.send(machine, "GET", DEVICES + PERIOD + "&format=csv", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(house.send(desk, "GET", DEVICES + "?from=2026-11-01T00:00:00Z&to=2026-10-01T00:00:00Z", "")
                        .statusCode())
                .isEqualTo(422);
    }

    private void otherPeriodsOfTheSame(String desk) {
        // An hour in the middle of the second outage; and a month without any.
        JsonObject hour = read(desk, DEVICES + "?from=2026-10-10T05:00:00Z&to=2026-10-10T06:00:00Z")
                .getJsonObject("period")
                .getJsonObject("silence");
        assertThat(hour.getInteger("outages")).isOne();
        assertThat(hour.getDouble("hours")).isEqualTo(1.0);
        assertThat(read(desk, DEVICES + "?from=2026-09-01T00:00:00Z&to=2026-10-01T00:00:00Z")
                        .getJsonObject("period")
                        .getJsonObject("silence")
                        .getInteger("outages"))
                .isZero();
    }
}
