package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.incident.Subject;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Prints what the emergency transaction costs beside its floor. Not part of the tests: name it with -Dtest. */
class PgIntakeFigures {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 3_000;

    private final CommunityId community = Samples.community();
    private final long[] insert = new long[ROUNDS];
    private final long[] fresh = new long[ROUNDS];
    private final long[] again = new long[ROUNDS];

    @Test
    void print() {
        POSTGRES.tell("CREATE TABLE floor (id uuid PRIMARY KEY, at timestamptz, body text)");
        POSTGRES.tell("GRANT INSERT ON floor TO anling_intake");
        PgIntakeStore store =
                new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
        PgFixture.await(store.stayReady());
        // On one event loop, as in the server: no thread is woken but by the network.
        Promise<Void> done = Promise.promise();
        POSTGRES.vertx().getOrCreateContext().runOnContext(go -> next(store, -WARM_UP, done));
        done.future().toCompletionStage().toCompletableFuture().join();
        report("one durable INSERT    ", insert, insert);
        report("one press, opens      ", fresh, insert);
        report("one press, joins      ", again, insert);
        for (int size : new int[] {64, 512}) {
            long[] many = new long[20];
            for (int i = -10; i < many.length; i++) {
                List<Arrival> batch = new ArrayList<>();
                Stream.generate(() -> Samples.resident(community))
                        .limit(size)
                        .forEach(s -> batch.add(Samples.press(s, List.of(Samples.key(s, "k")))));
                long start = System.nanoTime();
                PgFixture.await(store.land(batch, view -> Samples.fold(batch, view)));
                if (i >= 0) {
                    many[i] = System.nanoTime() - start;
                }
            }
            report(size + " presses, one batch", many, insert);
        }
    }

    /** Not one long chain of futures: it would unwind over its whole length when the last is done. */
    private void next(PgIntakeStore store, int i, Promise<Void> done) {
        if (i == ROUNDS) {
            done.complete();
            return;
        }
        round(store, i).onSuccess(ready -> next(store, i + 1, done)).onFailure(done::fail);
    }

    private Future<IntakeWrite> round(PgIntakeStore store, int i) {
        Subject subject = Samples.resident(community);
        List<Arrival> first = List.of(Samples.press(subject, List.of(Samples.key(subject, "a" + i))));
        List<Arrival> second = List.of(Samples.press(subject, List.of(Samples.key(subject, "b" + i))));
        return timed(
                        insert,
                        i,
                        () -> POSTGRES.pools()
                                .intake()
                                .preparedQuery("INSERT INTO floor VALUES ($1, clock_timestamp(), $2)")
                                .execute(Tuple.of(Samples.id(), "{\"battery\":71}")))
                .compose(done -> timed(fresh, i, () -> store.land(first, view -> Samples.fold(first, view))))
                .compose(done -> timed(again, i, () -> store.land(second, view -> Samples.fold(second, view))));
    }

    private static <T> Future<T> timed(long[] into, int i, Supplier<Future<T>> work) {
        long start = System.nanoTime();
        return work.get().onSuccess(done -> {
            if (i >= 0) {
                into[i] = System.nanoTime() - start;
            }
        });
    }

    private static void report(String what, long[] nanos, long[] floor) {
        Arrays.sort(nanos);
        long[] sorted = floor.clone();
        Arrays.sort(sorted);
        long p50 = nanos[nanos.length / 2];
        System.out.printf(
                "%s p50 %7d us  p99 %7d us  %.2f x%n",
                what, p50 / 1000, nanos[nanos.length * 99 / 100] / 1000, (double) p50 / sorted[sorted.length / 2]);
    }
}
