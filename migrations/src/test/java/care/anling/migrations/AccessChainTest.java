package care.anling.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tampered with by a superuser, whom no right and no trigger stops: it shows. Each test takes back what it did. */
class AccessChainTest {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private Connection superuser;

    /** Three looks yesterday, with words that need care, and three today. */
    @BeforeEach
    void look() throws SQLException {
        superuser = DATABASE.connect();
        superuser.setAutoCommit(false);
        look("王医生 😀", "{\"fields\":[\"clinical\"],\"from\":\"10.0.0.1\"}");
        look("a:b;-", "{ \"purpose\" : \"register\" }");
        look("李", "{}");
        tell("SELECT seal_access_log(100)");
        tell("UPDATE access_days SET day = day - 1");
        tell("UPDATE access_chain SET day = day - 1");
        for (int i = 0; i < 3; i++) {
            look("王", "{}");
        }
        tell("SELECT seal_access_log(2); SELECT seal_access_log(100)");
    }

    @AfterEach
    void takeBack() throws SQLException {
        superuser.rollback();
        superuser.close();
    }

    @Test
    void whatWasSealedIsWhole() throws SQLException {
        AccessChain.Report report = verify();
        assertThat(report.broken()).isEmpty();
        assertThat(report.looks()).isEqualTo(6);
        assertThat(report.days()).isEqualTo(2);
        assertThat(report.waiting()).isZero();
        assertThat(AccessChain.verify(superuser, Optional.of(TODAY)).looks()).isEqualTo(3);
        look("王", "{}");
        assertThat(verify().waiting()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "UPDATE access_log SET account_name = '别人' WHERE id = look(2) | 2 | is not what was sealed",
                "UPDATE access_log SET at = at - interval '1 microsecond' WHERE id = look(5) | 5 | is not what was sealed",
                "UPDATE access_log SET resident = gen_random_uuid() WHERE id = look(3) | 3 | is not what was sealed",
                "UPDATE access_log SET break_glass = true WHERE id = look(1) | 1 | is not what was sealed",
                "DELETE FROM access_log WHERE id = look(2) | 2 | is gone",
                "DELETE FROM access_log WHERE id = look(5); DELETE FROM access_chain WHERE log = look(5) | 6 | place 2 is empty",
                "DELETE FROM access_chain WHERE log = look(6) | 0 | ends after 2 looks; 3 were sealed",
                "DELETE FROM access_log WHERE id = look(6); DELETE FROM access_chain WHERE log = look(6) | 0 | ends after 2 looks",
                "DELETE FROM access_chain WHERE log = look(3); UPDATE access_days d SET rows = 2, head = (SELECT hash FROM access_chain"
                        + " WHERE log = look(2)) WHERE d.rows = 3 AND day < current_date | 0 | does not begin where the day before it ended",
                "DELETE FROM access_days WHERE day = (SELECT max(day) FROM access_days) | 4 | is sealed in a day that is not there",
                "UPDATE access_days SET forgotten_at = now() | 0 | was forgotten before its three years were over",
                "INSERT INTO access_log (account, account_name, role, action, at) VALUES (gen_random_uuid(), '', '', '', now()) | 7"
                        + " | is in no chain"
            })
    void whatWasDoneToItShows(String tampering, int look, String what) throws SQLException {
        tell("SET LOCAL session_replication_role = replica");
        for (String step : tampering.split(";(?= [A-Z])")) {
            tell(
                    step.replaceAll(
                            "look\\((\\d)\\)",
                            "(SELECT log FROM (SELECT log, row_number() OVER (ORDER BY log) AS n FROM access_chain) x WHERE n = $1)"));
        }
        AccessChain.Break broken = verify().broken().orElseThrow();
        assertThat(broken.what()).contains(what);
        assertThat(broken.look().isPresent()).isEqualTo(look > 0);
    }

    /** A look dated back and put in is sealed like any other, after those it claims to come before. */
    @Test
    void aLookPutInAfterwardsShows() throws SQLException {
        tell("INSERT INTO access_log (account, account_name, role, action, at)"
                + " VALUES (gen_random_uuid(), '', '', '', now() - interval '3 hours')");
        tell("SELECT seal_access_log(100)");
        assertThat(verify().broken().orElseThrow().what()).contains("put in afterwards");
    }

    /** Whoever cuts the end off and mends everything behind it is found out by a head that was written down. */
    @Test
    void aHeadThatWasWrittenDownShowsACleanCut() throws SQLException {
        byte[] head = HexFormat.of().parseHex(verify().head());
        assertThat(AccessChain.knows(superuser, head)).isTrue();
        tell("SET LOCAL session_replication_role = replica");
        tell("DELETE FROM access_log WHERE id = (SELECT max(log) FROM access_chain)");
        tell("DELETE FROM access_chain WHERE log = (SELECT max(log) FROM access_chain)");
        tell(
                "UPDATE access_days d SET rows = 2, head = (SELECT hash FROM access_chain ORDER BY day DESC, place DESC LIMIT 1)"
                        + " WHERE day = (SELECT max(day) FROM access_days)");
        assertThat(verify().broken()).isEmpty();
        assertThat(AccessChain.knows(superuser, head)).isFalse();
    }

    @Test
    void afterThreeYearsADayForgetsItsLooksAndTheChainGoesOn() throws SQLException {
        tell("SET LOCAL session_replication_role = replica");
        tell("UPDATE access_days SET day = day - 1200 WHERE day < (SELECT max(day) FROM access_days)");
        tell("UPDATE access_chain SET day = day - 1200 WHERE day < (SELECT max(day) FROM access_chain)");
        tell("SET LOCAL session_replication_role = DEFAULT");
        assertThat(ask("SELECT sweep_access_log(2)")).isEqualTo("2");
        assertThat(ask("SELECT sweep_access_log(2)")).isEqualTo("1");
        assertThat(ask("SELECT sweep_access_log(2)")).isEqualTo("0");
        assertThat(ask("SELECT count(*) FROM access_log")).isEqualTo("3");
        AccessChain.Report report = verify();
        assertThat(report.broken()).isEmpty();
        assertThat(report.looks()).isEqualTo(3);
        assertThat(report.days()).isEqualTo(2);
    }

    @Test
    void nobodyChangesItByMistake() throws SQLException {
        for (String act :
                new String[] {"UPDATE access_log SET role = ''", "DELETE FROM access_log", "TRUNCATE access_log CASCADE"
                }) {
            var before = superuser.setSavepoint();
            assertThatThrownBy(() -> tell(act)).as(act).hasMessageContaining("append-only");
            superuser.rollback(before);
        }
    }

    /** Another one at it is no reason to wait: the writers never do, and neither do the sealers. */
    @Test
    void oneSealsAtATime() throws SQLException {
        look("王", "{}");
        try (Connection other = DATABASE.connect();
                Statement statement = other.createStatement();
                ResultSet sealed = statement.executeQuery("SELECT seal_access_log(10)")) {
            assertThat(sealed.next()).isTrue();
            assertThat(sealed.getInt(1)).isZero();
        }
    }

    private AccessChain.Report verify() throws SQLException {
        return AccessChain.verify(superuser, Optional.empty());
    }

    private void look(String name, String detail) throws SQLException {
        tell(
                "INSERT INTO access_log (account, account_name, role, action, resident, detail) VALUES (gen_random_uuid(), '"
                        + name + "', 'DOCTOR', 'DOSSIER', gen_random_uuid(), '" + detail + "')");
    }

    private void tell(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private String ask(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
