package care.anling.verticles.store;

import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.vault.VaultFailure;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel as PostgreSQL's JSON has it. */
final class ChannelRow {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelRow.class);

    private ChannelRow() {}

    /** Absent when its address does not open: that must not keep anybody from being told by another channel. */
    static Optional<ChannelAddress> find(JsonObject row, Vault vault) {
        try {
            return Optional.of(decode(row, vault));
        } catch (VaultFailure failure) {
            LOG.error("channel.unreadable id={} {}", row.getString("id"), failure.getMessage());
            return Optional.empty();
        }
    }

    private static ChannelAddress decode(JsonObject row, Vault vault) {
        Object account = row.getString("account");
        ChannelKind kind = ChannelKind.valueOf(row.getString("kind"));
        String address = row.getString("address");
        Optional<String> p256dh = Optional.ofNullable(row.getString("p256dh"));
        return new ChannelAddress(
                UUID.fromString(row.getString("id")),
                kind,
                row.getInteger("stage"),
                kind == ChannelKind.PUSH ? address : vault.open(SealedTable.CHANNELS.cell("address", account), address),
                Optional.ofNullable(row.getString("gateway")),
                p256dh.map(key -> new ChannelAddress.PushKeys(
                        key, vault.open(SealedTable.SUBSCRIPTIONS.cell("auth", account), row.getString("auth")))));
    }

    static JsonObject encode(UUID account, ChannelAddress channel, Vault vault) {
        JsonObject row = new JsonObject()
                .put("id", channel.id().toString())
                .put("account", account.toString())
                .put("kind", channel.kind().name())
                .put("stage", channel.stage())
                .put(
                        "address",
                        channel.kind() == ChannelKind.PUSH
                                ? channel.address()
                                : vault.seal(SealedTable.CHANNELS.cell("address", account), channel.address()))
                .put("gateway", channel.gateway().orElse(null));
        channel.keys()
                .ifPresent(keys -> row.put("p256dh", keys.p256dh())
                        .put("auth", vault.seal(SealedTable.SUBSCRIPTIONS.cell("auth", account), keys.auth())));
        return row;
    }
}
