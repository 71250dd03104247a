package care.anling.verticles.store;

import care.anling.core.incident.SubjectKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** The emergency transaction. Logs in as {@code intake}, over connections nobody else uses. */
public interface IntakeStore {

    /**
     * In one transaction: locks the batch's subjects (created if unseen) in {@link SubjectKey} order, loads their open
     * incidents and the known keys, applies {@code fold}, writes keys, signals, incidents, events, deadlines and words
     * to devices, commits. Two pipelined trips; one, without a look, for a batch that opens incidents where nothing is
     * open. {@code fold} may be asked more than once.
     *
     * @return what was written, only after the commit is on disk; fails with {@link StoreFailure}
     */
    Future<IntakeWrite> land(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold);

    /** Called now and then, so that the first press after a quiet night finds its way warm. */
    default Future<Void> stayReady() {
        return Future.succeededFuture();
    }

    /**
     * Last resort for a signal no transaction would take: its bytes into a table without constraints. The lane then
     * lands a bare UNDECODABLE signal in its place.
     */
    Future<Void> quarantine(Arrival arrival, String whyItFailed);
}
