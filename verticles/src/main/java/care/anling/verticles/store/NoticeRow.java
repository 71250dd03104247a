package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.UuidV7;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.Prompt;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Delivery;
import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.core.notice.Standing;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.vault.Vault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Notices as rows of the outbox: written in the transaction of the decision they are part of, read when claimed. */
final class NoticeRow {

    private static final String INSERT = """
            INSERT INTO outbox (id, key, incident, community, kind, audience_kind, audience, offer, role, person,
                                eta_seconds, prompt, made_at, due_at, expires_at)
            SELECT r.id, r.key, r.incident, r.community, r.kind, r.audience_kind, r.audience, r.offer, r.role, r.person,
                   r.eta_seconds, r.prompt, r.made_at, r.made_at, r.expires_at
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
        detail.prompt().ifPresent(prompt -> row.put("prompt", prompt.name()));
        return row;
    }

    static Trips.Statement insert(JsonArray rows) {
        return new Trips.Statement(INSERT, Tuple.of(rows));
    }

    static DueNotice decode(Row row, Vault vault) {
        NoticeKind kind = NoticeKind.valueOf(row.getString("kind"));
        Optional<OfferState> offer =
                Optional.ofNullable(row.getString("offer_state")).map(OfferState::valueOf);
        Optional<AssignmentState> assignment =
                Optional.ofNullable(row.getString("assignment_state")).map(AssignmentState::valueOf);
        UUID[] people = row.getArrayOfUUIDs("people");
        return new DueNotice(
                row.getUUID("id"),
                row.getInteger("claims"),
                Queries.instant(row, "now"),
                kind,
                new Audience(Audience.Kind.valueOf(row.getString("audience_kind")), row.getString("audience")),
                about(row),
                new Delivery(
                        DeliveryState.valueOf(row.getString("state")),
                        row.getInteger("stage"),
                        row.getInteger("round"),
                        row.getBoolean("taken"),
                        row.getBoolean("worth_retry")),
                Standing.of(kind, offer, assignment, row.getBoolean("open")),
                Queries.instant(row, "made_at"),
                Queries.instant(row, "expires_at"),
                addressee(row, vault),
                people == null ? Set.of() : Set.of(people));
    }

    private static DueNotice.About about(Row row) {
        return new DueNotice.About(
                new IncidentId(row.getUUID("incident")),
                new CommunityId(row.getUUID("community")),
                row.getString("community_name"),
                Optional.ofNullable(row.getString("near")),
                Priority.valueOf(row.getString("priority")),
                Need.valueOf(row.getString("need")),
                row.getBoolean("drill"),
                Optional.ofNullable(row.getUUID("offer")).map(OfferId::new),
                Optional.ofNullable(row.getString("role")).map(Role::valueOf),
                Optional.ofNullable(row.getString("person")),
                Optional.ofNullable(row.getInteger("eta_seconds")),
                Optional.ofNullable(row.getString("prompt")).map(Prompt::valueOf));
    }

    private static Optional<DueNotice.Addressee> addressee(Row row, Vault vault) {
        UUID account = row.getUUID("account");
        if (account == null) {
            return Optional.empty();
        }
        JsonArray channels = row.get(JsonArray.class, "channels");
        return Optional.of(new DueNotice.Addressee(
                account,
                row.getString("account_name"),
                AccountRole.valueOf(row.getString("account_role")),
                row.getString("language"),
                channels == null
                        ? List.of()
                        : channels.stream()
                                .flatMap(channel -> ChannelRow.find((JsonObject) channel, vault).stream())
                                .toList()));
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
