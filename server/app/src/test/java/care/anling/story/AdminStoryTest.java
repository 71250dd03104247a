package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.migrations.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** An empty installation gets its first administrator, who later forgets their password. */
class AdminStoryTest {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    private Path home;

    private record Ended(int code, String said) {}

    private Ended admin(String password, String... arguments) throws IOException, InterruptedException {
        Path file = Files.writeString(home.resolve("password"), password);
        Path said = home.resolve("said");
        List<String> line = new java.util.ArrayList<>(List.of("admin"));
        line.addAll(List.of(arguments));
        String url = "postgresql://anling_owner:" + DATABASE.password() + "@" + DATABASE.host() + ":" + DATABASE.port()
                + "/" + DATABASE.database();
        Process process = AnlingProcess.command(Map.of("ANLING_DATABASE_URL", url), home, line)
                .redirectInput(file.toFile())
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(said));
    }

    @Test
    void theFirstAdministratorIsMadeAndHelpedAgain() throws IOException, InterruptedException, SQLException {
        String good = "十二个字以上的一个好密码。";
        assertThat(admin(good, "create").code()).as("no user name").isEqualTo(2);
        assertThat(admin(good, "create", "--username", "root", "--street", "安宁街道")
                        .said())
                .contains("made the account root");
        assertThat(holds(good, false)).isTrue();
        Ended again = admin(good, "create", "--username", "root");
        assertThat(again.code()).as(again.said()).isEqualTo(1);
        assertThat(again.said()).contains("reset-password");
        Ended weak = admin("password1234", "reset-password", "--username", "root");
        assertThat(weak.code()).as(weak.said()).isEqualTo(2);
        assertThat(admin(good + "2", "reset-password", "--username", "nobody").code())
                .isEqualTo(1);
        Ended reset = admin(good + "2", "reset-password", "--username", "root");
        assertThat(reset.code()).as(reset.said()).isZero();
        assertThat(holds(good + "2", true)).isTrue();
    }

    private static boolean holds(String password, boolean mustChange) throws SQLException {
        try (Connection database = DATABASE.connect();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a.password_hash, a.must_change_password, a.role, c.name"
                        + " FROM accounts a JOIN communities c ON c.id = a.community WHERE a.username = 'root'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(3) + " of " + rows.getString(4)).isEqualTo("ADMIN of 安宁街道");
            return rows.getBoolean(2) == mustChange
                    && Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().matches(password, rows.getString(1));
        }
    }
}
