package care.anling.app;

import care.anling.migrations.Migrations;
import care.anling.verticles.vault.Cell;
import care.anling.verticles.vault.DataKey;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.SealedWords;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.vault.VaultFailure;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the database's owner does about sealed texts: holds the keys against those it was sealed with, seals what is still
 * readable before anything serves, and seals everything anew under the newest key while everything serves. In batches,
 * each a transaction of its own; stopped at any point, it goes on where it was.
 *
 * <p>Blocks; on a connection of its own in auto-commit mode, which it changes and restores.
 */
final class Sealing {

    /** Rows held at once: a reader never waits, a writer of one of them some milliseconds. */
    private static final int BATCH_ROWS = 500;

    private static final Cell PROOF = new Cell("data_keys.proof", "");
    private static final String PROVEN = "anling";
    private static final String FIRST_ROW = "(0,0)";

    private final Connection owner;
    private final Vault vault;
    private final Consumer<String> progress;

    Sealing(Connection owner, Vault vault, Consumer<String> progress) throws SQLException {
        this.owner = owner;
        this.vault = vault;
        this.progress = progress;
        owner.setSchema(Migrations.SCHEMA);
    }

    /**
     * Before anything serves.
     *
     * @throws StartFailure when a key is not the one this database knows by its name, or one is missing
     */
    void prepare() throws SQLException {
        knowKeys();
        if (count("SELECT count(*) FROM pg_constraint WHERE NOT convalidated AND conname LIKE '%\\_sealed'"
                        + " AND connamespace = current_schema()::regnamespace")
                == 0) {
            return;
        }
        progress.accept("sealing what the database still holds in readable form");
        int rows = 0;
        for (SealedTable table : SealedTable.values()) {
            rows += rewrite(table, "NOT LIKE '" + Vault.FORM + "%'", false);
        }
        progress.accept("sealed " + rows + " rows");
        for (SealedTable table : SealedTable.values()) {
            tell("ALTER TABLE " + table.table() + " VALIDATE CONSTRAINT " + table.table() + "_sealed");
        }
    }

    /**
     * Seals everything anew that another key than the newest sealed, and forgets the keys nothing is sealed with any more.
     *
     * @return how many rows were sealed anew
     */
    int renew() throws SQLException {
        String fresh = vault.keys().sealing().id();
        int rows = 0;
        for (SealedTable table : SealedTable.values()) {
            rows += rewrite(table, "NOT LIKE '" + Vault.FORM + fresh.replace("_", "\\_") + ".%'", true);
        }
        rows += renewWords(fresh);
        tell("DELETE FROM data_keys WHERE id <> '" + fresh + "'");
        return rows;
    }

    /** What people wrote into timelines: fields of a JSON, so the row is looked for by what its text holds. */
    private int renewWords(String fresh) throws SQLException {
        int done = 0;
        for (int batch = renewWordsBatch(fresh); batch > 0; batch = renewWordsBatch(fresh)) {
            done += batch;
            progress.accept("incident_events: " + done + " rows sealed");
        }
        return done;
    }

