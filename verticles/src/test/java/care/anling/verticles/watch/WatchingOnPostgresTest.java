package care.anling.verticles.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.core.common.CommunityId;
import care.anling.core.incident.Subject;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.Street;
import care.anling.verticles.store.Watch;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each watch, with its trouble made real: one incident at the street, whichever of two nodes sees it first; no heartbeat
 * until it is over; then a word on the incident, and the heart beats again.
 */
class WatchingOnPostgresTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Hints hints;

    private Street street;
    private UUID doctor;
    private CommunityId above;
    private WatchedHouse house;
    private WatchVerticle watch;

    @BeforeAll
    static void oneBus() {
        hints = Hints.on(POSTGRES.vertx());
    }

    @BeforeEach
    void aHouseThatIsWell() {
        street = new Street(POSTGRES);
        doctor = street.responder("DOCTOR", "DOCTOR");
        street.responder("VOLUNTEER", "FIRST_HAND");
        above = CommunityId.of(POSTGRES.ask("SELECT parent FROM communities WHERE id = '" + street.community() + "'")
                .get(0));
        house = new WatchedHouse(POSTGRES, hints);
        watch = house.watch(false);
        WatchVerticle another = house.watch(false);
        await().atMost(PATIENCE).until(() -> house.beats.get() > 0);
        assertThat(another.report().getString("status")).isEqualTo("WELL");
    }

    @AfterEach
    void close() {
        POSTGRES.tell("DELETE FROM desk_looks; DELETE FROM deadlines");
        POSTGRES.tell("UPDATE incidents SET state = 'STOOD_DOWN', stood_down_at = now(), disposition = 'TEST'"
                + " WHERE state = 'OPEN'");
        house.close();
    }

    @Test
    void nobodyLooks() {
        POSTGRES.tell("INSERT INTO desk_looks VALUES ('" + street.community() + "', now() - interval '61 seconds')");
        assertIsRaised(Watch.DESK, "和平社区");

        house.looks.add(street.community());

        assertIsOver(Watch.DESK);
    }

    @Test
    void noDoctorIsOnDuty() {
        POSTGRES.tell("UPDATE responders SET on_duty = false, duty_changed_at = now() - interval '61 seconds'"
                + " WHERE account = '" + doctor + "'");
        assertIsRaised(Watch.DOCTORS, null);

        POSTGRES.tell("UPDATE responders SET on_duty = true WHERE account = '" + doctor + "'");

        assertIsOver(Watch.DOCTORS);
    }

    @Test
    void theOnlyDoctorsShiftIsOver() {
        // In one statement: between two, the watch would see a trouble of its own and this one would be its second
        // signal.
        POSTGRES.tell(
                "WITH duty AS (UPDATE responders SET duty_changed_at = now() - interval '9 hours' WHERE account = '"
                        + doctor + "') INSERT INTO shifts (id, account, starts_at, ends_at) VALUES ('" + Samples.id()
                        + "', '"
                        + doctor + "', now() - interval '9 hours', now() - interval '1 second')");
        assertIsRaised(Watch.DOCTORS, null);

        POSTGRES.tell("UPDATE shifts SET ends_at = now() + interval '1 hour'");

        assertIsOver(Watch.DOCTORS);
    }

    @Test
    void aChangeOfShiftIsNoTrouble() {
        POSTGRES.tell(
                "UPDATE responders SET on_duty = false, duty_changed_at = now() WHERE account = '" + doctor + "'");

        assertStaysWell(Watch.DOCTORS);
    }

    @Test
    void aDeadlineIsLate() {
        POSTGRES.tell("INSERT INTO deadlines (incident, kind, community, due_at, leased_until) VALUES ('" + Samples.id()
                + "', 'STEP', '" + street.community()
                + "', now() - interval '6 seconds', now() + interval '50 seconds')");
        assertIsRaised(Watch.DEADLINES, "1 × ");

        POSTGRES.tell("DELETE FROM deadlines WHERE leased_until > now() + interval '10 seconds'");

        assertIsOver(Watch.DEADLINES);
    }

    @Test
    void aNoticeIsStuck() {
        POSTGRES.tell(
                "INSERT INTO outbox (id, key, incident, community, kind, audience_kind, audience, made_at, due_at,"
                        + " expires_at, leased_until) VALUES ('" + Samples.id() + "', 'stuck', '" + Samples.id()
                        + "', '"
                        + street.community() + "', 'ALARM', 'OUTSIDE', 'x', now(), now() - interval '31 seconds',"
                        + " now() + interval '1 hour', now() + interval '90 seconds')");
        assertIsRaised(Watch.OUTBOX, "1 × ");

        POSTGRES.tell("DELETE FROM outbox WHERE key = 'stuck'");

        assertIsOver(Watch.OUTBOX);
    }

    @Test
    void theDeskCouldNotBeTold() {
        String incident = press();
        deskAlarm(incident, "RECEIVED", 9);
        deskAlarm(incident, "DEAD", 10);
        assertStaysWell(Watch.DESK_ALARMS);

        deskAlarm(incident, "DEAD", 8);
        assertIsRaised(Watch.DESK_ALARMS, "和平社区");

        POSTGRES.tell("UPDATE incidents SET acknowledged_at = now() WHERE id = '" + incident + "'");
        assertIsOver(Watch.DESK_ALARMS);
        POSTGRES.tell("DELETE FROM outbox WHERE key LIKE 'told %'");
        standDown(incident);
    }

    /** One letter of what the desk was told so many seconds ago. */
    private void deskAlarm(String incident, String state, int secondsAgo) {
        UUID id = Samples.id();
        POSTGRES.tell("INSERT INTO outbox (id, key, incident, community, kind, audience_kind, audience, state, made_at,"
                + " settled_at, expires_at) VALUES ('" + id + "', 'told " + id + "', '" + incident + "', '"
                + street.community() + "', 'DESK_ALARM', 'ACCOUNT', '" + doctor + "', '" + state
                + "', now() - interval '" + secondsAgo + " seconds', now(), now() + interval '15 minutes')");
    }

    @Test
    void whatHappenedHasNoNumber() throws SQLException {
        try (Connection holder = POSTGRES.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM feed_heads WHERE community = '" + street.community() + "' FOR UPDATE");
            POSTGRES.tell(
                    "INSERT INTO incident_events (incident, community, at, type, detail, view) VALUES ('" + Samples.id()
                            + "', '" + street.community() + "', now() - interval '11 seconds', 'x', '{}', '{}')");
            assertIsRaised(Watch.FEED, "1 × ");
            holder.rollback();
        }
        assertIsOver(Watch.FEED);
    }

    @Test
    void aCanaryIsSilent() {
        POSTGRES.tell("SELECT claim_canary(gen_random_uuid(), gen_random_uuid(), '\\x00', interval '1 hour')");
        POSTGRES.tell("UPDATE canaries SET claimed_at = now() - interval '181 seconds', well_at = NULL,"
                + " trouble = 'press: connection lost'");
        assertIsRaised(Watch.CANARY, "press: connection lost");

        POSTGRES.tell("UPDATE canaries SET well_at = now()");

        assertIsOver(Watch.CANARY);
        POSTGRES.tell("UPDATE canaries SET leased_until = now()");
    }

    @Test
    void anAcknowledgedSignalIsNotThere() {
        UUID signal = Samples.id();
        POSTGRES.tell("INSERT INTO signal_keys VALUES ('" + Samples.id() + "', 'k', '" + signal
                + "', now() - interval '31 seconds')");
        assertIsRaised(Watch.AUDIT, "no signal " + signal);

        POSTGRES.tell("DELETE FROM signal_keys WHERE signal = '" + signal + "'");

        assertIsOver(Watch.AUDIT);
    }

    @Test
    void aSignalWasOfferedToNobody() {
        String incident = press();
        String before = Instant.now().minusSeconds(35).toString();
        POSTGRES.tell("UPDATE signals SET received_at = '" + before + "' WHERE incident = '" + incident + "';"
                + " UPDATE signal_keys SET at = '" + before + "' WHERE signal IN (SELECT id FROM signals"
                + " WHERE incident = '" + incident + "')");
        assertStaysWell(Watch.AUDIT);
        for (String table : List.of("offers", "outbox", "judgements", "deadlines")) {
            POSTGRES.tell("DELETE FROM " + table + " WHERE incident = '" + incident + "'");
        }
        POSTGRES.tell("UPDATE incidents SET acknowledged_at = now() WHERE id = '" + incident + "'");
        POSTGRES.tell("DELETE FROM incident_events WHERE type <> 'incident.opened' AND incident = '" + incident + "'");
        assertIsRaised(Watch.AUDIT, "nobody asked for incident " + incident);

        standDown(incident);

        assertIsOver(Watch.AUDIT);
    }

    /** Rounds are made, letters lie in the outbox and the next step has its time: and still nobody was asked. */
    @Test
    void noRoundFindsAnybody() {
        String incident = press();
        String before = Instant.now().minusSeconds(35).toString();
        POSTGRES.tell("UPDATE incidents SET opened_at = '" + before + "' WHERE id = '" + incident + "'");
        POSTGRES.tell("UPDATE incident_events SET at = '" + before + "' WHERE incident = '" + incident + "'");
        assertStaysWell(Watch.AUDIT);
        for (String table : List.of("judgements", "offers")) {
            POSTGRES.tell("DELETE FROM " + table + " WHERE incident = '" + incident + "'");
        }
        assertIsRaised(Watch.AUDIT, "no round found anybody for incident " + incident);

        standDown(incident);

        assertIsOver(Watch.AUDIT);
    }

    @Test
    void anIncidentHasNobodyAndNothingComing() {
        String incident = press();
        POSTGRES.tell("UPDATE incidents SET opened_at = now() - interval '31 seconds' WHERE id = '" + incident + "'");
        assertStaysWell(Watch.AUDIT);
        POSTGRES.tell("DELETE FROM deadlines WHERE incident = '" + incident + "'");
        assertIsRaised(Watch.AUDIT, "nobody and nothing coming for incident " + incident);

        standDown(incident);

        assertIsOver(Watch.AUDIT);
    }

    @Test
    void whatLastsIsSaidAgain() {
        house.looks.clear();
        POSTGRES.tell("INSERT INTO desk_looks VALUES ('" + street.community() + "', now() - interval '61 seconds')");
        assertIsRaised(Watch.DESK, "和平社区");
        POSTGRES.tell("UPDATE watch_troubles SET since = since - interval '15 minutes' WHERE street = '" + above + "'");

        await().atMost(PATIENCE).until(() -> signals(Watch.DESK).equals(List.of("2")));

        POSTGRES.tell("UPDATE incidents SET state = 'STOOD_DOWN', stood_down_at = now(), disposition = 'TEST'"
                + " WHERE community = '" + above + "'");
        POSTGRES.tell("DELETE FROM deadlines WHERE community = '" + above + "'");
        POSTGRES.tell("UPDATE watch_troubles SET since = since - interval '15 minutes' WHERE street = '" + above + "'");
        await().atMost(PATIENCE).until(() -> signals(Watch.DESK).equals(List.of("1")));
        house.looks.add(street.community());
        assertIsOver(Watch.DESK);
    }

    private void assertIsRaised(Watch which, @Nullable String detail) {
        await().atMost(PATIENCE).until(() -> signals(which).equals(List.of("1")));
        assertThat(POSTGRES.ask(
                        "SELECT subject_kind || ' ' || need || ' ' || priority FROM incidents WHERE state = 'OPEN'"
                                + " AND community = '" + above + "' AND '" + which.reason() + "' = ANY (reasons)"))
                .containsExactly("PLACE TECHNICAL P2");
        if (detail != null) {
            assertThat(POSTGRES.ask("SELECT place_label FROM incidents WHERE state = 'OPEN' AND community = '" + above
                                    + "' AND '" + which.reason() + "' = ANY (reasons)")
                            .get(0))
                    .startsWith(detail);
        }
        await().atMost(PATIENCE).until(() -> state(which).equals("ILL"));
        await().atMost(PATIENCE)
                .until(() -> house.meters
                                .counter("anling.watch.heartbeat", "outcome", "withheld")
                                .count()
                        >= 2);
        int beats = house.beats.get();
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> house.beats.get() == beats);
        assertThat(signals(which))
                .as("two nodes see it, and look again and again")
                .containsExactly("1");
    }

    private void assertIsOver(Watch which) {
        int beats = house.beats.get();
        await().atMost(PATIENCE).until(() -> house.beats.get() > beats);
        assertThat(state(which)).isEqualTo("WELL");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(POSTGRES.ask("SELECT e.detail::text FROM incident_events e JOIN incidents i"
                                        + " ON i.id = e.incident WHERE i.state = 'OPEN' AND i.community = '" + above
                                        + "' AND e.type = 'incident.note_added'"))
                                .anyMatch(note -> note.contains("已恢复：" + which.words())));
    }

    private void assertStaysWell(Watch which) {
        int beats = house.beats.get();
        await().atMost(PATIENCE).until(() -> house.beats.get() > beats + 5);
        assertThat(state(which)).isEqualTo("WELL");
        assertThat(signals(which)).isEmpty();
    }

    private List<String> signals(Watch which) {
        return POSTGRES.ask("SELECT signals FROM incidents WHERE state = 'OPEN' AND community = '" + above + "' AND '"
                + which.reason() + "' = ANY (reasons)");
    }

    private String state(Watch which) {
        return watch.report().getJsonArray("watches").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("name").equals(which.name()))
                .findFirst()
                .orElseThrow()
                .getString("state");
    }

    /** With its first step behind it, and the note that nobody here has a channel: after it nothing writes for a while. */
    private String press() {
        Subject resident = Samples.resident(street.community());
        Arrival arrival = Samples.press(resident, List.of());
        String incident = PgFixture.await(
                        house.emergencies().raise(arrival.device(), arrival.signal(), resident, Optional.empty()))
                .incident()
                .orElseThrow()
                .toString();
        await().atMost(PATIENCE)
                .until(() -> POSTGRES.ask("SELECT 1 FROM offers WHERE incident = '" + incident + "'")
                                .size()
                        == 2);
        await().atMost(PATIENCE)
                .until(() -> !POSTGRES.ask(
                                "SELECT 1 FROM incident_events WHERE type = 'incident.note_added' AND incident = '"
                                        + incident + "'")
                        .isEmpty());
        return incident;
    }

    private static void standDown(String incident) {
        POSTGRES.tell("DELETE FROM deadlines WHERE incident = '" + incident + "'");
        POSTGRES.tell(
                "UPDATE incidents SET state = 'STOOD_DOWN', stood_down_at = now(), disposition = 'TEST' WHERE id = '"
                        + incident + "'");
    }
}
