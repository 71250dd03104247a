package care.anling.verticles.store;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** A channel as PostgreSQL's JSON has it. */
final class ChannelRow {

    private ChannelRow() {}

    static ChannelAddress decode(JsonObject row) {
        Optional<String> p256dh = Optional.ofNullable(row.getString("p256dh"));
        return new ChannelAddress(
                UUID.fromString(row.getString("id")),
                ChannelKind.valueOf(row.getString("kind")),
                row.getInteger("stage"),
                row.getString("address"),
                Optional.ofNullable(row.getString("gateway")),
                p256dh.map(key -> new ChannelAddress.PushKeys(key, row.getString("auth"))));
    }

    static JsonObject encode(UUID account, ChannelAddress channel) {
        JsonObject row = new JsonObject()
                .put("id", channel.id().toString())
                .put("account", account.toString())
                .put("kind", channel.kind().name())
                .put("stage", channel.stage())
                .put("address", channel.address())
                .put("gateway", channel.gateway().orElse(null));
        channel.keys().ifPresent(keys -> row.put("p256dh", keys.p256dh()).put("auth", keys.auth()));
        return row;
    }
}
