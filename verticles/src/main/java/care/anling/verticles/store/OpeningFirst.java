package care.anling.verticles.store;

import care.anling.core.incident.SubjectKey;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a batch gets into a database: first as if nothing were open and no key known, in one trip, which is right for the
 * press that matters most; else looked at under lock. {@code ops/adr/0007} says why that is safe.
 */
final class OpeningFirst {

    /** Somebody else may open an incident while we look; twice in a row means we should let them. */
    private static final int LOOKS_MAX = 2;

    private final DatabaseClock clock;
    private final LatelyOpen latelyOpen = new LatelyOpen();

    /** The two ways there are. */
    interface Ways {

        /**
         * Written and committed if the database's clock is within the second after {@code now} and no index refuses.
         *
         * @return what that clock showed; empty if it was another time, or nothing was tried
         */
        Future<Optional<Instant>> open(IntakeWrite write, Instant now);

        /** Locked, looked at, folded, written. */
        Future<IntakeWrite> look(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold);
    }

    OpeningFirst(DatabaseClock clock) {
        this.clock = clock;
    }

    void showed(Instant at) {
        clock.showed(at);
    }

    Future<IntakeWrite> land(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold, Ways ways) {
        List<SubjectKey> subjects = batch.stream()
                .map(arrival -> SubjectKey.of(arrival.subject()))
                .distinct()
                .toList();
        return Future.succeededFuture(subjects)
                .compose(guessed -> open(guessed, fold, ways))
                .recover(failure -> isOutdated(failure)
                        ? look(batch, fold, ways, LOOKS_MAX)
                        : Future.failedFuture(StoreFailures.of(failure)))
                .onSuccess(write -> latelyOpen.saw(subjects, opened(write)))
                // It may have been committed all the same: whoever tries again had better look.
                .onFailure(failure -> latelyOpen.saw(subjects, subjects));
    }

    private Future<IntakeWrite> open(List<SubjectKey> subjects, Function<IntakeView, IntakeWrite> fold, Ways ways) {
        Optional<Instant> now = clock.now();
        if (now.isEmpty() || latelyOpen.containsAny(subjects)) {
            return outdated("nothing was tried");
        }
        IntakeWrite write = fold.apply(new IntakeView(now.get(), Map.of(), Map.of()));
        // What opens nothing would break no index if something were open after all.
        if (opened(write).size() != write.landings().size()) {
            return outdated("nothing was tried");
        }
        return ways.open(write, now.get()).compose(at -> {
            if (at.isEmpty()) {
                return outdated("the database's clock shows another time");
            }
            clock.showed(at.get());
            return Future.succeededFuture(write);
        });
    }

    private static Future<IntakeWrite> look(
            List<Arrival> batch, Function<IntakeView, IntakeWrite> fold, Ways ways, int looks) {
        return ways.look(batch, fold)
                .recover(failure -> looks > 1 && isOutdated(failure)
                        ? look(batch, fold, ways, looks - 1)
                        : Future.failedFuture(failure));
    }

    private static List<SubjectKey> opened(IntakeWrite write) {
        return write.landings().stream()
                .filter(landing -> landing.incident().isPresent())
                .map(landing -> SubjectKey.of(landing.arrival().subject()))
                .toList();
    }

    private static boolean isOutdated(Throwable failure) {
        return failure instanceof StoreFailure store && store.isOutdated();
    }

    private static Future<IntakeWrite> outdated(String why) {
        return Future.failedFuture(new StoreFailure(StoreFailure.Kind.TRANSIENT, StoreFailure.OUTDATED, why));
    }
}
