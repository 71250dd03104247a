package care.anling.story;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** How long a story waits for what must come: long, because a busy machine is no fault of the product. */
final class Patience {

    static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private Patience() {}

    /** @param what is waited for, in the words of a failure */
    static void until(String what, Callable<Boolean> holds) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(GLANCE).until(holds);
    }

    /** For what cannot fail once it has been waited for. */
    static <T> T asking(Callable<T> question) {
        try {
            return question.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
