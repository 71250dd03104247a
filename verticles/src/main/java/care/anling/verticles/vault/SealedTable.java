package care.anling.verticles.vault;

import java.util.List;

/**
 * Every table with sealed texts: what is read before anything serves and sealed anew when the key changes. The checks of
 * the schema ({@code <table>_sealed}) hold the same list.
 */
public enum SealedTable {
    RESIDENTS(
            "residents",
            "id::text",
            "true",
            List.of(
                    "phone",
                    "key_box",
                    "conditions",
                    "medications",
                    "allergies",
                    "blood_type",
                    "clinical_notes",
                    "away_note")),
    CONTACTS("contacts", "id::text", "true", List.of("phone")),
    /** Of gateways and mail: whoever has one can ring somebody. */
    CHANNELS("notification_channels", "account::text", "kind <> 'PUSH'", List.of("address")),
    SUBSCRIPTIONS("notification_channels", "account::text", "kind = 'PUSH'", List.of("auth")),
    HANDOVERS("shift_handovers", "id::text", "note <> ''", List.of("note")),
    ABSENCES("upkeep_log", "resident::text", "resident IS NOT NULL AND reason <> ''", List.of("reason")),
    /** Numbers as a telephone system said them. */
    CALLS("calls", "id::text", "true", List.of("said")),
    /** Numbers a device was told, words it was to say. */
    COMMANDS("device_commands", "id::text", "args <> ''", List.of("args")),
    /** What was written about a look: it tells why somebody's illnesses were read. */
    REVIEWS("access_reviews", "log::text", "note <> ''", List.of("note")),
    CONSENTS("consents", "resident::text", "note <> ''", List.of("note")),
    /** Secrets of second steps: whoever has one makes somebody's codes. */
    TOTP("totp", "account::text", "true", List.of("secret")),
    /** Answers kept for repetition. */
    ANSWERS("idempotency_keys", "account || '/' || route || '/' || key", "true", List.of("answer"));

    private final String table;
    private final String row;
    private final String where;
    private final String columns;

    SealedTable(String table, String row, String where, List<String> columns) {
        this.table = table;
        this.row = row;
        this.where = where;
        this.columns = String.join(" ", columns);
    }

    public String table() {
        return table;
    }

    /** SQL that gives {@link Cell#row}. */
    public String row() {
        return row;
    }

    public List<String> columns() {
        return List.of(columns.split(" ", -1));
    }

    /** SQL: in which rows. */
    public String where() {
        return where;
    }

    /** Whether it has a {@code phone} that is found again by {@code phone_hash} and {@code phone_tail}. */
    public boolean isFoundByPhone() {
        return this == RESIDENTS || this == CONTACTS;
    }

    /** @throws IllegalArgumentException when nothing is sealed in that column */
    public Cell cell(String column, Object rowId) {
        if (!columns().contains(column)) {
            throw new IllegalArgumentException(table + "." + column + " is not sealed");
        }
        return new Cell(table + "." + column, rowId.toString());
    }
}