    private int renewWordsBatch(String fresh) throws SQLException {
        String sql = "SELECT id, incident, detail::text FROM incident_events WHERE detail::text ~ '\"s1\\.(?!" + fresh
                + "\\.)' ORDER BY id LIMIT " + BATCH_ROWS + " FOR NO KEY UPDATE";
        int rows = 0;
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement();
                ResultSet found = statement.executeQuery(sql);
                PreparedStatement update =
                        owner.prepareStatement("UPDATE incident_events SET detail = ?::json WHERE id = ?")) {
            while (found.next()) {
                rows++;
                JsonObject detail = new JsonObject(found.getString(3));
                update.setString(
                        1,
                        SealedWords.renew(vault, found.getObject(2, UUID.class), detail)
                                .encode());
                update.setLong(2, found.getLong(1));
                update.addBatch();
            }
            update.executeBatch();
            owner.commit();
            return rows;
        } catch (SQLException | RuntimeException e) {
            owner.rollback();
            throw e;
        } finally {
            owner.setAutoCommit(true);
        }
    }

    private void knowKeys() throws SQLException {
        Map<String, String> proofs = new LinkedHashMap<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, proof FROM data_keys ORDER BY known_at, id")) {
            while (rows.next()) {
                proofs.put(rows.getString(1), rows.getString(2));
            }
        }
        List<String> ids = vault.keys().all().stream().map(DataKey::id).toList();
        for (Map.Entry<String, String> known : proofs.entrySet()) {
            if (!ids.contains(known.getKey())) {
                throw new StartFailure("the data key “" + known.getKey()
                        + "” is missing: texts in this database are sealed with it. Put it back, as the first line");
            }
            if (!opens(known.getValue())) {
                throw new StartFailure("the data key “" + known.getKey()
                        + "” is not the one this database was sealed with: same name, other bytes");
            }
        }
        // The one that seals; another one becomes known when it does.
        String sealing = vault.keys().sealing().id();
        if (!proofs.containsKey(sealing)) {
            try (PreparedStatement insert = owner.prepareStatement(
                    "INSERT INTO data_keys (id, proof) VALUES (?, ?) ON CONFLICT (id) DO NOTHING")) {
                insert.setString(1, sealing);
                insert.setString(2, vault.seal(PROOF, PROVEN));
                insert.executeUpdate();
            }
        }
    }

    private boolean opens(String proof) {
        try {
            return vault.open(PROOF, proof).equals(PROVEN);
        } catch (VaultFailure wrong) {
            return false;
        }
    }

    /** @param unlike what a column that has to be sealed (anew) looks like */
    private int rewrite(SealedTable table, String unlike, boolean isSealed) throws SQLException {
        String wanted = String.join(
                " OR ",
                table.columns().stream().map(column -> column + " " + unlike).toList());
        int total =
                count("SELECT count(*) FROM " + table.table() + " WHERE (" + table.where() + ") AND (" + wanted + ")");
        int done = 0;
        // Once over the table is enough for what stands still; what moved meanwhile is found on the next time over.
        while (total > 0) {
            String last = FIRST_ROW;
            for (Batch batch = batch(table, wanted, last, isSealed);
                    batch.rows() > 0;
                    batch = batch(table, wanted, last, isSealed)) {
                last = batch.last();
                done += batch.rows();
                progress.accept(table.table() + ": " + done + " of " + Math.max(total, done) + " rows sealed");
            }
            if (count("SELECT count(*) FROM " + table.table() + " WHERE (" + table.where() + ") AND (" + wanted + ")")
                    == 0) {
                return done;
            }
        }
        return done;
    }

    private record Batch(int rows, String last) {}

    private Batch batch(SealedTable table, String wanted, String after, boolean isSealed) throws SQLException {
        owner.setAutoCommit(false);
        try {
            Batch batch = rewriteBatch(table, wanted, after, isSealed);
            owner.commit();
            return batch;
        } catch (SQLException | RuntimeException e) {
            owner.rollback();
            throw e;
        } finally {
            owner.setAutoCommit(true);
        }
    }

    /** By physical place, so that no batch reads again what the one before has done; who holds a row is waited for. */
    private Batch rewriteBatch(SealedTable table, String wanted, String after, boolean isSealed) throws SQLException {
        String sql = "SELECT ctid::text AS place, " + table.row() + " AS cell_row, "
                + String.join(", ", table.columns())
                + " FROM " + table.table() + " WHERE ctid > '" + after + "'::tid AND (" + table.where() + ") AND ("
                + wanted + ") LIMIT " + BATCH_ROWS + " FOR NO KEY UPDATE";
        int rows = 0;
        String last = after;
        try (Statement statement = owner.createStatement();
                ResultSet found = statement.executeQuery(sql);
                PreparedStatement update = owner.prepareStatement(update(table))) {
            while (found.next()) {
                rows++;
                last = found.getString("place");
                int next = 1;
                for (@Nullable Object value : renewed(table, found, isSealed)) {
                    update.setObject(next++, value);
                }
                update.setString(next, last);
                update.addBatch();
            }
            update.executeBatch();
        }
        return new Batch(rows, last);
    }

    private static String update(SealedTable table) {
        List<String> sets = new ArrayList<>();
        table.columns().forEach(column -> sets.add(column + " = ?"));
        if (table.isFoundByPhone()) {
            sets.add("phone_hash = ?::bytea");
            sets.add("phone_tail = ?::bytea");
        }
        return "UPDATE " + table.table() + " SET " + String.join(", ", sets) + " WHERE ctid = ?::tid";
    }

    private List<@Nullable Object> renewed(SealedTable table, ResultSet row, boolean isSealed) throws SQLException {
        String id = row.getString("cell_row");
        List<@Nullable Object> values = new ArrayList<>();
        @Nullable SealedPhone phone = null;
        for (String column : table.columns()) {
            String stored = row.getString(column);
            if (stored == null) {
                values.add(null);
                continue;
            }
            Cell cell = table.cell(column, id);
            String text = isSealed || stored.startsWith(Vault.FORM) ? vault.open(cell, stored) : stored;
            if (table.isFoundByPhone() && column.equals("phone")) {
                phone = SealedPhone.of(vault, table, id, text);
                values.add(phone.sealed());
            } else {
                values.add(vault.seal(cell, text));
            }
        }
        if (table.isFoundByPhone()) {
            values.add(phone == null ? null : phone.hash().orElse(null));
            values.add(phone == null ? null : phone.tail().orElse(null));
        }
        return values;
    }

    private int count(String sql) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void tell(String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
