package care.anling.verticles.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Answers already given to POSTs, so that a repeated one is answered and not done again. */
public interface IdempotencyStore {

    /**
     * Takes the key for this request if nobody has it. A key taken longer than {@code abandonedAfter} ago without an
     * answer is taken over: the node that had it died, and every act behind a key may be decided again.
     */
    Future<Claim> claim(Key key, byte[] bodyHash, Duration believedFor, Duration abandonedAfter);

    Future<Void> remember(Key key, Claim.Answered answer);

    /** Gives the key back after a failure of ours, so that a retry is a first try. */
    Future<Void> forget(Key key);

    /** @param route method and path as asked, so that a key counts per object */
    record Key(UUID account, String route, String text) {}

    /** What a key stands for. */
    sealed interface Claim {

        /** Ours: do it, then {@link #remember}. */
        record Taken() implements Claim {}

        /** Done before with the same body. */
        record Answered(int status, String body, Optional<String> location) implements Claim {

            public static Answered of(int status, String body) {
                return new Answered(status, body, Optional.empty());
            }
        }

        /** The same key came with another body. */
        record BodyDiffers() implements Claim {}

        /** The first request is still under way. */
        record UnderWay() implements Claim {}
    }
}
