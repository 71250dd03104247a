package care.anling.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
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

    /** One durable single-row INSERT at a time over one connection of the client the server uses. */
    static Future<Histogram> insert(Vertx vertx, PgConnectOptions options, int times) {
        Histogram histogram = Figures.histogram();
        return PgConnection.connect(vertx, new PgConnectOptions(options).setCachePreparedStatements(true))
                .compose(connection -> connection
                        .query("create table if not exists bench_floor (id bigserial primary key, payload text)")
                        .execute()
                        .compose(ignored -> insertNext(connection, histogram, times))
                        .compose(ignored ->
                                connection.query("drop table bench_floor").execute())
                        .eventually(connection::close)
                        .map(histogram));
    }

    private static Future<Void> insertNext(PgConnection connection, Histogram histogram, int left) {
        if (left == 0) {
            return Future.succeededFuture();
        }
        long started = System.nanoTime();
        return connection
                .preparedQuery("insert into bench_floor (payload) values ($1)")
                .execute(Tuple.of("{\"battery\":71}"))
                .compose(ignored -> {
                    histogram.recordValue(System.nanoTime() - started);
                    return insertNext(connection, histogram, left - 1);
                });
    }
}
