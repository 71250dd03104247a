package care.anling.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.migrations.DatabaseRoles;
import care.anling.migrations.TestDatabase;
import care.anling.verticles.vault.DataKeySource;
import care.anling.verticles.vault.Vault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DemoLoaderTest {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final DemoAccess.Addresses ADDRESSES =
            new DemoAccess.Addresses("http://127.0.0.1:8080", "mqtt://127.0.0.1:1883", "http://127.0.0.1:8090");

    private static final Vault VAULT = vault();

    @TempDir
    Path home;

    private static Vault vault() {
        try {
            String key = "k1 " + Base64.getEncoder().encodeToString(new byte[32]);
            return new Vault(DataKeySource.of(key).read(Instant.EPOCH));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void loadsOnceAndKeepsWhatItFinds() throws Exception {
        try (Connection owner = DATABASE.connect(DatabaseRoles.OWNER)) {
            DemoLoader loader = new DemoLoader(home, secret -> secret.getBytes(StandardCharsets.UTF_8), VAULT);
            Path file = loader.load(owner, TODAY).write(ADDRESSES);
            JsonNode first = new ObjectMapper().readTree(file.toFile());
            assertCounts(owner);
            List<String> hashes = column(owner, "SELECT password_hash FROM accounts ORDER BY id");
            change(
                    owner,
                    "UPDATE residents SET key_box = 's1.changed by hand' WHERE id = (SELECT id FROM residents ORDER BY id LIMIT 1)");

            loader.load(owner, TODAY.plusDays(1)).write(ADDRESSES);

            assertCounts(owner);
            assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(first);
            assertThat(column(owner, "SELECT password_hash FROM accounts ORDER BY id"))
                    .isEqualTo(hashes);
            assertThat(column(owner, "SELECT id::text FROM residents WHERE key_box = 's1.changed by hand'"))
                    .hasSize(1);
            assertDemoJson(first, file);

            Path elsewhere = Files.createDirectory(home.resolve("another"));
            DemoLoader other = new DemoLoader(elsewhere, secret -> secret.getBytes(StandardCharsets.UTF_8), VAULT);
            JsonNode second = new ObjectMapper()
                    .readTree(other.load(owner, TODAY).write(ADDRESSES).toFile());
            assertThat(second.at("/accounts/0/password")).isNotEqualTo(first.at("/accounts/0/password"));
            // Who holds the new file can sign in: the database follows the home that was started last.
            assertThat(column(owner, "SELECT password_hash FROM accounts ORDER BY id"))
                    .doesNotContainAnyElementsOf(hashes);
            assertThat(column(owner, "SELECT encode(secret_hashes[1], 'escape') FROM devices"))
                    .contains(second.at("/devices/0/secret").asText());
        }
    }

    /** What a stolen copy of the database tells. */
    @Test
    void nothingClinicalAndNoNumberStandsInTheDatabase() throws Exception {
        try (Connection owner = DATABASE.connect(DatabaseRoles.OWNER)) {
            new DemoLoader(home, secret -> secret.getBytes(StandardCharsets.UTF_8), VAULT).load(owner, TODAY);
            StringBuilder dump = new StringBuilder();
            for (String table : column(
                    owner,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'anling'"
                            + " AND table_type = 'BASE TABLE' ORDER BY 1")) {
                column(owner, "SELECT t::text FROM anling." + table + " t")
                        .forEach(row -> dump.append(row).append('\n'));
            }
            String everything = dump.toString();
            for (DemoResident resident :
                    DemoCommunity.generate(DemoCommunity.SEED, TODAY).residents()) {
                DemoResident.Clinical clinical = resident.clinical();
                List<String> secrets = new ArrayList<>(List.of(resident.who().phone()));
                resident.door().keyBox().ifPresent(secrets::add);
                secrets.addAll(clinical.conditions());
                secrets.addAll(clinical.medications());
                secrets.addAll(clinical.allergies());
                clinical.notes().ifPresent(secrets::add);
                resident.contacts().forEach(contact -> secrets.add(contact.phone()));
                assertThat(everything).contains(resident.who().name()).doesNotContain(secrets);
            }
        }
    }

    private static void assertCounts(Connection owner) throws SQLException {
        assertThat(column(owner, "SELECT count(*)::text FROM residents")).containsExactly("125");
        assertThat(column(owner, "SELECT count(*)::text FROM devices")).containsExactly("50");
        assertThat(column(owner, "SELECT count(DISTINCT account)::text FROM contacts WHERE account IS NOT NULL"))
                .as("each family is a contact")
                .containsExactly("2");
        for (String moment : List.of("2026-03-01 02:00+08", "2026-03-01 12:00+08", "2026-03-14 21:00+08")) {
            assertThat(column(
                            owner,
                            "SELECT count(DISTINCT a.community)::text FROM shifts s JOIN accounts a ON a.id = s.account"
                                    + " WHERE s.starts_at <= '" + moment + "' AND s.ends_at > '" + moment + "'"))
                    .as("of each community somebody is on shift at " + moment)
                    .containsExactly("2");
        }
        assertThat(column(owner, "SELECT count(*)::text FROM accounts WHERE role = 'VOLUNTEER'"))
                .containsExactly("30");
        assertThat(column(owner, "SELECT count(*)::text FROM feed_heads")).containsExactly("3");
        assertThat(column(owner, "SELECT id::text FROM devices WHERE gateway IS NULL AND secret_hashes = '{}'"))
                .isEmpty();
        assertThat(column(owner, "SELECT resident::text FROM contacts GROUP BY resident"))
                .hasSize(125);
    }

    private static void assertDemoJson(JsonNode told, Path file) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(told.path("http").asText()).isEqualTo("http://127.0.0.1:8080");
        assertThat(told.path("mqtt").asText()).isEqualTo("mqtt://127.0.0.1:1883");
        assertThat(told.path("management").asText()).isEqualTo("http://127.0.0.1:8090");
        assertThat(told.path("accounts")).allSatisfy(account -> {
            assertThat(account.path("password").asText()).hasSize(14);
            assertThat(account.path("id").asText()).hasSize(36);
            assertThat(account.path("community").asText()).hasSize(36);
            assertThat(account.has("resident"))
                    .isEqualTo(account.path("role").asText().equals("FAMILY"));
        });
        assertThat(told.path("devices"))
                .hasSize(50)
                .allSatisfy(device -> assertThat(device.has("secret")).isNotEqualTo(device.has("gateway")));
        assertThat(StreamSupport.stream(told.path("devices").spliterator(), false)
                        .map(device -> device.path("dialect").asText())
                        .distinct())
                .containsExactlyInAnyOrder("native", "imede", "zigbee2mqtt");
    }

    private static void change(Connection owner, String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static List<String> column(Connection owner, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
