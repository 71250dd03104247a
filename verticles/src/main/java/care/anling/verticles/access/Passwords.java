package care.anling.verticles.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Argon2id, on threads of its own with a bounded queue: each check costs tens of milliseconds and 16 MiB, and must take
 * them neither from the event loop nor without limit.
 */
public final class Passwords {

    private static final int THREADS = 2;
    /** Being checked, and waiting for it; the next one is told to come again. */
    public static final int MAX_WAITING = 64;

    private final WorkerExecutor workers;
    private final PasswordEncoder encoder;
    private final AtomicInteger waiting = new AtomicInteger();

    public Passwords(Vertx vertx) {
        this(vertx, encoder());
    }

    /** @param encoder Argon2id, but for a test that wants it slower still */
    public Passwords(Vertx vertx, PasswordEncoder encoder) {
        this.workers = vertx.createSharedWorkerExecutor("anling-passwords", THREADS);
        this.encoder = encoder;
    }

    /** For administration and the demo; blocks for about as long as a check does. */
    public static String hash(String password) {
        return String.valueOf(encoder().encode(password));
    }

    public Future<Boolean> matches(String password, String hash) {
        return check(() -> encoder.matches(password, hash));
    }

    /** Takes as long as a real check, so that an unknown name is not told by its speed. */
    public Future<Boolean> matchesNobody(String password) {
        return check(() -> encoder.matches(password, Nobody.HASH)).map(false);
    }

    /** Of a new one. */
    public Future<String> hashed(String password) {
        return check(() -> String.valueOf(encoder.encode(password)));
    }

    private <T> Future<T> check(Callable<T> check) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(new Refusal(503, "busy", "Too many people are signing in. Try again shortly."));
        }
        return workers.executeBlocking(check, false).onComplete(done -> waiting.decrementAndGet());
    }

    private static Argon2PasswordEncoder encoder() {
        return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    }

    /** Made on first use, which is on a worker. */
    private static final class Nobody {
        private static final String HASH = hash("nobody has this password");
    }
}
