package care.anling.verticles.notify;

import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.Prompt;
import care.anling.core.notice.NoticeKind;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A notice in words, as every channel may carry it.
 *
 * @param id of the notice, the same however often it is sent: whoever gets it twice can know
 * @param left how long it is still worth delivering
 */
public record Letter(
        UUID id,
        NoticeKind kind,
        IncidentId incident,
        Optional<OfferId> offer,
        Optional<Role> role,
        Optional<Prompt> prompt,
        boolean drill,
        Words words,
        Instant expiresAt,
        Duration left) {

    /** @param language zh or en */
    public record Words(String title, String body, String language) {

        /** In one line, as a voice speaks it. */
        String spoken() {
            return body.isEmpty() ? title : title + " · " + body;
        }
    }

    /** What a screen gets of it, on the feed and in a push. */
    JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("id", id.toString())
                .put("kind", kind.name())
                .put("incident", incident.toString())
                .put("title", words.title())
                .put("body", words.body())
                .put("language", words.language())
                .put("drill", drill)
                .put("expiresAt", expiresAt.toString());
        offer.ifPresent(o -> json.put("offer", o.toString()));
        role.ifPresent(r -> json.put("role", r.name()));
        prompt.ifPresent(p -> json.put("prompt", p.name()));
        return json;
    }
}
