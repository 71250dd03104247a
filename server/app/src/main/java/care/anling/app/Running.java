package care.anling.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node from its start to the signal that ends it. */
final class Running {

    /** Connecting, checking and opening every door takes about a second; more than this is a fault worth telling. */
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    /** What is under way may finish; after this the process ends all the same, and the deadlines go on elsewhere. */
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private static volatile boolean toldToEnd;

    private final Progress progress;

    Running(Progress progress) {
        this.progress = progress;
    }

    /** A signal has come: the JVM is ending already. */
    static boolean isToldToEnd() {
        return toldToEnd;
    }

    /** What else runs beside the node, and ends before it. */
    @FunctionalInterface
    interface Beside {
        /** Starts it; what comes back ends it. */
        AutoCloseable start(Node node);
    }

    /** Blocks until the process is told to end. */
    int until(NodeConfig config, Beside beside) {
        Node node = start(config);
        CountDownLatch end = new CountDownLatch(1);
        // The JVM ends when the hook returns: it holds it until the main thread has stopped everything, the database
        // of the demo last, and has ended the process itself (Main).
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            toldToEnd = true;
                            end.countDown();
                            holdTheProcess();
                        },
                        "anling-stop"));
        AutoCloseable others = beside.start(node);
        progress.plain("anling ready");
        awaitForEver(end);
        progress.say("stopping");
        close(others);
        stop(node);
        progress.say("stopped");
        return 0;
    }

    private static Node start(NodeConfig config) {
        try {
            return Node.start(config)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof StartFailure told) {
                throw told;
            }
            LOG.debug("start failed", cause);
            throw new StartFailure("cannot start: " + cause.getMessage());
        } catch (TimeoutException e) {
            throw new StartFailure("cannot start: not ready after " + START_DEADLINE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while starting");
        }
    }

    private static void stop(Node node) {
        try {
            node.stop().toCompletionStage().toCompletableFuture().get(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the node did not stop in order: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable others) {
        try {
            others.close();
        } catch (Exception e) {
            LOG.warn("what ran beside the node did not stop in order: {}", e.toString());
        }
    }

    private static void holdTheProcess() {
        try {
            Thread.sleep(STOP_DEADLINE.multipliedBy(2).toMillis());
            LOG.warn("stopping took too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitForEver(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
