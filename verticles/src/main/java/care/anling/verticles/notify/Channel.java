package care.anling.verticles.notify;

import care.anling.core.notice.Outcome;
import care.anling.verticles.store.ChannelAddress;
import io.vertx.core.Future;

/**
 * A way to tell one person something. Sending the same letter again is normal (at least once), so that each carries its
 * id. Called on the notifier's event loop; whatever takes too long is given up on by the caller.
 */
public interface Channel {

    Future<Attempt> send(Letter letter, ChannelAddress to);

    /** Nothing is left open behind us. */
    Future<Void> close();

    /**
     * @param why in words for an operator when it did not work; never an address or a text
     * @param gone the address itself is no more
     */
    record Attempt(Outcome outcome, String why, boolean gone) {

        static final Attempt TAKEN = new Attempt(Outcome.TAKEN, "", false);
        static final Attempt ABSENT = new Attempt(Outcome.ABSENT, "", false);

        static Attempt failed(String why) {
            return new Attempt(Outcome.FAILED, why, false);
        }

        static Attempt refused(String why) {
            return new Attempt(Outcome.REFUSED, why, false);
        }

        static Attempt gone(String why) {
            return new Attempt(Outcome.REFUSED, why, true);
        }
    }
}
