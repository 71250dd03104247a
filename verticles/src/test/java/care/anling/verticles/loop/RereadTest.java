package care.anling.verticles.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RereadTest {

    @Test
    void aFailureIsSaidOnceUntilItChangesOrHealed() {
        Vertx vertx = Vertx.vertx();
        Iterator<String> looks =
                List.of("gone", "gone", "torn", "", "torn", "torn").iterator();
        List<String> told = new CopyOnWriteArrayList<>();
        AtomicInteger seen = new AtomicInteger();

        Reread.every(
                vertx,
                Duration.ofMillis(2),
                () -> {
                    String why = looks.hasNext() ? looks.next() : "";
                    seen.incrementAndGet();
                    return why.isEmpty() ? Future.succeededFuture() : Future.failedFuture(why);
                },
                told::add);

        await().until(() -> seen.get() > 6);
        assertThat(told).containsExactly("gone", "torn", "torn");
        vertx.close().await();
    }
}
