package care.anling.verticles.store;

import java.util.Optional;
import java.util.UUID;

/**
 * How one person can be reached beside the feed.
 *
 * @param stage lower ones first; all of one stage at once
 * @param address the push service's endpoint, the telephone number a gateway calls, the e-mail address
 * @param gateway of a WEBHOOK: its name in the configuration
 * @param keys of a PUSH subscription
 */
public record ChannelAddress(
        UUID id, ChannelKind kind, int stage, String address, Optional<String> gateway, Optional<PushKeys> keys) {

    /** As the browser gives them, in base64url. Whoever has {@code auth} can forge a push: never logged. */
    public record PushKeys(String p256dh, String auth) {

        @Override
        public String toString() {
            return "PushKeys[***]";
        }
    }
}
