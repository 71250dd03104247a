package care.anling.testkit.sim;

import care.anling.core.common.Actor;
import care.anling.core.common.SignalId;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A device with MQTT's manners: what was not acknowledged is said again, with DUP, on the next connection. */
final class Wearable {

    private static final Duration WAY_LEAST = Duration.ofMillis(2);
    private static final Duration WAY_MOST = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final double DRILLS = 0.08;
    private static final List<SignalKind> WORN = List.of(
            SignalKind.SOS,
            SignalKind.SOS,
            SignalKind.SOS,
            SignalKind.SOS,
            SignalKind.SOS,
            SignalKind.FALL_SUSPECTED,
            SignalKind.FALL_SUSPECTED,
            SignalKind.FALL_CONFIRMED,
            SignalKind.FALL_CANCELLED,
            SignalKind.CANCEL,
            SignalKind.VITALS,
            SignalKind.INACTIVITY,
            SignalKind.GEOFENCE_EXIT,
            SignalKind.REMOVED,
            SignalKind.WELFARE_MISSED,
            SignalKind.OTHER_ALARM);
    private static final List<SignalKind> HUNG = List.of(
            SignalKind.SMOKE,
            SignalKind.GAS,
            SignalKind.WATER,
            SignalKind.TAMPER,
            SignalKind.LOW_BATTERY,
            SignalKind.DEVICE_OFFLINE,
            SignalKind.DEVICE_FAULT);

    private final World world;
    private final Device device;
    private final Deque<Press> unacknowledged = new ArrayDeque<>();
    private final boolean sturdy;
    private int said;
    private @Nullable Link link;

    /** One connection; what is on its way when it breaks is lost. */
    private final class Link {
        private final SimNode node;
        private final int life;
        private boolean broken;
        private long lastArrival;

        Link(SimNode node) {
            this.node = node;
            this.life = node.life();
        }

        boolean works() {
            return !broken && node.isUp() && node.life() == life;
        }

        void send(Press press) {
            boolean redelivered = press.send();
            lastArrival = Math.max(
                    lastArrival,
                    world.time().nanos()
                            + world.some().between(WAY_LEAST, WAY_MOST).toNanos());
            world.time().at(lastArrival, () -> {
                if (works()) {
                    node.doors().run(() -> receive(press, redelivered));
                }
            });
            // Without an answer the device reconnects, whatever the reason.
            world.time().after(PATIENCE, () -> {
                if (!press.isAcknowledged()) {
                    breakDown();
                }
            });
        }

        private void receive(Press press, boolean redelivered) {
            Signal signal = new Signal(
                    new SignalId(world.id(node.clock().millis())),
                    press.kind(),
                    new Actor.Machine(device.id()),
                    node.clock().instant(),
                    Optional.of(press.at()),
                    Optional.empty(),
                    Optional.empty(),
                    press.isDrill(),
                    1,
                    List.of(),
                    Optional.empty());
            world.watcher().received(press, signal.id());
            node.door()
                    .emergency(device, signal, Optional.of(press.key(redelivered)))
                    .onComplete(landed -> puback(press), failure -> refuse());
        }

        /** S1 is judged here: once it has left, the device forgets. */
        private void puback(Press press) {
            world.watcher().acknowledging(press);
            world.time().after(world.some().between(WAY_LEAST, WAY_MOST), () -> {
                if (works()) {
                    press.acknowledge();
                    unacknowledged.remove(press);
                }
            });
        }

        private void refuse() {
            world.coverage().saw("device", "no acknowledgement: connection closed");
            breakDown();
        }

        void breakDown() {
            if (!broken) {
                broken = true;
                link = null;
                world.time()
                        .after(
                                world.some().between(Duration.ofMillis(200), Duration.ofSeconds(3)),
                                Wearable.this::connect);
            }
        }
    }

    /** @param sturdy never says what no column takes: presses folded into such a one would be lost to our count */
    Wearable(World world, Device device, boolean sturdy) {
        this.world = world;
        this.device = device;
        this.sturdy = sturdy;
    }

    /** Whom or what it protects, as triage will say. */
    Subject subject() {
        return device.resident()
                .map(person -> new Subject(
                        SubjectKind.RESIDENT, person.id(), device.community(), person.name(), device.place()))
                .orElseGet(() ->
                        new Subject(SubjectKind.DEVICE, device.id().value(), device.community(), "终端", device.place()));
    }

    Device device() {
        return device;
    }

    void connect() {
        if (link != null && link.works()) {
            return;
        }
        Optional<SimNode> node = world.findNode();
        if (node.isEmpty()) {
            world.time().after(Duration.ofSeconds(1), this::connect);
            return;
        }
        Link fresh = new Link(node.get());
        link = fresh;
        if (!unacknowledged.isEmpty()) {
            world.coverage().saw("device", "sent again after reconnecting");
        }
        unacknowledged.forEach(fresh::send);
        if (world.weather().has(Trouble.LINKS_BREAK)) {
            world.time().after(world.some().between(Duration.ofMillis(50), Duration.ofSeconds(20)), () -> {
                if (world.weather().has(Trouble.LINKS_BREAK)) {
                    world.coverage().saw("device", "connection broke");
                    fresh.breakDown();
                }
            });
        }
    }

    void speak() {
        SignalKind kind = device.kind() == DeviceKind.SMOKE
                ? world.some().oneOf(HUNG)
                : world.some().oneOf(WORN);
        // Nobody rehearses taking something back.
        boolean rehearsable = kind != SignalKind.CANCEL && kind != SignalKind.FALL_CANCELLED;
        say(kind, rehearsable && world.some().chance(DRILLS));
    }

    /** A drill, and soon after, as likely as not, the real thing. */
    void rehearse() {
        say(SignalKind.SOS, true);
        if (world.some().chance(0.5)) {
            world.time()
                    .after(
                            world.some().between(Duration.ofSeconds(1), Duration.ofSeconds(20)),
                            () -> say(SignalKind.SOS));
        }
    }

    /** Somebody presses its button. */
    void press() {
        say(SignalKind.SOS);
    }

    /** Somebody holds the button down. */
    void storm() {
        world.coverage().saw("device", "a storm of presses");
        for (int i = 0; i < 40; i++) {
            say(SignalKind.SOS);
        }
    }

    Press say(SignalKind kind) {
        return say(kind, false);
    }

    private Press say(SignalKind kind, boolean drill) {
        if (drill) {
            world.coverage().saw("device", "a drill");
        }
        boolean poison =
                !sturdy && world.weather().has(Trouble.POISON) && world.some().chance(0.1);
        boolean named = world.some().chance(0.6);
        Press press = new Press(device.id(), kind, "press-" + ++said, named, poison, drill, world.trueTime());
        unacknowledged.add(press);
        world.watcher().said(press);
        Link now = link;
        if (now != null && now.works()) {
            now.send(press);
        } else {
            connect();
        }
        return press;
    }

    /** Whether everything it said has been acknowledged. */
    boolean isCalm() {
        return unacknowledged.isEmpty();
    }
}
