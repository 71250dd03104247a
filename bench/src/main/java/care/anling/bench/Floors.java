package care.anling.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** What this machine can do at best, measured in the same run: every figure of ours is quoted as a ratio to one of these. */
final class Floors {

    private static final int SYNC_BYTES = 4_096;
    private static final long PARK_NANOS = 200_000;

    private Floors() {}

    /** fdatasync of one page, again and again: what a durable commit cannot beat. */
    static Histogram dataSync(Path folder, int times) throws IOException {
        Histogram histogram = Figures.histogram();
        Path file = Files.createTempFile(folder, "sync", ".floor");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(SYNC_BYTES);
            for (int i = 0; i < times; i++) {
                page.clear();
                channel.position(0);
                channel.write(page);
                long started = System.nanoTime();
                channel.force(false);
                histogram.recordValue(System.nanoTime() - started);
            }
        } finally {
            Files.delete(file);
        }
        return histogram;
    }

    /** How late a 200 µs sleep wakes: no latency below this is believable. */
    static Histogram timer(int times) {
        Histogram histogram = Figures.histogram();
        for (int i = 0; i < times; i++) {
            long started = System.nanoTime();
            LockSupport.parkNanos(PARK_NANOS);
            histogram.recordValue(Math.max(0, System.nanoTime() - started - PARK_NANOS));
        }
        return histogram;
    }

    /** One durable single-row INSERT at a time in a tight loop: the machine at its warmest. */
    static Histogram insert(Vertx vertx, PgConnectOptions options, int times) throws Exception {
        Histogram histogram = Figures.histogram();
        try (InsertFloor floor = InsertFloor.open(vertx, options)) {
            for (int i = 0; i < times; i++) {
                histogram.recordValue(floor.insert());
            }
        }
        return histogram;
    }
}
