package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.TestVault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A copy of everything, and forgetting, over REST on a real PostgreSQL. Who may not is {@link CrossScopeTest}'s matter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String RESIDENTS = "/api/v1/residents";
    /** Each occurs in the data of this one resident alone. */
    private static final List<String> PERSONAL =
            List.of("王秀英", "wangxiuying", "13800000001", "高血压", "青霉素", "王丽", "13911112222", "3号楼 502", "跌倒在厨房");

    private final CommunityId street = new CommunityId(Samples.id());
    private final CommunityId east = new CommunityId(Samples.id());
    private PgHouse house;
    private String admin;
    private String resident;
    private UUID incident;

    @BeforeAll
    void open() {
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL), ('" + east + "', 'COMMUNITY', '东里', '" + street + "')");
        house = new PgHouse(POSTGRES);
        admin = house.token(house.account("admin", AccountRole.ADMIN, street, null));
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void register() {
        POSTGRES.forgetLooks();
        POSTGRES.tell("TRUNCATE contacts, observations, incident_events, incidents, devices CASCADE");
        POSTGRES.tell("DELETE FROM accounts WHERE resident IS NOT NULL");
        POSTGRES.tell("DELETE FROM residents");
        JsonObject clinical = new JsonObject()
                .put("conditions", new JsonArray().add("高血压"))
                .put("allergies", new JsonArray().add("青霉素"));
        JsonObject draft = new JsonObject()
                .put("community", east.toString())
                .put("name", "王秀英")
                .put("phone", "13800000001")
                .put("clinical", clinical);
        HttpResponse<String> made = house.send(admin, "POST", RESIDENTS, draft.encode());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        resident = new JsonObject(made.body()).getString("id");
        JsonObject contact =
                new JsonObject().put("name", "王丽").put("relation", "女儿").put("phone", "13911112222");
        assertThat(house.send(admin, "POST", RESIDENTS + "/" + resident + "/contacts", contact.encode())
                        .statusCode())
                .isEqualTo(201);
        house.account("daughter" + resident.substring(20), AccountRole.FAMILY, east, UUID.fromString(resident));
        incident = Samples.id();
        POSTGRES.tell("INSERT INTO observations (received_at, at, device, resident, community, backfilled, heart_rate)"
                + " VALUES (now(), now(), '" + incident + "', '" + resident + "', '" + east + "', false, 71)");
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident) VALUES ('" + incident
                + "', 'PENDANT', 'native', '" + east + "', '" + resident + "')");
        POSTGRES.tell(
                "INSERT INTO incidents (id, subject_kind, subject, community, label, place_label, opened_by, priority,"
                        + " need, needs, reasons, state, opened_at, last_signal_at, signals, cancel_requested, drill, devices,"
                        + " ladder_next, ladder_steps, ladder_rounds, ladder_asked, ladder_rung_at, disposition, stood_down_at,"
                        + " version) VALUES ('" + incident + "', 'RESIDENT', '" + resident + "', '" + east
                        + "', '王秀英', '3号楼 502', 'SOS', 'P1', 'MEDICAL', '{MEDICAL}', '{}', 'STOOD_DOWN', now(), now(), 1, false,"
                        + " false, '{}', 0, 1, 0, '{}', now(), 'HELPED', now(), 1)");
        POSTGRES.tell(
                "INSERT INTO incident_events (incident, community, seq, at, type, detail, view) VALUES ('" + incident
                        + "', '" + east + "', 1, now(), 'NoteAdded', '{\"text\":\"跌倒在厨房\"}', '{\"id\":\"" + incident
                        + "\",\"subject\":{\"kind\":\"RESIDENT\",\"label\":\"王秀英\"},\"resident\":{\"id\":\"" + resident
                        + "\",\"name\":\"王秀英\"},\"place\":{\"label\":\"3号楼 502\"},\"priority\":\"P1\"}')");
    }

    private void consent() {
        String note = TestVault.sealed(SealedTable.CONSENTS, "note", resident, "在家里当面说的");
        POSTGRES.tell("INSERT INTO consents (resident, kind, granted, note, by, by_name) VALUES ('" + resident
                + "', 'FAMILY_READINGS', true, '" + note + "', gen_random_uuid(), '李坐席')");
    }

    @Test
    void whatTheySaidAboutConsentIsExportedAndItsWordsAreForgotten() {
        consent();
        assertThatThrownBy(() -> POSTGRES.tell("UPDATE consents SET note = 'readable'"))
                .hasStackTraceContaining("consents_sealed");
        assertThat(house.send(admin, "GET", RESIDENTS + "/" + resident + "/export", "")
                        .body())
                .contains("在家里当面说的");
        assertThat(erase("王秀英").statusCode()).isEqualTo(204);
        assertThat(POSTGRES.ask("SELECT kind || ' ' || granted || ' ' || note FROM consents"))
                .containsExactly("FAMILY_READINGS true ");
    }

    private HttpResponse<String> erase(String name) {
        return house.send(
                admin,
                "POST",
                RESIDENTS + "/" + resident + "/erase",
                new JsonObject().put("name", name).put("reason", "本人要求").encode());
    }

    private String everything() {
        return String.join(
                "\n",
                POSTGRES.ask(
                        "SELECT r::text FROM residents r UNION ALL SELECT c::text FROM contacts c"
                                + " UNION ALL SELECT i::text FROM incidents i UNION ALL SELECT e::text FROM incident_events e"
                                + " UNION ALL SELECT o::text FROM observations o UNION ALL SELECT k::text FROM idempotency_keys k"
                                + " UNION ALL SELECT row(a.name, a.username, a.resident)::text FROM accounts a WHERE resident IS NOT NULL"));
    }

    @Test
    void anExportIsEverythingReadableAndARecordedLook() {
        HttpResponse<String> answer = house.send(admin, "GET", RESIDENTS + "/" + resident + "/export", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("王秀英", "13800000001", "高血压", "青霉素", "王丽", "13911112222", "跌倒在厨房");
        JsonObject whole = new JsonObject(answer.body());
        assertThat(whole.getJsonArray("observations")).hasSize(1);
        assertThat(whole.getJsonArray("devices")).hasSize(1);
        assertThat(answer.body()).doesNotContain("s1.test.").doesNotContain("phone_hash");
        assertThat(POSTGRES.ask(
                        "SELECT account_name || ' ' || (detail ->> 'purpose') FROM access_log WHERE action = 'EXPORT'"))
                .containsExactly("名-admin export");
    }

    @Test
    void whoIsErasedIsNobodyAndWhatHappenedStays() {
        assertThat(everything()).contains("王秀英", "跌倒在厨房", "3号楼 502");
        assertThat(erase("王秀英").statusCode()).isEqualTo(204);
        assertThat(everything()).contains("已删除").doesNotContain(PERSONAL);
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM observations")).containsExactly("0");
        assertThat(POSTGRES.ask("SELECT priority || need || disposition FROM incidents"))
                .containsExactly("P1MEDICALHELPED");
        assertThat(POSTGRES.ask("SELECT (view ->> 'priority') || seq FROM incident_events"))
                .containsExactly("P11");
        assertThat(POSTGRES.ask("SELECT disabled::text FROM accounts WHERE resident = '" + resident + "'"))
                .containsExactly("true");
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM devices WHERE resident IS NOT NULL"))
                .containsExactly("0");
        assertThat(POSTGRES.ask(
                        "SELECT action || ' ' || coalesce(detail ->> 'reason', '') FROM access_log WHERE resident = '"
                                + resident + "' AND action = 'ERASE'"))
                .as("by whom and why is kept, as every look is")
                .containsExactly("ERASE 本人要求");
        assertThat(house.send(admin, "GET", RESIDENTS + "/" + resident, "").statusCode())
                .isEqualTo(404);
        assertThat(house.send(admin, "GET", RESIDENTS, "").body()).doesNotContain(resident);
        assertThat(erase("王秀英").statusCode()).as("once").isEqualTo(404);
    }

    @Test
    void nobodyIsErasedByMistakeOrWhileHelpIsOnItsWay() {
        HttpResponse<String> wrong = erase("王秀兰");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("name_differs");
        POSTGRES.tell("UPDATE incidents SET state = 'OPEN', stood_down_at = NULL, disposition = NULL");
        HttpResponse<String> open = erase("王秀英");
        assertThat(open.statusCode()).isEqualTo(409);
        assertThat(open.body()).contains("incident_open");
        assertThat(everything()).contains("王秀英");
    }

    @Test
    void whatHasHadItsTimeGoesByWholePartitions() {
        POSTGRES.tell("CREATE TABLE anling.observations_2020_01_02 PARTITION OF anling.observations"
                + " FOR VALUES FROM ('2020-01-02Z') TO ('2020-01-03Z')");
        POSTGRES.tell("CREATE TABLE anling.signals_2020_01 PARTITION OF anling.signals"
                + " FOR VALUES FROM ('2020-01-01Z') TO ('2020-02-01Z')");
        assertThat(POSTGRES.ask("SELECT drop_old_partitions(interval '1095 days', interval '396 days')::text"))
                .containsExactly("2");
        assertThat(POSTGRES.ask("SELECT drop_old_partitions(interval '1095 days', interval '396 days')::text"))
                .as("nothing young goes")
                .containsExactly("0");
    }

    @Test
    void whatADeviceSaidLetterByLetterIsForgottenAfterNinetyDays() {
        YearMonth old = YearMonth.now(ZoneOffset.UTC).minusMonths(5);
        POSTGRES.tell("TRUNCATE signals");
        POSTGRES.tell("CREATE TABLE IF NOT EXISTS anling.signals_"
                + old.toString().replace('-', '_') + " PARTITION OF anling.signals FOR VALUES FROM ('" + old
                + "-01Z') TO ('" + old.plusMonths(1) + "-01Z')");
        signal("'" + old + "-10T12:00:00Z'");
        signal("'" + old + "-11T12:00:00Z'");
        signal("now()");
        assertThat(POSTGRES.ask("SELECT forget_payloads(1)::text"))
                .as("bounded")
                .containsExactly("1");
        assertThat(POSTGRES.ask("SELECT forget_payloads(5000)::text")).containsExactly("1");
        assertThat(POSTGRES.ask("SELECT forget_payloads(5000)::text")).containsExactly("0");
        assertThat(POSTGRES.ask("SELECT (received_at > now() - interval '1 day')::text FROM signals"
                        + " WHERE payload IS NOT NULL"))
                .containsExactly("true");
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM signals")).containsExactly("3");
    }

    private static final List<String> TRACES =
            List.of("34.7654", "letters", "s1.x.number", "502 床头", "钥匙在门垫下", "孙女换电池", "waiting word", "王孙女");

    private String traces() {
        return String.join(
                "\n",
                POSTGRES.ask("SELECT row(lat, lon, convert_from(payload, 'UTF8'))::text FROM signals"
                        + " UNION ALL SELECT c::text FROM device_commands c UNION ALL SELECT d::text FROM devices d"
                        + " UNION ALL SELECT a::text FROM device_assignments a UNION ALL SELECT u::text FROM upkeep_log u"
                        + " UNION ALL SELECT convert_from(payload, 'UTF8') FROM device_downlinks"
                        + " UNION ALL SELECT e::text FROM incident_events e UNION ALL SELECT i::text FROM incidents i"
                        + " UNION ALL SELECT o::text FROM offers o UNION ALL SELECT a::text FROM assignments a"
                        + " UNION ALL SELECT j::text FROM judgements j"));
    }

    /** A device that was theirs, and one that went on to a neighbour: of whom nothing goes. */
    @Test
    void whatTheyLeftElsewhereGoesToo() {
        String kin = house.account(
                        "granddaughter" + resident.substring(20), AccountRole.FAMILY, east, UUID.fromString(resident))
                .id()
                .toString();
        POSTGRES.tell("UPDATE accounts SET name = '王孙女' WHERE id = '" + kin + "'");
        POSTGRES.tell("TRUNCATE signals; DELETE FROM upkeep_log");
        signal("now()");
        POSTGRES.tell("UPDATE signals SET lat = 34.7654, lon = 113.7, payload = 'letters'");
        POSTGRES.tell("UPDATE devices SET place_label = '502 床头', note = '钥匙在门垫下', maintenance_reason = '孙女换电池'");
        command(incident, "s1.x.number");
        POSTGRES.tell("INSERT INTO upkeep_log (act, device, reason, by, by_name) VALUES ('MAINTENANCE', '" + incident
                + "', '孙女换电池', gen_random_uuid(), '李坐席')");
        POSTGRES.tell("INSERT INTO device_downlinks (device, topic_suffix, payload, expires_at) VALUES ('" + incident
                + "', 'down/command', 'waiting word', now() + interval '1 hour')");
        UUID wandered = Samples.id();
        UUID neighbour = Samples.id();
        POSTGRES.tell(
                "INSERT INTO residents (id, community, name) VALUES ('" + neighbour + "', '" + east + "', '赵邻居')");
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident, place_label) VALUES ('" + wandered
                + "', 'WATCH', 'native', '" + east + "', '" + resident + "', '502 床头')");
        command(wandered, "s1.x.number");
        POSTGRES.tell("UPDATE devices SET resident = '" + neighbour
                + "', place_label = '601 门口', note = '新主人的' WHERE id = '" + wandered + "'");
        command(wandered, "s1.x.neighbours");
        String person = "{\"id\":\"" + kin + "\",\"name\":\"王孙女\"}";
        POSTGRES.tell("UPDATE incident_events SET by = '" + person + "', detail = '{\"responder\":" + person
                + "}', view = (view::jsonb || '{\"assignments\":[{\"responder\":" + person
                + "}],\"offers\":[]}')::json");
        POSTGRES.tell("UPDATE incidents SET acknowledged_by = '" + kin
                + "', acknowledged_name = '王孙女', stood_down_by = '" + kin + "', stood_down_name = '王孙女'");
        POSTGRES.tell(
                "INSERT INTO offers (id, incident, responder, responder_name, role, slot, epoch, step, state, made_at,"
                        + " expires_at) VALUES (gen_random_uuid(), '" + incident + "', '" + kin
                        + "', '王孙女', 'FAMILY', 1, 1, 0, 'ACCEPTED', now(), now())");
        POSTGRES.tell(
                "INSERT INTO assignments (id, incident, offer, responder, responder_name, role, slot, epoch, state,"
                        + " accepted_at) VALUES (gen_random_uuid(), '" + incident + "', gen_random_uuid(), '" + kin
                        + "', '王孙女', 'FAMILY', 1, 1, 'CLEARED', now())");
        POSTGRES.tell("INSERT INTO judgements (incident, at, person, person_name, role, step, chosen, why) VALUES ('"
                + incident + "', now(), '" + kin + "', '王孙女', 'FAMILY', 0, true, 'CHOSEN')");
        assertThat(traces()).contains(TRACES);
        assertThat(erase("王秀英").statusCode()).isEqualTo(204);
        assertThat(traces())
                .contains("已删除", "s1.x.neighbours", "601 门口", "新主人的", kin)
                .doesNotContain(TRACES);
    }

    private void command(UUID device, String args) {
        POSTGRES.tell("INSERT INTO device_commands (id, device, command, args, expires_at, by, by_name) VALUES"
                + " (gen_random_uuid(), '" + device + "', 'call', '" + args + "', now(), gen_random_uuid(), '李坐席')");
    }

    private void signal(String at) {
        POSTGRES.tell(
                "INSERT INTO signals (id, received_at, device, kind, subject_kind, subject, community, node_at, drill,"
                        + " presses, flags, payload) VALUES (gen_random_uuid(), " + at
                        + ", gen_random_uuid(), 'SOS', 'RESIDENT', '"
                        + resident + "', '" + east + "', now(), false, 1, '', 'bytes')");
    }
}
