package care.anling.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/**
 * Whose rows are whose, for every table there is. Two communities of one street have a row in each; a table that comes
 * later is filled here too, or this fails and says so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowSecurityTest {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final List<String> MACHINES =
            List.of(DatabaseRoles.INTAKE, DatabaseRoles.ENGINE, DatabaseRoles.FEED);

    private static final List<String> RUN_TIME =
            List.of(DatabaseRoles.INTAKE, DatabaseRoles.ENGINE, DatabaseRoles.FEED, DatabaseRoles.API);

    private static final String TABLES =
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'anling'::regnamespace"
                    + " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'flyway_schema_history'";

    /** Names of places: whoever is signed in may know the tree. */
    private static final String THE_TREE = "communities";

    /** Needed to sign in and for nothing else: the desks do not see them either. */
    private static final List<String> SECRETS = List.of("sign_in_challenges", "totp", "used_sign_ins");

    /** Of a person: seen by nobody else, whatever their scope. */
    private static final List<String> PERSONAL = List.of("idempotency_keys");

    /** What is needed to sign somebody in, before it is known whom. */
    private static final TreeSet<String> GATE =
            new TreeSet<>(List.of("accounts", "refresh_tokens", "sign_in_challenges", "totp", "used_sign_ins"));

    /** What no type tells: words with a CHECK, and instants in order. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("accounts.role", "'COORDINATOR'"),
            Map.entry("devices.kind", "'WATCH'"),
            Map.entry("notification_channels.kind", "'EMAIL'"),
            Map.entry("outbox.audience_kind", "'DESK'"),
            Map.entry("outbox.due_at", "now()"),
            Map.entry("incidents.subject_kind", "'RESIDENT'"),
            Map.entry("incidents.priority", "'P1'"),
            Map.entry("incidents.state", "'OPEN'"),
            Map.entry("offers.state", "'PENDING'"),
            Map.entry("assignments.state", "'ACCEPTED'"),
            Map.entry("response_plans.need", "'MEDICAL'"),
            Map.entry("response_plans.priority", "'P1'"),
            Map.entry("consents.kind", "'FAMILY_READINGS'"),
            Map.entry("shifts.ends_at", "now() + interval '1 hour'"),
            Map.entry("refresh_tokens.token_hash", "gen_random_uuid()::text::bytea"),
            Map.entry("sign_in_challenges.challenge_hash", "gen_random_uuid()::text::bytea"),
            Map.entry("totp.secret", "'s1.x'"),
            Map.entry("used_sign_ins.answer_hash", "gen_random_uuid()::text::bytea"),
            Map.entry("supervision_ears.one", "true"));

    /** A community with everything it can have. */
    private static final class Place {
        final UUID community = UUID.randomUUID();
        final UUID resident = UUID.randomUUID();
        final UUID incident = UUID.randomUUID();
        final UUID account = UUID.randomUUID();
        final UUID device = UUID.randomUUID();
        final UUID plan = UUID.randomUUID();

        List<UUID> ids() {
            return List.of(community, resident, incident, account, device, plan);
        }

        UUID of(String table, String column) {
            if (column.equals("id")) {
                return switch (table) {
                    case "residents" -> resident;
                    case "incidents" -> incident;
                    case "accounts" -> account;
                    case "devices" -> device;
                    case "response_plans" -> plan;
                    default -> UUID.randomUUID();
                };
            }
            return switch (column) {
                case "community", "street" -> community;
                case "resident", "subject" -> resident;
                case "incident" -> incident;
                case "account", "responder", "person", "by", "given_by", "edited_by", "lent_by", "reviewed_by" ->
                    account;
                case "device" -> device;
                case "plan_id" -> plan;
                default -> UUID.randomUUID();
            };
        }
    }

    private final UUID street = UUID.randomUUID();
    private final Place here = new Place();
    private final Place there = new Place();
    private final UUID streetAdmin = UUID.randomUUID();
    private final UUID volunteer = UUID.randomUUID();
    private final UUID family = UUID.randomUUID();
    private final UUID integrator = UUID.randomUUID();

    @BeforeAll
    void fill() throws SQLException {
        tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '街')");
        for (Place place : List.of(here, there)) {
            tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + place.community
                    + "', 'COMMUNITY', '社', '" + street + "')");
            // The register first: other rows hang on it.
            for (String table : ask(DatabaseRoles.OWNER, TABLES)) {
                if (!table.equals(THE_TREE)) {
                    fill(table, place);
                }
            }
        }
        account(streetAdmin, "ADMIN", street, "NULL");
        account(volunteer, "VOLUNTEER", there.community, "NULL");
        account(family, "FAMILY", here.community, "'" + here.resident + "'");
        account(integrator, "INTEGRATOR", here.community, "NULL");
    }

    private static void account(UUID id, String role, UUID node, String resident) throws SQLException {
        tell("INSERT INTO accounts (id, username, password_hash, name, role, community, resident) VALUES ('" + id
                + "', '" + id + "', '!', '名', '" + role + "', '" + node + "', " + resident + ")");
    }

    /** Without foreign keys and triggers: what a row refers to is there by the end. */
    private static void fill(String table, Place place) throws SQLException {
        Map<String, String> row = new HashMap<>();
        String columns =
                "SELECT a.attname || ' ' || format_type(a.atttypid, NULL) FROM pg_attribute a WHERE a.attrelid = 'anling."
                        + table + "'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity <> 'a'"
                        + " AND (a.attnotnull AND NOT a.atthasdef OR a.attname IN ('community', 'resident', 'incident', 'device')"
                        + " OR format('%s.%s', '" + table + "', a.attname) IN ('outbox.due_at'))";
        for (String column : ask(DatabaseRoles.OWNER, columns)) {
            String name = column.substring(0, column.indexOf(' '));
            row.put(name, value(table, name, column.substring(column.indexOf(' ') + 1), place));
        }
        if (table.equals("accounts")) {
            row.remove("resident");
        }
        if (row.isEmpty()) {
            return;
        }
        tell("SET session_replication_role = replica; INSERT INTO " + table + " (" + String.join(", ", row.keySet())
                + ") VALUES (" + String.join(", ", row.values()) + ") ON CONFLICT DO NOTHING");
    }

    private static String value(String table, String column, String type, Place place) {
        if (table.equals("access_reviews") && column.equals("log")) {
            return "(SELECT id FROM access_log WHERE community = '" + place.community + "')";
        }
        String known = VALUES.get(table + "." + column);
        if (known != null) {
            return known;
        }
        return switch (type) {
            case "uuid" -> "'" + place.of(table, column) + "'";
            // As if sealed (V23): some may be nothing else.
            case "text" -> "'s1." + place.of(table, column) + "'";
            case "integer", "bigint", "double precision" -> "1";
            case "boolean" -> "false";
            case "json" -> "'{}'";
            case "bytea" -> "'\\x00'";
            case "timestamp with time zone", "date" -> "now()";
            default -> "'{}'";
        };
    }

    @Test
    void everyTableIsGuarded() throws SQLException {
        assertThat(
                        ask(
                                DatabaseRoles.OWNER,
                                TABLES
                                        + " AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))"))
                .as("a new table says SELECT guard('…') and, where people read it, has a policy: see CONTRIBUTING.md")
                .isEmpty();
        // A partition is read through its table; nobody who serves may go past that.
        assertThat(ask(
                        DatabaseRoles.OWNER,
                        "SELECT c.relname FROM pg_class c, pg_roles r WHERE c.relispartition AND r.rolname = ANY ('{"
                                + String.join(",", RUN_TIME)
                                + "}') AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE')"))
                .isEmpty();
    }

    @Test
    void everyTableHasARowOfBoth() throws SQLException {
        List<String> empty = new ArrayList<>();
        for (String table : ask(DatabaseRoles.OWNER, TABLES)) {
            if (ask(DatabaseRoles.OWNER, "SELECT 1 FROM " + table + " LIMIT 1").isEmpty()) {
                empty.add(table);
            }
        }
        assertThat(empty).isEmpty();
    }

    @Test
    void whoDoesNotSayForWhomSeesNothing() throws SQLException {
        for (String role : RUN_TIME) {
            for (String table : readable(role)) {
                assertThat(count(role, "", table)).as(role + " on " + table).isZero();
            }
        }
    }

    @Test
    void machinesThatSaySoSeeTheRest() throws SQLException {
        for (String role : MACHINES) {
            for (String table : readable(role)) {
                assertThat(count(role, "SET anling.scope = 'machine'", table))
                        .as(role + " on " + table)
                        .isPositive();
            }
        }
    }

    @Test
    void nobodyWhoServesPeopleIsAMachine() throws SQLException {
        for (String table : readable(DatabaseRoles.API)) {
            assertThat(count(DatabaseRoles.API, "SET anling.scope = 'machine'", table))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void theGateSeesAccountsAndSessionsAlone() throws SQLException {
        TreeSet<String> seen = new TreeSet<>();
        for (String table : readable(DatabaseRoles.API)) {
            if (count(DatabaseRoles.API, "SET anling.scope = 'gate'", table) > 0) {
                seen.add(table);
            }
        }
        assertThat(seen).containsExactlyElementsOf(GATE);
    }

    @Test
    void theDeskOfACommunitySeesItsOwnAndNothingOfTheNext() throws SQLException {
        String desk = enter(here.account);
        for (String table : readable(DatabaseRoles.API)) {
            if (table.equals(THE_TREE)) {
                continue;
            }
            assertThat(mentions(desk, table, here) > 0)
                    .as("its own in " + table)
                    .isEqualTo(!SECRETS.contains(table));
            assertThat(mentions(desk, table, there))
                    .as("the next community's in " + table)
                    .isZero();
        }
    }

    @Test
    void theStreetSeesBoth() throws SQLException {
        String desk = enter(streetAdmin);
        for (String table : readable(DatabaseRoles.API)) {
            if (!PERSONAL.contains(table) && !SECRETS.contains(table)) {
                assertThat(mentions(desk, table, here)).as(table).isPositive();
                assertThat(mentions(desk, table, there)).as(table).isPositive();
            }
        }
    }

    @Test
    void familySeesItsOwnAlone() throws SQLException {
        assertThat(ids(family, "residents")).containsExactly(here.resident.toString());
        assertThat(ids(family, "incidents")).containsExactly(here.incident.toString());
        assertThat(ids(family, "devices")).containsExactly(here.device.toString());
        for (String table : readable(DatabaseRoles.API)) {
            if (!table.equals(THE_TREE)) {
                assertThat(mentions(enter(family), table, there)).as(table).isZero();
            }
        }
    }

    @Test
    void aMachineOfAMakerSeesDevicesAndNobody() throws SQLException {
        assertThat(ids(integrator, "devices")).containsExactly(here.device.toString());
        for (String table : List.of("residents", "contacts", "incidents", "observations", "signals", "outbox")) {
            assertThat(count(DatabaseRoles.API, enter(integrator), table))
                    .as(table)
                    .isZero();
        }
    }

    /** Asked: the incident, not the person. On the way: the person too. Back: neither name nor door. */
    @Test
    void aVolunteerSeesWhomTheyAreOnTheWayToAndNoLonger() throws SQLException {
        assertThat(ids(volunteer, "incidents")).isEmpty();
        String offer = UUID.randomUUID().toString();
        tell(
                "INSERT INTO offers (id, incident, responder, responder_name, role, slot, epoch, step, state, made_at, expires_at)"
                        + " VALUES ('" + offer + "', '" + here.incident + "', '" + volunteer
                        + "', '名', 'FIRST_HAND', 1, 0, 0, 'PENDING', now(), now() + interval '1 minute')");
        assertThat(ids(volunteer, "incidents")).containsExactly(here.incident.toString());
        assertThat(ids(volunteer, "residents")).isEmpty();
        tell(
                "INSERT INTO assignments (id, incident, offer, responder, responder_name, role, slot, epoch, state, accepted_at)"
                        + " VALUES (gen_random_uuid(), '" + here.incident + "', '" + offer + "', '" + volunteer
                        + "', '名', 'FIRST_HAND', 1, 0, 'EN_ROUTE', now())");
        assertThat(ids(volunteer, "residents")).containsExactly(here.resident.toString());
        assertThat(mentions(enter(volunteer), "contacts", here)).isPositive();
        tell("UPDATE assignments SET state = 'CLEARED' WHERE responder = '" + volunteer + "'");
        assertThat(ids(volunteer, "residents")).isEmpty();
        assertThat(mentions(enter(volunteer), "contacts", here)).isZero();
        tell("DELETE FROM assignments WHERE responder = '" + volunteer + "'; DELETE FROM offers WHERE id = '" + offer
                + "'");
    }

    @Test
    void anIncidentLentOpensItselfAloneAndEndsWithIt() throws SQLException {
        List<String> opened = List.of(
                "incidents",
                "incident_events",
                "offers",
                "assignments",
                "judgements",
                "deadlines",
                "signals",
                "outbox");
        String desk = enter(here.account);
        try (Connection lender = DATABASE.connect(DatabaseRoles.API);
                Statement statement = lender.createStatement()) {
            statement.execute("BEGIN; SELECT enter_scope('" + there.account + "')");
            statement.execute(
                    "DELETE FROM lendings; INSERT INTO lendings (incident, community, lent_by, lent_name) VALUES ('"
                            + there.incident + "', '" + here.community + "', '" + there.account + "', '名')");
            statement.execute("COMMIT");
        }
        for (String table : readable(DatabaseRoles.API)) {
            if (opened.contains(table)) {
                assertThat(mentions(desk, table, there)).as(table).isPositive();
            } else if (!table.equals(THE_TREE) && !table.equals("lendings")) {
                assertThat(mentions(desk, table, there)).as(table).isZero();
            }
        }
        tell("UPDATE incidents SET state = 'STOOD_DOWN', stood_down_at = now(), disposition = 'HELPED' WHERE id = '"
                + there.incident + "'");
        for (String table : opened) {
            assertThat(mentions(desk, table, there)).as(table).isZero();
        }
        tell("UPDATE incidents SET state = 'OPEN', stood_down_at = NULL, disposition = NULL WHERE id = '"
                + there.incident + "'; DELETE FROM lendings");
        fill("lendings", here);
        fill("lendings", there);
    }

    @Test
    void nobodyLendsToThemselves() throws SQLException {
        assertThatThrownBy(() -> ask(
                        DatabaseRoles.API,
                        "SELECT enter_scope('" + here.account + "')",
                        "INSERT INTO lendings (incident, community, lent_by, lent_name) VALUES ('" + there.incident
                                + "', '" + here.community + "', '" + here.account + "', '名') RETURNING 1"))
                .isInstanceOf(PSQLException.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void aRowIsNotWrittenIntoAnotherCommunity() throws SQLException {
        assertThatThrownBy(() -> ask(
                        DatabaseRoles.API,
                        "SELECT enter_scope('" + here.account + "')",
                        "UPDATE residents SET community = '" + there.community + "' WHERE id = '" + here.resident
                                + "' RETURNING 1"))
                .hasMessageContaining("row-level security");
        assertThat(ask(
                        DatabaseRoles.API,
                        "SELECT enter_scope('" + here.account + "')",
                        "UPDATE residents SET name = 'x' WHERE id = '" + there.resident + "' RETURNING 1"))
                .isEmpty();
    }

    /** The settings end with the transaction: the next one on this connection is nobody's again. */
    @Test
    void aScopeEndsWithItsTransaction() throws SQLException {
        try (Connection api = DATABASE.connect(DatabaseRoles.API);
                Statement statement = api.createStatement()) {
            api.setAutoCommit(false);
            statement.execute("SELECT enter_scope('" + here.account + "')");
            assertThat(rows(statement, "SELECT id FROM residents")).isNotEmpty();
            api.commit();
            assertThat(rows(statement, "SELECT id FROM residents")).isEmpty();
            api.rollback();
        }
    }

    @Test
    void whoIsDisabledSeesNothing() throws SQLException {
        tell("UPDATE accounts SET disabled = true WHERE id = '" + here.account + "'");
        for (String table : readable(DatabaseRoles.API)) {
            assertThat(count(DatabaseRoles.API, enter(here.account), table))
                    .as(table)
                    .isZero();
        }
        tell("UPDATE accounts SET disabled = false WHERE id = '" + here.account + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE residents DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE residents NO FORCE ROW LEVEL SECURITY",
                "DROP POLICY theirs ON residents",
                "CREATE POLICY mine ON residents USING (true)",
                "ALTER POLICY theirs ON residents USING (true)",
                "SET ROLE anling_owner",
                "SET SESSION AUTHORIZATION anling_owner",
                "ALTER ROLE CURRENT_USER BYPASSRLS",
                "SELECT guard('residents')",
                "TRUNCATE residents",
                "SELECT * FROM signals_default",
                "SET row_security = off; SELECT id FROM residents"
            })
    void noRoleThatServesGetsRidOfIt(String attempt) {
        for (String role : RUN_TIME) {
            assertThatThrownBy(() -> {
                        try (Connection connection = DATABASE.connect(role);
                                Statement statement = connection.createStatement()) {
                            statement.execute(attempt);
                        }
                    })
                    .as(role)
                    .isInstanceOf(PSQLException.class);
        }
    }

    private static List<String> readable(String role) throws SQLException {
        return ask(DatabaseRoles.OWNER, TABLES + " AND has_any_column_privilege('" + role + "', c.oid, 'SELECT')");
    }

    private static String enter(UUID account) {
        return "SELECT enter_scope('" + account + "')";
    }

    private static int count(String role, String first, String table) throws SQLException {
        return Integer.parseInt(
                ask(role, first, "SELECT count(*) FROM " + table).get(0));
    }

    /** Rows in which any id of the place stands. */
    private static int mentions(String first, String table, Place place) throws SQLException {
        String any = String.join("|", place.ids().stream().map(UUID::toString).toList());
        return Integer.parseInt(
                ask(DatabaseRoles.API, first, "SELECT count(*) FROM " + table + " t WHERE t::text ~ '" + any + "'")
                        .get(0));
    }

    private static List<String> ids(UUID account, String table) throws SQLException {
        return ask(DatabaseRoles.API, enter(account), "SELECT id FROM " + table + " ORDER BY 1");
    }

    private static void tell(String sql) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> ask(String role, String sql) throws SQLException {
        return ask(role, "", sql);
    }

    /** In one transaction, taken back. The owner's part is played by a superuser. */
    private static List<String> ask(String role, String first, String sql) throws SQLException {
        try (Connection connection = role.equals(DatabaseRoles.OWNER) ? DATABASE.connect() : DATABASE.connect(role);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (!first.isEmpty()) {
                statement.execute(first);
            }
            List<String> rows = rows(statement, sql);
            connection.rollback();
            return rows;
        }
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        }
    }
}
