package care.anling.verticles.vault;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What people write into an incident's timeline: single fields of an event's detail, because the rest of it (who, which role,
 * which offer) is read by the database. Bound to the incident. What Anling itself writes there stays as it is: it is about
 * channels and watches, never about somebody's health.
 */
public final class SealedWords {

    /** In which people write; {@code erase_resident} takes the same ones away. */
    public static final List<String> FIELDS = List.of("text", "note", "reason", "followUp");

    private static final String COLUMN = "incident_events.detail";

    private SealedWords() {}

    public static JsonObject seal(Vault vault, UUID incident, JsonObject detail) {
        return each(detail, text -> text.isEmpty() ? text : vault.seal(cell(incident), text));
    }

    /** One that does not open is shown as such: it must not hide the rest of what happened. */
    public static JsonObject open(Vault vault, UUID incident, JsonObject detail) {
        return each(detail, text -> isSealed(text) ? opened(vault, incident, text) : text);
    }

    /** Under the key in force. @throws VaultFailure when one does not open */
    public static JsonObject renew(Vault vault, UUID incident, JsonObject detail) {
        Cell cell = cell(incident);
        return each(detail, text -> isSealed(text) ? vault.seal(cell, vault.open(cell, text)) : text);
    }

    private static JsonObject each(JsonObject detail, UnaryOperator<String> change) {
        for (String field : FIELDS) {
            if (detail.getValue(field) instanceof String text) {
                detail.put(field, change.apply(text));
            }
        }
        return detail;
    }

    private static boolean isSealed(String text) {
        return text.startsWith(Vault.FORM);
    }

    private static String opened(Vault vault, UUID incident, String text) {
        try {
            return vault.open(cell(incident), text);
        } catch (VaultFailure broken) {
            return Vault.UNREADABLE;
        }
    }

    private static Cell cell(UUID incident) {
        return new Cell(COLUMN, incident.toString());
    }
}
