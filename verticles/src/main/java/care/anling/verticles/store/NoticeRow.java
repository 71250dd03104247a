package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.UuidV7;
import care.anling.core.notice.Notice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/** Notices as rows of the outbox, written in the transaction of the decision they are part of. */
final class NoticeRow {

    private static final String INSERT = """
            INSERT INTO outbox (id, key, incident, community, kind, audience_kind, audience, offer, role, person,
                                eta_seconds, made_at, due_at, expires_at)
            SELECT r.id, r.key, r.incident, r.community, r.kind, r.audience_kind, r.audience, r.offer, r.role, r.person,
                   r.eta_seconds, r.made_at, r.made_at, r.expires_at
              FROM json_populate_recordset(NULL::outbox, $1) r
            ON CONFLICT (key) DO NOTHING""";

    private NoticeRow() {}

    static JsonObject encode(Notice notice, CommunityId community, Instant now) {
        Notice.Detail detail = notice.detail();
        JsonObject row = new JsonObject()
                .put("id", idOf(notice.key(), now).toString())
                .put("key", notice.key())
                .put("incident", notice.incident().toString())
                .put("community", community.toString())
                .put("kind", notice.kind().name())
                .put("audience_kind", notice.audience().kind().name())
                .put("audience", notice.audience().id())
                .put("made_at", now.toString())
                .put("expires_at", notice.expiresAt().toString());
        detail.offer().ifPresent(offer -> row.put("offer", offer.toString()));
        detail.role().ifPresent(role -> row.put("role", role.name()));
        detail.person().ifPresent(name -> row.put("person", name));
        detail.etaSeconds().ifPresent(seconds -> row.put("eta_seconds", seconds));
        return row;
    }

    static Trips.Statement insert(JsonArray rows) {
        return new Trips.Statement(INSERT, Tuple.of(rows));
    }

    /** A UUIDv7 that the key decides: deciding the same again at the same instant names the same row. */
    static UUID idOf(String key, Instant now) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
            return UuidV7.of(now.toEpochMilli(), digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
