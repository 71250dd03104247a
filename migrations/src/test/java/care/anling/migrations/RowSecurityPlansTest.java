package care.anling.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Row-level security takes no index from a machine: what the emergency's way, the engine and the feed ask is planned with
 * the policies as it is for a superuser, whom they do not bind. The statements inside {@code write_changes} and {@code
 * gather_for_intake} stand here as they stand there.
 */
class RowSecurityPlansTest {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String AS_THE_SERVER_ASKS =
            "SET anling.scope = 'machine'; SET plan_cache_mode = force_generic_plan;"
                    + " SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;";

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of(
                        "anling_intake",
                        "uuid[], text[]",
                        "SELECT FROM subjects s WHERE s.id = ANY ($1) AND s.kind = ANY ($2) ORDER BY s.id, s.kind FOR UPDATE"),
                Arguments.of(
                        "anling_intake",
                        "uuid[], text[]",
                        "SELECT i.id FROM incidents i WHERE i.subject = ANY ($1) AND i.subject_kind = ANY ($2)"
                                + " AND i.state = 'OPEN' ORDER BY i.id FOR UPDATE"),
                Arguments.of(
                        "anling_intake",
                        "uuid[], text[]",
                        "SELECT k.signal FROM unnest($1, $2) q (device, text) CROSS JOIN LATERAL (SELECT s.signal FROM"
                                + " signal_keys s WHERE s.device = q.device AND s.key = q.text OFFSET 0) k"),
                Arguments.of(
                        "anling_intake", "uuid[]", "SELECT a.body FROM incident_aggregates a WHERE a.id = ANY ($1)"),
                Arguments.of(
                        "anling_intake",
                        "json",
                        "UPDATE incidents i SET version = r.version FROM json_populate_recordset(NULL::incidents, $1) r"
                                + " WHERE i.id = r.id"),
                Arguments.of(
                        "anling_engine",
                        "json",
                        "UPDATE offers o SET state = r.state FROM json_populate_recordset(NULL::offers, $1) r"
                                + " WHERE o.id = r.id"),
                Arguments.of(
                        "anling_engine",
                        "integer",
                        "SELECT incident, kind FROM deadlines WHERE due_at <= now() AND (leased_until IS NULL OR"
                                + " leased_until <= now()) ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED"),
                Arguments.of("anling_engine", "uuid", "SELECT body FROM incident_aggregates WHERE id = $1"),
                Arguments.of("anling_engine", "uuid", "SELECT * FROM responders_now r WHERE r.id = $1"),
                Arguments.of(
                        "anling_feed",
                        "uuid",
                        "SELECT e.community FROM incident_events e WHERE e.seq IS NULL AND e.community > $1"
                                + " ORDER BY e.community LIMIT 1"),
                Arguments.of(
                        "anling_feed",
                        "uuid[], bigint[]",
                        "SELECT e.view FROM unnest($1, $2) c (community, after) CROSS JOIN LATERAL (SELECT * FROM"
                                + " incident_events x WHERE x.community = c.community AND x.seq > c.after ORDER BY x.seq LIMIT 9) e"));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void noIndexIsLost(String role, String types, String sql) throws SQLException {
        List<String> bound = ways(DATABASE.connect(role), types, sql);
        assertThat(bound).isNotEmpty().isEqualTo(ways(DATABASE.connect(), types, sql));
    }

    /** How each table is reached, and by what. */
    private static List<String> ways(Connection opened, String types, String sql) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement()) {
            statement.execute(AS_THE_SERVER_ASKS);
            statement.execute("PREPARE asked (" + types + ") AS " + sql);
            List<String> ways = new ArrayList<>();
            String nothing = types.replaceAll("[a-z\\[\\]]+", "NULL");
            try (ResultSet lines = statement.executeQuery("EXPLAIN (COSTS OFF) EXECUTE asked (" + nothing + ")")) {
                while (lines.next()) {
                    String line = lines.getString(1).strip().replaceFirst("^-> +", "");
                    if (line.contains("Scan") || line.startsWith("Index Cond") || line.startsWith("Recheck")) {
                        ways.add(line);
                    }
                }
            }
            return ways;
        }
    }
}
