package care.anling.verticles.loop;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at something outside again and again. What fails is said once, and again when it fails for another reason. */
public final class Reread {

    private final Supplier<? extends Future<?>> look;
    private final Consumer<String> tell;
    private String lastFailure = "";

    private Reread(Supplier<? extends Future<?>> look, Consumer<String> tell) {
        this.look = look;
        this.tell = tell;
    }

    /** For as long as whoever calls is deployed. */
    public static void every(Vertx vertx, Duration period, Supplier<? extends Future<?>> look, Consumer<String> tell) {
        Reread reread = new Reread(look, tell);
        vertx.setPeriodic(period.toMillis(), tick -> reread.look());
    }

    private void look() {
        look.get().onComplete(done -> lastFailure = "", this::failed);
    }

    private void failed(Throwable failure) {
        String why = String.valueOf(failure.getMessage());
        if (!why.equals(lastFailure)) {
            tell.accept(why);
        }
        lastFailure = why;
    }
}
