package care.anling.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.migrations.DatabaseRoles;
import care.anling.migrations.TestDatabase;
import care.anling.verticles.vault.DataKeySource;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.SealedWords;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.vault.VaultFailure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the owner does about sealed texts, on a real PostgreSQL. */
class SealingTest {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final UUID COMMUNITY = UUID.fromString("01900000-0000-7000-8000-000000000001");

    private final List<String> told = new ArrayList<>();
    private Connection owner;

    @BeforeEach
    void connect() throws SQLException {
        owner = DATABASE.connect(DatabaseRoles.OWNER);
        owner.setSchema("anling");
        tell("TRUNCATE data_keys, residents, contacts, accounts, communities CASCADE");
        tell("INSERT INTO communities (id, level, name) VALUES ('" + COMMUNITY + "', 'STREET', '安宁街道')");
    }

    @AfterEach
    void close() throws SQLException {
        owner.close();
    }

    private static String line(String name) {
        byte[] secret = new byte[32];
        secret[0] = (byte) name.hashCode();
        return name + " " + Base64.getEncoder().encodeToString(secret);
    }

    private static Vault vault(String... lines) throws IOException {
        return new Vault(DataKeySource.of(String.join("\n", lines)).read(Instant.EPOCH));
    }

    private void tell(String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> ask(String sql) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }

    private Sealing sealing(Vault vault) throws SQLException {
        return new Sealing(owner, vault, told::add);
    }

    /** As a version wrote them that knew no seals. */
    private void readableResidents(int many) throws SQLException {
        List<String> back = new ArrayList<>();
        for (String table : tables()) {
            String check = ask("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '" + table
                            + "_sealed'")
                    .get(0)
                    .replace(" NOT VALID", "");
            back.add("ALTER TABLE " + table + " ADD CONSTRAINT " + table + "_sealed " + check + " NOT VALID");
            tell("ALTER TABLE " + table + " DROP CONSTRAINT " + table + "_sealed");
        }
        tell("INSERT INTO residents (id, community, name, phone, key_box, conditions, clinical_notes)"
                + " SELECT gen_random_uuid(), '" + COMMUNITY + "', 'r' || i, '138' || lpad(i::text, 8, '0'), '盒 4471',"
                + " '[\"高血压\"]', CASE WHEN i % 2 = 0 THEN '跌倒' END FROM generate_series(1, " + many + ") i");
        tell("INSERT INTO contacts (id, resident, name, relation, phone)"
                + " SELECT gen_random_uuid(), id, 'c', '女儿', '139' || substr(phone, 4) FROM residents");
        for (String constraint : back) {
            tell(constraint);
        }
    }

    private static List<String> tables() {
        return Stream.of(SealedTable.values())
                .map(SealedTable::table)
                .distinct()
                .toList();
    }

    private String everything() throws SQLException {
        return String.join("\n", ask("SELECT r::text FROM residents r UNION ALL SELECT c::text FROM contacts c"));
    }

    private static String opened(Vault vault, ResultSet row, SealedTable table, String column) throws SQLException {
        return vault.open(table.cell(column, row.getString("id")), row.getString(column));
    }

