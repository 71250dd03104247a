package care.anling.verticles.wire;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What a device is asked to do, as {@code v1/{device}/down/command} says it. */
public record CommandWord(UUID id, String command, JsonObject args, Instant expiresAt) {

    /** Below {@code v1/{device}/}. */
    public static final String TOPIC_SUFFIX = "down/command";

    /** A device that sleeps longer finds nothing to do: the moment is over. */
    public static final Duration KEPT = Duration.ofMinutes(10);

    public byte[] payload() {
        return new JsonObject()
                .put("id", id.toString())
                .put("command", command)
                .put("args", args)
                .put("expires", expiresAt.toString())
                .toBuffer()
                .getBytes();
    }
}
