package care.anling.verticles.view;

import care.anling.core.dispatch.Judgement;
import care.anling.verticles.store.StoredEvent;
import care.anling.verticles.store.StoredJudgement;
import care.anling.verticles.vault.SealedWords;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of an incident's timeline, and one person who was considered, as JSON. */
public final class TimelineView {

    /** What anybody who sees the incident may follow; notes and who was asked in vain stay with those who work on it. */
    private static final Set<String> OPEN_EVENTS = Set.of(
            "incident.opened",
            "incident.acknowledged",
            "incident.assigned",
            "incident.assignment_changed",
            "incident.stood_down");

    private TimelineView() {}

    /**
     * @param full every event with its detail; else the open ones without
     * @param words also what others wrote, which is about somebody's health more often than not
     */
    public record Reader(UUID account, boolean full, boolean words) {}

    public static Optional<JsonObject> toJson(StoredEvent event, Reader reader) {
        boolean full = reader.full();
        if (!full && !OPEN_EVENTS.contains(event.type())) {
            return Optional.empty();
        }
        @Nullable JsonObject detail = full ? parsed(event.detail()) : new JsonObject();
        if (detail != null && !reader.words() && !isBy(event, reader.account())) {
            SealedWords.FIELDS.forEach(detail::remove);
        }
        return Optional.of(new JsonObject()
                .put("seq", event.seq().orElse(null))
                .put("at", event.at().toString())
                .put("event", event.type())
                .put("by", full ? parsed(event.by()) : null)
                .put("detail", detail));
    }

    /** Whether this line tells what somebody else wrote. */
    public static boolean tells(StoredEvent event, UUID account) {
        JsonObject detail = parsed(event.detail());
        return detail != null
                && !isBy(event, account)
                && SealedWords.FIELDS.stream()
                        .anyMatch(field -> detail.getValue(field) instanceof String text && !text.isEmpty());
    }

    private static boolean isBy(StoredEvent event, UUID account) {
        JsonObject by = parsed(event.by());
        return by != null && account.toString().equals(by.getString("id"));
    }

    private static @Nullable JsonObject parsed(@Nullable String json) {
        return json == null || json.isBlank() || json.equals("null") ? null : new JsonObject(json);
    }

    public static JsonObject candidate(StoredJudgement stored) {
        Judgement judgement = stored.judgement();
        return new JsonObject()
                .put("responder", IncidentView.person(judgement.person()))
                .put("role", judgement.role().name())
                .put("chosen", judgement.chosen())
                .put("reason", judgement.why().name())
                .put("distanceMeters", judgement.distanceMeters().orElse(null))
                .put("etaSeconds", judgement.etaSeconds().orElse(null))
                .put("step", judgement.step())
                .put("at", stored.at().toString());
    }
}
