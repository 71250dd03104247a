package care.anling.verticles.store;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Prints what the emergency transaction costs beside its floor. Not part of the tests: name it with -Dtest. */
class PgIntakeFigures {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final int WARM_UP = 300;
    private static final int ROUNDS = 600;

    @Test
    void print() {
        POSTGRES.tell("CREATE TABLE floor (id uuid PRIMARY KEY, at timestamptz, body text)");
        POSTGRES.tell("GRANT INSERT ON floor TO anling_intake");
        PgIntakeStore store =
                new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
        var community = Samples.community();
        long[] insert = new long[ROUNDS];
        long[] fresh = new long[ROUNDS];
        long[] again = new long[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            long start = System.nanoTime();
            PgFixture.await(POSTGRES.pools()
                    .intake()
                    .preparedQuery("INSERT INTO floor VALUES ($1, clock_timestamp(), $2)")
                    .execute(Tuple.of(Samples.id(), "{\"battery\":71}")));
            long inserted = System.nanoTime();
            var subject = Samples.resident(community);
            List<Arrival> batch = List.of(Samples.press(subject, List.of(Samples.key(subject, "a" + i))));
            long before = System.nanoTime();
            PgFixture.await(store.land(batch, view -> Samples.fold(batch, view)));
            long opened = System.nanoTime();
            List<Arrival> second = List.of(Samples.press(subject, List.of(Samples.key(subject, "b" + i))));
            PgFixture.await(store.land(second, view -> Samples.fold(second, view)));
            long joined = System.nanoTime();
            if (i >= 0) {
                insert[i] = inserted - start;
                fresh[i] = opened - before;
                again[i] = joined - opened;
            }
        }
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
