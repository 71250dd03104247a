package care.anling.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.util.PSQLException;

/** The schema on a real PostgreSQL: it applies, it applies twice, and it refuses what it promises to refuse. */
class MigrationsTest {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void migratingTwiceChangesNothing() throws SQLException {
        String empty = TestDatabase.createEmpty();
        try {
            String url = TestServer.shared().jdbcUrl(empty);
            assertThat(Migrations.migrate(url, DatabaseRoles.OWNER, TestServer.PASSWORD))
                    .isPositive();
            assertThat(Migrations.migrate(url, DatabaseRoles.OWNER, TestServer.PASSWORD))
                    .isZero();
        } finally {
            TestDatabase.drop(empty);
        }
    }

    /** A dump read into another cluster, a backup rolled forward: the numbers of the feed may be of a past that was lost. */
    @Test
    void aRestoredDatabaseStartsNewEpochsAndNoOtherStartDoes() throws SQLException {
        String restored = TestDatabase.createEmpty();
        try {
            String url = TestServer.shared().jdbcUrl(restored);
            Migrations.migrate(url, DatabaseRoles.OWNER, TestServer.PASSWORD);
            try (Connection connection = DriverManager.getConnection(url, DatabaseRoles.OWNER, TestServer.PASSWORD);
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO anling.communities (id, level, name) VALUES ('" + UUID.randomUUID()
                        + "', 'STREET', '安宁街道')");
                String first = epoch(statement);
                Migrations.migrate(url, DatabaseRoles.OWNER, TestServer.PASSWORD);
                assertThat(epoch(statement)).isEqualTo(first);

                statement.execute("UPDATE anling.feed_heads SET life = '7000000000000000001/3'");
                Migrations.migrate(url, DatabaseRoles.OWNER, TestServer.PASSWORD);
                assertThat(epoch(statement)).isNotEqualTo(first);
                String second = epoch(statement);
                Migrations.migrate(url, DatabaseRoles.OWNER, TestServer.PASSWORD);
                assertThat(epoch(statement)).isEqualTo(second);
            }
        } finally {
            TestDatabase.drop(restored);
        }
    }

    private static String epoch(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT epoch, life FROM anling.feed_heads")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("life")).isNotEqualTo("untold");
            return row.getString("epoch");
        }
    }

    @Test
    void runTimeRolesOwnNothing() throws SQLException {
        assertThat(ask("SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
                        + " WHERE r.rolname LIKE 'anling\\_%' AND r.rolname <> 'anling_owner'"))
                .isEmpty();
    }

    @Test
    void appendOnlyTablesTakeNoUpdateAndNoDelete() throws SQLException {
        for (String role : List.of("anling_intake", "anling_engine", "anling_feed", "anling_api")) {
            for (String table : List.of("incident_events", "access_log", "judgements", "signals")) {
                assertThat(ask(
                                "SELECT p FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p WHERE has_table_privilege('"
                                        + role + "', 'anling." + table + "', p)"))
                        .as(role + " on " + table)
                        .isEmpty();
            }
        }
        assertThat(ask("SELECT a.attname FROM pg_attribute a WHERE a.attrelid = 'anling.incident_events'::regclass"
                        + " AND a.attnum > 0 AND has_column_privilege('anling_feed', a.attrelid, a.attnum, 'UPDATE')"))
                .containsExactly("seq");
    }

    @Test
    void clinicalFieldsAreTheApisAlone() throws SQLException {
        for (String role : List.of("anling_intake", "anling_engine", "anling_feed")) {
            for (String column : List.of("conditions", "medications", "allergies", "clinical_notes", "blood_type")) {
                assertThat(ask("SELECT has_column_privilege('" + role + "', 'anling.residents', '" + column
                                + "', 'SELECT')::text"))
                        .as(role + " reading " + column)
                        .containsExactly("false");
            }
        }
    }

    @Test
    void aSignalOfAnyTimeFindsAPartition() throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            for (String at : List.of("now()", "now() + interval '3 years'", "timestamptz '1999-01-01'")) {
                statement.execute(
                        "INSERT INTO signals (id, received_at, device, kind, subject_kind, subject, community,"
                                + " node_at, drill, presses, flags) SELECT gen_random_uuid(), " + at
                                + ", gen_random_uuid(), 'SOS', 'DEVICE', gen_random_uuid(), gen_random_uuid(), now(), false, 1, ''");
            }
        }
        assertThat(ask("SELECT count(*)::text FROM signals_default")).containsExactly("2");
        assertThat(ask("SELECT count(*)::text FROM ONLY signals")).containsExactly("0");
        assertThat(ask("SELECT count(*)::text FROM signals")).containsExactly("3");
    }

    @Test
    void rowsInTheDefaultPartitionDoNotStopTheMakingOfOthers() throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO observations (received_at, at, device, community, backfilled)"
                            + " VALUES (date_trunc('day', now(), 'UTC') + interval '9 days', now(), gen_random_uuid(), gen_random_uuid(), false)");
        }
        assertThat(ask("SELECT create_partitions(3, 12)::text")).containsExactly("4");
        assertThat(ask("SELECT create_partitions(3, 12)::text")).containsExactly("0");
    }

    @Test
    void aSubjectHasAtMostOneOpenIncident() throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            String subject = "'018f0000-0000-7000-8000-000000000001'";
            statement.execute(incident(subject));
            assertThatThrownBy(() -> statement.execute(incident(subject)))
                    .isInstanceOf(PSQLException.class)
                    .hasMessageContaining("one_open_incident_per_subject");
        }
    }

    private static String incident(String subject) {
        return "INSERT INTO incidents VALUES (gen_random_uuid(), 'RESIDENT', " + subject
                + ", gen_random_uuid(), 'x', NULL, NULL, NULL, NULL, 'SOS', 'P1', 'MEDICAL', '{MEDICAL}', '{}', 'OPEN',"
                + " now(), now(), 1, false, false, '{}', 0, 0, 0, '{}', now(), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1)";
    }

    private static List<String> ask(String sql) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        }
    }
}
