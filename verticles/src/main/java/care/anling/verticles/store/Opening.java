package care.anling.verticles.store;

import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.vault.VaultFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what is sealed of a row, in the same words the columns have. */
final class Opening {

    /** In place of a text that does not open while somebody waits at a door: nobody may take it for "none known". */
    static final String UNREADABLE = Vault.UNREADABLE;

    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final Vault vault;
    private final boolean inNeed;

    private Opening(Vault vault, boolean inNeed) {
        this.vault = vault;
        this.inNeed = inNeed;
    }

    /** What does not open fails the whole answer: an edit on half of a record would write the other half away. */
    static Opening strict(Vault vault) {
        return new Opening(vault, false);
    }

    /** For the screen pop: one broken text must not hide the door, the rest of the record, and whom to call. */
    static Opening inNeed(Vault vault) {
        return new Opening(vault, true);
    }

    Optional<String> find(Row row, SealedTable table, String column) {
        return find(row, table, column, row.getUUID("id"));
    }

    Optional<String> find(Row row, SealedTable table, String column, Object rowId) {
        return Optional.ofNullable(row.getString(column)).map(text -> open(table, column, rowId, text));
    }

    String get(Row row, SealedTable table, String column) {
        return find(row, table, column).orElse("");
    }

    /** A list that is sealed as a whole; none is empty. */
    List<String> list(Row row, SealedTable table, String column) {
        return find(row, table, column).map(Opening::parsed).orElse(List.of());
    }

    private static List<String> parsed(String json) {
        return json.equals(UNREADABLE)
                ? List.of(json)
                : new JsonArray(json).stream().map(Object::toString).toList();
    }

    private String open(SealedTable table, String column, Object rowId, String sealed) {
        try {
            return vault.open(table.cell(column, rowId), sealed);
        } catch (VaultFailure failure) {
            if (!inNeed) {
                throw failure;
            }
            LOG.error("dossier.unreadable {}", failure.getMessage());
            return UNREADABLE;
        }
    }
}
