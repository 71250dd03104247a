package care.anling.bench;

import care.anling.bench.ServerUnderTest.Login;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What is measured. Each scenario brings its own devices, so that none meets another's incidents. */
final class Scenarios {

    private static final int FLOOR_SAMPLES = 2_000;
    private static final int ALONE_PRESSES = 300;
    /** Whether a press or an INSERT comes next is drawn, so that each meets what the other leaves behind as often. */
    private static final long TURNS_SEED = 1;

    private static final List<Integer> ALONE_GAPS_MILLIS = List.of(0, 25);
    private static final int WARM_UP_PRESSES = 2_000;
    private static final int WARM_UP_GAP_MILLIS = 2;
    private static final int BURST_DEVICES = 1_000;
    private static final int FLOOD_DEVICES = 500;
    private static final int FLOOD_PRESS_EVERY_MILLIS = 50;
    private static final int FLOOD_WARM_UP_SECONDS = 15;
    private static final int CLIMBING_DEVICES = 200;
    /** To the top step and once more. */
    private static final int CLIMBING_SECONDS = 130;

    private static final double LATEST_MILLIS = 250;
    // When a step was due stands in the view of the decision before it; all events of one decision show the next one.
    private static final String LATENESS = """
            SELECT (extract(epoch FROM at - due) * 1000000)::bigint FROM (
                SELECT at, fired, first, lag(next) OVER (PARTITION BY incident ORDER BY at) AS due FROM (
                    SELECT incident, at, bool_or(type = 'incident.offer_made') AS fired, min(id) AS first,
                           max((view -> 'step' ->> 'nextAt')::timestamptz) AS next
                      FROM incident_events GROUP BY incident, at) decided) e
             WHERE fired AND due IS NOT NULL AND first > %d""";

    private static final int CONNECT_AT_ONCE = 100;
    private static final int KEEP_ALIVE_SECONDS = 900;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final byte[] SOS = "{\"battery\":71}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LOCATION =
            "{\"lat\":34.7601,\"lon\":113.7502,\"acc\":12}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VITALS =
            "{\"hr\":72,\"sys\":122,\"dia\":74,\"spo2\":97,\"temp\":36.6}".getBytes(StandardCharsets.UTF_8);

    private final Vertx vertx;
    private final ServerUnderTest server;
    private final NetClient client;

