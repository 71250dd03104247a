package care.anling.fleet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to people on this street, from a seed: presses, presses again and again, falls that are real and falls
 * that are taken back, readings that go wrong. The first comes soon, so that a visitor sees life.
 */
final class AlarmScript {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmScript.class);
    private static final Duration FIRST = Duration.ofSeconds(20);
    private static final int RECENT = 8;

    private enum Mishap {
        PRESS,
        PRESS_AND_PRESS_AGAIN,
        PRESS_AND_CANCEL,
        FALL,
        FALL_TAKEN_BACK,
        READINGS_GO_WRONG
    }

    /** @param alarmsPerHour 0 for a quiet street */
    record Pace(double alarmsPerHour, double speed) {

        /** Between two thirds and four thirds of the mean. */
        long nextMillis(Random random) {
            return (long) (3_600_000 / alarmsPerHour * (2 + 2 * random.nextDouble()) / 3);
        }
    }

    private final Vertx vertx;
    private final List<SimulatedDevice> devices;
    private final Random random;
    private final Pace pace;
    private final Counts counts;
    private final Consumer<SimulatedDevice> onAlarm;
    private final java.util.ArrayDeque<SimulatedDevice> recent = new java.util.ArrayDeque<>();
    private long timer = -1;

    AlarmScript(
            Vertx vertx,
            List<SimulatedDevice> devices,
            Random random,
            Pace pace,
            Counts counts,
            Consumer<SimulatedDevice> onAlarm) {
        this.vertx = vertx;
        this.devices = devices.stream().filter(SimulatedDevice::canCry).toList();
        this.random = random;
        this.pace = pace;
        this.counts = counts;
        this.onAlarm = onAlarm;
    }

    void start() {
        if (pace.alarmsPerHour() > 0 && !devices.isEmpty()) {
            timer = vertx.setTimer(Math.max(1, (long) (FIRST.toMillis() / pace.speed())), ignored -> next());
        }
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void next() {
        SimulatedDevice device = pick();
        onAlarm.accept(device);
        Mishap mishap = mishap(device);
        counts.alarms.increment();
        LOG.info(
                "fleet.alarm device={} kind={} dialect={} what={}",
                device.entry().id(),
                device.entry().kind(),
                device.entry().dialect(),
                mishap);
        play(mishap, device)
                .onFailure(failure -> LOG.warn(
                        "fleet.alarm_failed device={} {}", device.entry().id(), failure.getMessage()));
        timer = vertx.setTimer(Math.max(1, (long) (pace.nextMillis(random) / pace.speed())), ignored -> next());
    }

    /** Not one of those who cried last, while there are others. */
    private SimulatedDevice pick() {
        SimulatedDevice device = devices.get(random.nextInt(devices.size()));
        for (int tries = 0; recent.contains(device) && tries < 20; tries++) {
            device = devices.get(random.nextInt(devices.size()));
        }
        recent.addLast(device);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        return device;
    }

    private Mishap mishap(SimulatedDevice device) {
        int throwOfDice = random.nextInt(100);
        if (device.entry().kind().equals("FALL_RADAR")) {
            return throwOfDice < 60 ? Mishap.FALL : Mishap.FALL_TAKEN_BACK;
        }
        if (throwOfDice >= 70 && device.feelsFalls()) {
            return throwOfDice < 82
                    ? Mishap.FALL
                    : throwOfDice < 90 ? Mishap.FALL_TAKEN_BACK : Mishap.READINGS_GO_WRONG;
        }
        return throwOfDice % 5 == 0
                ? Mishap.PRESS_AND_PRESS_AGAIN
                : throwOfDice % 9 == 0 ? Mishap.PRESS_AND_CANCEL : Mishap.PRESS;
    }

    private Future<?> play(Mishap mishap, SimulatedDevice device) {
        String event = device.eventId();
        return switch (mishap) {
            case PRESS -> device.press(event);
            case PRESS_AND_PRESS_AGAIN ->
                device.press(event)
                        .compose(done -> pause(4))
                        .compose(done -> device.press())
                        .compose(done -> pause(3))
                        .compose(done -> device.press());
            case PRESS_AND_CANCEL ->
                device.press(event).compose(done -> pause(12)).compose(done -> device.cancel(event));
            case FALL ->
                device.fall(event, "suspected")
                        .compose(done -> pause(15))
                        .compose(done -> device.fall(event, "confirmed"));
            case FALL_TAKEN_BACK ->
                device.fall(event, "suspected")
                        .compose(done -> pause(8))
                        .compose(done -> device.fall(event, "cancelled"));
            case READINGS_GO_WRONG ->
                device.measureBadly().compose(done -> pause(30)).compose(done -> device.measureBadly());
        };
    }

    private Future<Void> pause(int seconds) {
        return vertx.timer(
                        Math.max(1, (long) (seconds * 1_000 / pace.speed())),
                        java.util.concurrent.TimeUnit.MILLISECONDS)
                .mapEmpty();
    }
}
