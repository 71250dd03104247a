package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.access.SigningKeyFiles;
import care.anling.verticles.api.Exchange;
import care.anling.verticles.api.MapGround;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.store.DatabaseAccess;
import care.anling.verticles.vault.DataKeySource;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.watch.WatchConfig;
import java.security.MessageDigest;
import java.util.List;

/**
 * What a node starts from.
 *
 * @param notifying by what means people are told beside their feed
 * @param exchanges telephone systems that may say who is calling
 * @param watching how it watches itself
 * @param ground what is drawn under the map
 */
public record NodeConfig(
        Settings settings,
        DatabaseAccess database,
        Secrets secrets,
        NotifyConfig notifying,
        List<Exchange> exchanges,
        WatchConfig watching,
        MapGround ground) {

    /**
     * What never stands in the database.
     *
     * @param signingKeys looked at again while the node runs
     * @param pepper device secrets are stored under it
     * @param dataKeys looked at again likewise, for the vault
     * @param vault what seals and opens with them
     */
    public record Secrets(SigningKeyFiles signingKeys, Pepper pepper, DataKeySource dataKeys, Vault vault) {}

    /** Secret bytes that never end in a log. */
    public record Pepper(byte[] bytes) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Pepper that && MessageDigest.isEqual(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return bytes.length;
        }

        @Override
        public String toString() {
            return "Pepper[***]";
        }
    }

    int port(Key key) {
        return settings.number(key);
    }

    String text(Key key) {
        return settings.text(key);
    }
}