    Scenarios(Vertx vertx, ServerUnderTest server) {
        this.vertx = vertx;
        this.server = server;
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(30_000));
    }

    void floors() throws Exception {
        print("\nfloors of this run");
        print(Figures.line("timer: late after a park of 200 µs", Floors.timer(FLOOR_SAMPLES)));
        print(Figures.line(
                "fdatasync of 4 KiB", Floors.dataSync(Path.of(System.getProperty("java.io.tmpdir")), FLOOR_SAMPLES)));
        print(Figures.line(
                "durable INSERT of one row, tight loop", Floors.insert(vertx, server.owner(), FLOOR_SAMPLES)));
    }

    /** One device at a time: press, wait for the PUBACK, next device. Each press opens an incident of its own. */
    void puback() throws Exception {
        print("\npuback: one device at a time");
        List<Login> logins = server.register(WARM_UP_PRESSES + ALONE_GAPS_MILLIS.size() * ALONE_PRESSES, "单");
        List<RawDevice> devices = connect(logins);
        try (InsertFloor floor = InsertFloor.open(vertx, server.owner())) {
            Alone warmingUp = pressAlone(devices.subList(0, WARM_UP_PRESSES), logins, floor, WARM_UP_GAP_MILLIS);
            print(Figures.line("warming up (every 2 ms, the engine behind)", warmingUp.presses()));
            server.standDownAll();
            int from = WARM_UP_PRESSES;
            for (int gapMillis : ALONE_GAPS_MILLIS) {
                int to = from + ALONE_PRESSES;
                print(
                        gapMillis == 0
                                ? "one after the other"
                                : "one after the other, each after a pause of " + gapMillis + " ms");
                Alone alone = pressAlone(devices.subList(from, to), logins.subList(from, to), floor, gapMillis);
                print(Figures.line("durable INSERT, mixed with the presses", alone.inserts()));
                print(Figures.line("SOS: PUBLISH to PUBACK, on disk", alone.presses()));
                print(Figures.goal(
                        "p50 / p50 of the INSERT", Figures.ratio(alone.presses(), alone.inserts(), 50), "×  ", 3));
                server.standDownAll();
                from = to;
            }
        }
        close(devices);
        server.standDownAll();
    }

    private record Alone(Histogram presses, Histogram inserts) {}

    /** Without pauses the engine is making offers for the press before; after a pause nothing runs and every cache is cold. */
    private static Alone pressAlone(List<RawDevice> devices, List<Login> logins, InsertFloor floor, int gapMillis)
            throws Exception {
        Histogram presses = Figures.histogram();
        Histogram inserts = Figures.histogram();
        Iterator<RawDevice> next = devices.iterator();
        Iterator<Login> login = logins.iterator();
        for (boolean press : shuffled(devices.size())) {
            TimeUnit.MILLISECONDS.sleep(gapMillis);
            if (press) {
                long started = System.nanoTime();
                finish(next.next().publish(login.next().topic("sos"), SOS));
                presses.recordValue(System.nanoTime() - started);
            } else {
                inserts.recordValue(floor.insert());
            }
        }
        return new Alone(presses, inserts);
    }

    private static List<Boolean> shuffled(int each) {
        List<Boolean> turns = new ArrayList<>(Collections.nCopies(each, true));
        turns.addAll(Collections.nCopies(each, false));
        Collections.shuffle(turns, new Random(TURNS_SEED));
        return turns;
    }

    /** A thousand devices press within one second in one community. */
    void burst() throws Exception {
        print("\nburst: " + BURST_DEVICES + " devices press within one second in one community");
        List<Login> logins = server.register(BURST_DEVICES, "群");
        List<RawDevice> devices = connect(logins);
        try (ScreenUnderTest screen = ScreenUnderTest.open(vertx, server, BURST_DEVICES)) {
            Histogram acknowledged = new ConcurrentHistogram(120_000_000_000L, 3);
            long started = System.nanoTime();
            List<Future<Void>> all = new ArrayList<>(BURST_DEVICES);
            for (int i = 0; i < BURST_DEVICES; i++) {
                long pressed = System.nanoTime();
                all.add(devices.get(i)
                        .publish(logins.get(i).topic("sos"), SOS)
                        .onSuccess(done -> acknowledged.recordValue(System.nanoTime() - pressed)));
            }
            finish(Future.all(all));
            double allAcknowledged = (System.nanoTime() - started) / NANOS_PER_MILLI;
            double allOnScreen = screen.awaitOpened(started) / NANOS_PER_MILLI;
            print(Figures.line("SOS: PUBLISH to PUBACK in the crowd", acknowledged));
            print(Figures.goal("all PUBACKed after", allAcknowledged, "ms ", 1_000));
            print(Figures.goal("all on the feed after", allOnScreen, "ms ", 2_000));
        }
        print(Figures.goal("residents with more than one open incident", duplicates(), "   ", 0));
        close(devices);
        server.standDownAll();
    }

    /** Presses nobody answers: every ladder climbs, and the database knows when each step was due and when it was decided. */
    void deadlines() throws Exception {
        print("\ndeadlines: " + CLIMBING_DEVICES + " ladders climb for " + CLIMBING_SECONDS + " s");
        List<Login> logins = server.register(CLIMBING_DEVICES, "梯");
        List<RawDevice> devices = connect(logins);
        long before = count("SELECT coalesce(max(id), 0) FROM incident_events");
        print(Figures.line("SOS: PUBLISH to PUBACK", press(devices, logins)));
        TimeUnit.SECONDS.sleep(CLIMBING_SECONDS);
        Histogram late = Figures.histogram();
        long early = 0;
        for (long micros : list(LATENESS.formatted(before))) {
            early += micros < 0 ? 1 : 0;
            late.recordValue(TimeUnit.MICROSECONDS.toNanos(Math.max(0, micros)));
        }
        print(Figures.line("a step decided after it was due", late));
        print(Figures.goal("latest", late.getMaxValue() / NANOS_PER_MILLI, "ms ", LATEST_MILLIS));
        print(Figures.goal("fired early", early, "   ", 0));
        close(devices);
        server.standDownAll();
    }

    /** Telemetry at a rate, and beside it one press every 50 ms, against the same presses without telemetry. */
    void flood(int rate, int seconds) throws Exception {
        print("\nflood: " + rate + " telemetry messages a second behind an SOS every " + FLOOD_PRESS_EVERY_MILLIS
                + " ms");
        int presses = seconds * 1_000 / FLOOD_PRESS_EVERY_MILLIS;
        List<Login> loud = server.register(FLOOD_DEVICES, "流");
        List<RawDevice> talkers = connect(loud);
        int warmUp = FLOOD_WARM_UP_SECONDS * 1_000 / FLOOD_PRESS_EVERY_MILLIS;
        List<Login> first = server.register(warmUp, "初");
        List<RawDevice> firstPressers = connect(first);
        List<Login> quiet = server.register(2 * presses, "急");
        List<RawDevice> pressers = connect(quiet);

        // A server just started compiles what the flood runs through, and on two cores everything waits for that. It is
        // shown, because a restart in a flood is real; what is compared is the server as it is the rest of the year.
        Flood starting = new Flood(vertx, talkers, loud, rate);
        starting.start();
        Histogram cold = press(firstPressers, first);
        starting.stop();
        close(firstPressers);
        print(Figures.line("SOS in the flood's first seconds, server cold", cold));
        Histogram without = press(pressers.subList(0, presses), quiet.subList(0, presses));
        long storedBefore = stored();
        Flood flood = new Flood(vertx, talkers, loud, rate);
        flood.start();
        Histogram with = press(pressers.subList(presses, 2 * presses), quiet.subList(presses, 2 * presses));
        flood.stop();
        long sent = flood.readingsSent();
        long kept = awaitStored(storedBefore + sent) - storedBefore;
        print(Figures.line("SOS without telemetry", without));
        print(Figures.line("SOS with telemetry", with));
        print(String.format(
                Locale.ROOT,
                "telemetry: %d sent in %d s (%.0f a second), %d readings and %d positions, %d acknowledged, %d refused",
                flood.sent(),
                seconds,
                flood.sent() / (double) seconds,
                sent,
                flood.sent() - sent,
                flood.acknowledged(),
                flood.failed()));
        print(Figures.goal("readings not stored", 100.0 * (sent - kept) / Math.max(1, sent), "%  ", 0.1));
        print(Figures.goal(
                "telemetry not acknowledged", 100.0 * flood.failed() / Math.max(1, flood.sent()), "%  ", 0.1));
        print(Figures.goal("SOS p99 with / p99 without", Figures.ratio(with, without, 99), "×  ", 3));
        close(talkers);
        close(pressers);
        server.standDownAll();
    }

    void idle(int connections) throws Exception {
        print("\nidle: heap per connection at " + connections + " connections");
        List<Login> logins = server.register(connections, "闲");
        long before = server.liveHeapBytes();
        long residentBefore = server.residentBytes().orElse(0L);
        List<RawDevice> devices = connect(logins);
        TimeUnit.SECONDS.sleep(2);
        long after = server.liveHeapBytes();
        print(Figures.goal("live heap per idle connection", (after - before) / 1024.0 / connections, "KiB", 12));
        print(String.format(
                Locale.ROOT,
                "resident memory grew by %.1f KiB a connection",
                (server.residentBytes().orElse(0L) - residentBefore) / 1024.0 / connections));
        close(devices);
    }

    private Histogram press(List<RawDevice> devices, List<Login> logins) throws Exception {
        Histogram histogram = new ConcurrentHistogram(120_000_000_000L, 3);
        List<Future<Void>> all = new ArrayList<>(devices.size());
        long first = System.nanoTime();
        for (int i = 0; i < devices.size(); i++) {
            // Open loop: the time counts from when the press was due, not from when the generator got round to it.
            long due = first + TimeUnit.MILLISECONDS.toNanos((long) i * FLOOD_PRESS_EVERY_MILLIS);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            all.add(devices.get(i)
                    .publish(logins.get(i).topic("sos"), SOS)
                    .onSuccess(done -> histogram.recordValue(System.nanoTime() - due)));
        }
        finish(Future.join(all));
        return histogram;
    }

    private List<RawDevice> connect(List<Login> logins) throws Exception {
        List<RawDevice> devices = new ArrayList<>(logins.size());
        for (int from = 0; from < logins.size(); from += CONNECT_AT_ONCE) {
            List<Future<RawDevice>> some =
                    logins.subList(from, Math.min(logins.size(), from + CONNECT_AT_ONCE)).stream()
                            .map(login -> RawDevice.connect(
                                    client, server.mqttPort(), login.id(), login.secret(), KEEP_ALIVE_SECONDS))
                            .toList();
            devices.addAll(await(Future.all(some).map(all -> all.<RawDevice>list())));
        }
        return devices;
    }

    private double duplicates() throws IOException, SQLException {
        return count("SELECT count(*) FROM (SELECT subject FROM incidents WHERE state = 'OPEN'"
                + " GROUP BY subject HAVING count(*) > 1) d");
    }

    private long stored() throws IOException, SQLException {
        return count("SELECT count(*) FROM observations");
    }

    private long awaitStored(long wanted) throws IOException, SQLException, InterruptedException {
        long stored = stored();
        for (int i = 0; i < 50 && stored < wanted; i++) {
            TimeUnit.MILLISECONDS.sleep(200);
            stored = stored();
        }
        return stored;
    }

    private long count(String sql) throws IOException, SQLException {
        try (Connection connection = server.jdbc();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private List<Long> list(String sql) throws IOException, SQLException {
        List<Long> all = new ArrayList<>();
        try (Connection connection = server.jdbc();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                all.add(result.getLong(1));
            }
        }
        return all;
    }

    static byte[] location() {
        return LOCATION;
    }

    static byte[] vitals() {
        return VITALS;
    }

    private static void close(List<RawDevice> devices) throws Exception {
        finish(Future.join(devices.stream().map(RawDevice::close).toList()).otherwiseEmpty());
    }

    static void finish(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.MINUTES);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