    private void assertAllOpen(Vault vault, int many) throws SQLException {
        int seen = 0;
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM residents")) {
            while (row.next()) {
                seen++;
                assertThat(opened(vault, row, SealedTable.RESIDENTS, "phone")).startsWith("138");
                assertThat(opened(vault, row, SealedTable.RESIDENTS, "conditions"))
                        .isEqualTo("[\"高血压\"]");
            }
        }
        assertThat(seen).isEqualTo(many);
    }

    private int foundByPhone(Vault vault, String number) throws SQLException {
        String hash = java.util.HexFormat.of()
                .formatHex(SealedPhone.of(vault, SealedTable.RESIDENTS, "any", number)
                        .hash()
                        .orElseThrow());
        return ask("SELECT name FROM residents WHERE phone_hash = '\\x" + hash + "'")
                .size();
    }

    @Test
    void whatWasReadableIsSealedOnceAndTheSchemaProvesIt() throws Exception {
        readableResidents(1_203);
        assertThat(everything()).contains("高血压", "盒", "13800000001", "13900000001", "跌倒");
        Vault vault = vault(line("k1"));
        sealing(vault).prepare();
        assertThat(everything()).contains("r17").doesNotContain("高血压", "盒", "13800000001", "13900000001", "跌倒");
        assertAllOpen(vault, 1_203);
        assertThat(foundByPhone(vault, "138 0000 0017")).isOne();
        assertThat(told).contains("residents: 500 of 1203 rows sealed", "residents: 1203 of 1203 rows sealed");
        assertThat(ask("SELECT conname FROM pg_constraint WHERE conname LIKE '%\\_sealed' AND NOT convalidated"))
                .isEmpty();
        told.clear();
        sealing(vault).prepare();
        assertThat(told).as("the second time there is nothing to do").isEmpty();
    }

    @Test
    void aWrongOrMissingKeyIsFoundBeforeAnythingServes() throws Exception {
        sealing(vault(line("k1"))).prepare();
        assertThatThrownBy(() -> sealing(vault("k1 "
                                + Base64.getEncoder()
                                        .encodeToString("x".repeat(32).getBytes(StandardCharsets.UTF_8))))
                        .prepare())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("“k1” is not the one");
        assertThatThrownBy(() -> sealing(vault(line("k2"))).prepare())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("“k1” is missing");
        sealing(vault(line("k1"), line("k2"))).prepare();
        assertThat(ask("SELECT id FROM data_keys ORDER BY id")).containsExactly("k1", "k2");
    }

    @Test
    void aNewKeySealsEverythingAnewAndAnInterruptedRotationGoesOn() throws Exception {
        readableResidents(1_203);
        sealing(vault(line("k1"))).prepare();
        Vault both = vault(line("k1"), line("k2"));
        sealing(both).prepare();
        Sealing stopped = new Sealing(owner, both, step -> {
            if (step.startsWith("residents: 500")) {
                throw new IllegalStateException("the power went");
            }
        });
        assertThatThrownBy(stopped::renew).hasMessage("the power went");
        assertThat(ask("SELECT count(*)::text FROM residents WHERE phone LIKE 's1.k2.%'"))
                .containsExactly("500");
        assertAllOpen(both, 1_203);
        assertThat(sealing(both).renew()).isEqualTo(703 + 1_203);
        assertThat(everything()).doesNotContain("s1.k1.");
        Vault alone = vault(line("k2"));
        assertAllOpen(alone, 1_203);
        assertThat(foundByPhone(alone, "13800000017")).isOne();
        sealing(alone).prepare();
        assertThatThrownBy(() -> assertAllOpen(vault(line("k1")), 1_203)).isInstanceOf(VaultFailure.class);
    }

    @Test
    void whatPeopleWroteIntoATimelineFollowsTheKeyAndWhatAnlingWroteStays() throws Exception {
        tell("TRUNCATE incident_events");
        Vault old = vault(line("k1"));
        sealing(old).prepare();
        UUID incident = UUID.fromString("01900000-0000-7000-8000-0000000000aa");
        JsonObject spoken = SealedWords.seal(
                old, incident, new JsonObject().put("disposition", "HELPED").put("note", "跌倒在厨房"));
        event(incident, spoken);
        event(incident, new JsonObject().put("text", "nobody has a channel"));
        Vault both = vault(line("k1"), line("k2"));
        sealing(both).prepare();
        assertThat(sealing(both).renew()).isEqualTo(1);
        assertThat(sealing(both).renew()).as("nothing is left").isZero();
        List<String> details = ask("SELECT detail::text FROM incident_events ORDER BY id");
        assertThat(details.get(0)).contains("s1.k2.", "HELPED").doesNotContain("s1.k1.");
        assertThat(SealedWords.open(vault(line("k2")), incident, new JsonObject(details.get(0)))
                        .getString("note"))
                .isEqualTo("跌倒在厨房");
        assertThat(SealedWords.open(vault(line("k2")), UUID.randomUUID(), new JsonObject(details.get(0)))
                        .getString("note"))
                .as("of another incident")
                .contains("unreadable");
        assertThat(details.get(1)).contains("nobody has a channel");
        tell("TRUNCATE incident_events");
    }

    @Test
    void whatDevicesWereToldIsSealedAndFollowsTheKey() throws Exception {
        tell("ALTER TABLE device_commands DROP CONSTRAINT device_commands_sealed");
        tell("INSERT INTO devices (id, kind, dialect, community) VALUES ('" + COMMUNITY + "', 'WATCH', 'native', '"
                + COMMUNITY + "')");
        tell("INSERT INTO device_commands (id, device, command, args, expires_at, by, by_name) VALUES ('" + COMMUNITY
                + "', '" + COMMUNITY + "', 'call', '{\"number\":\"139\"}', now(), '" + COMMUNITY + "', '王')");
        tell("ALTER TABLE device_commands ADD CONSTRAINT device_commands_sealed"
                + " CHECK (args = '' OR args LIKE 's1.%') NOT VALID");
        sealing(vault(line("k1"))).prepare();
        Vault both = vault(line("k1"), line("k2"));
        sealing(both).prepare();
        assertThat(sealing(both).renew()).isEqualTo(1);
        String sealed = ask("SELECT args FROM device_commands").get(0);
        assertThat(vault(line("k2")).open(SealedTable.COMMANDS.cell("args", COMMUNITY), sealed))
                .isEqualTo("{\"number\":\"139\"}");
    }

    private void event(UUID incident, JsonObject detail) throws SQLException {
        tell("INSERT INTO incident_events (incident, community, at, type, detail, view) VALUES ('" + incident + "', '"
                + COMMUNITY + "', now(), 'incident.note_added', '" + detail.encode() + "', '{}')");
    }

    /** Whoever reads or writes while a rotation runs notices nothing; what they write meanwhile is not written away. */
    @Test
    void peopleReadAndWriteWhileAKeyRotates() throws Exception {
        readableResidents(2_000);
        Vault vault = vault(line("k1"));
        sealing(vault).prepare();
        vault.use(DataKeySource.of(line("k1") + "\n" + line("k2")).read(Instant.EPOCH));
        List<String> ids = ask("SELECT id::text FROM residents ORDER BY id LIMIT 300");
        CountDownLatch halfway = new CountDownLatch(1);
        ExecutorService people = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> written = people.submit(() -> writeNotes(vault, ids, halfway));
            sealing(vault).prepare();
            new Sealing(owner, vault, step -> halfway.countDown()).renew();
            assertThat(written.get()).isEqualTo(ids.size());
        } finally {
            people.shutdownNow();
        }
        sealing(vault).renew();
        assertThat(everything()).doesNotContain("s1.k1.");
        assertAllOpen(vault, 2_000);
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM residents WHERE id IN ("
                        + ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(",")) + ")")) {
            while (row.next()) {
                assertThat(opened(vault, row, SealedTable.RESIDENTS, "clinical_notes"))
                        .isEqualTo("new of " + row.getString("id"));
            }
        }
    }

    private static int writeNotes(Vault vault, List<String> ids, CountDownLatch from) throws Exception {
        from.await();
        int written = 0;
        try (Connection connection = DATABASE.connect(DatabaseRoles.OWNER)) {
            connection.setSchema("anling");
            try (PreparedStatement read =
                            connection.prepareStatement("SELECT phone FROM residents WHERE id = ?::uuid");
                    PreparedStatement write =
                            connection.prepareStatement("UPDATE residents SET clinical_notes = ? WHERE id = ?::uuid")) {
                for (String id : ids) {
                    read.setString(1, id);
                    try (ResultSet row = read.executeQuery()) {
                        row.next();
                        assertThat(vault.open(SealedTable.RESIDENTS.cell("phone", id), row.getString(1)))
                                .startsWith("138");
                    }
                    write.setString(1, vault.seal(SealedTable.RESIDENTS.cell("clinical_notes", id), "new of " + id));
                    write.setString(2, id);
                    written += write.executeUpdate();
                }
            }
        }
        return written;
    }

    @Test
    void theSchemaTakesNothingReadableAnyMore() throws SQLException {
        tell("INSERT INTO residents (id, community, name) VALUES ('" + COMMUNITY + "', '" + COMMUNITY + "', '王')");
        for (String column : SealedTable.RESIDENTS.columns()) {
            assertThatThrownBy(() -> tell("UPDATE residents SET " + column + " = 'readable'"))
                    .as(column)
                    .hasMessageContaining("residents_sealed");
            tell("UPDATE residents SET " + column + " = 's1.x.y'");
        }
    }
}
