package care.anling.testkit.sim;

import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.device.Device;
import care.anling.core.device.Signal;
import care.anling.core.device.Telemetry;
import care.anling.verticles.api.IncidentActs;
import care.anling.verticles.engine.Engine;
import care.anling.verticles.live.Feed;
import care.anling.verticles.live.FeedFigures;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.live.Presence;
import care.anling.verticles.live.Screens;
import care.anling.verticles.live.Sequencer;
import care.anling.verticles.notify.DeadLetterDesk;
import care.anling.verticles.notify.FeedChannel;
import care.anling.verticles.notify.Notifier;
import care.anling.verticles.notify.NotifyFigures;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.FakeDeadlineStore;
import care.anling.verticles.store.FakeDownlinkStore;
import care.anling.verticles.store.FakeFeedStore;
import care.anling.verticles.store.FakeIncidentStore;
import care.anling.verticles.store.FakeIntakeStore;
import care.anling.verticles.store.FakeOutboxStore;
import care.anling.verticles.store.FakePlanStore;
import care.anling.verticles.store.FakeResponderStore;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.NoticeStore;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.supervision.Supervisor;
import care.anling.verticles.supervision.TestCalls;
import care.anling.verticles.triage.CallDesk;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.triage.EmergencyLane;
import care.anling.verticles.triage.Intake;
import care.anling.verticles.watch.Watcher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Anling: the classes a running node is made of, wired as {@code app.Node} does, life after life. */
final class SimNode {

    /** With nobody behind it: figures cost nothing. */
    private static final MeterRegistry METERS = new CompositeMeterRegistry();

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final World world;
    private final String name;
    private final long bootNanos;
    private final List<Runnable> deaths = new ArrayList<>();
    private Duration ahead = Duration.ZERO;
    private int life;
    private boolean up;
    private long awakeAt;
    private @Nullable Lives lives;

    /** What one life of the node consists of. */
    private record Lives(
            SimLoop doors, Intake door, CallDesk calls, IncidentActs acts, NoticeStore notices, Feed feed) {}

    SimNode(World world, String name) {
        this.world = world;
        this.name = name;
        this.bootNanos = world.some().nanos(Long.MAX_VALUE / 4);
    }

    void boot() {
        if (up) {
            return;
        }
        life++;
        up = true;
        awakeAt = world.time().nanos();
        SimLoop lane = new SimLoop(world, this);
        SimLoop doors = new SimLoop(world, this);
        SimLoop engine = new SimLoop(world, this);
        SimLoop sequencer = new SimLoop(world, this);
        SimLoop teller = new SimLoop(world, this);
        SimHints hints = new SimHints(world, this, world.bus());
        IdSource ids = ids();
        Emergencies emergencies =
                new Emergencies(new EmergencyLane(lane, new PoisonedIntake(world, intake(lane)), hints, METERS), ids);
        IncidentStore incidents = incidents(doors);
        Claims claims = new Claims(new FakeDeadlineStore(world.database(), wire(engine)));
        world.on(
                engine,
                () -> new Engine(
                                engine,
                                new Engine.Stores(
                                        claims,
                                        new WatchedIncidents(
                                                world, incidents(engine), claims::findCommand, claims::done),
                                        new FakeResponderStore(world.database(), ids, wire(engine)),
                                        new FakePlanStore(world.database(), wire(engine))),
                                ids,
                                hints,
                                METERS)
                        .start());
        world.on(sequencer, () -> new Sequencer(sequencer, feedStore(sequencer), hints).start());
        FakeOutboxStore notices = new FakeOutboxStore(world.database(), wire(doors));
        Screens screens = new Screens((account, received) -> notices.receivedBy(account, received)
                .onFailure(failure -> world.coverage().saw("screen", "a receipt was lost")));
        Feed[] feed = new Feed[1];
        world.on(
                doors,
                () -> feed[0] = Feed.start(
                        doors,
                        new Feed.FeedPorts(
                                feedStore(doors),
                                world.callers(),
                                hints,
                                new Presence(clock()),
                                screens,
                                FeedFigures.NONE,
                                clock()),
                        FeedLimits.defaults()));
        lives = new Lives(
                doors,
                door(doors, emergencies, hints),
                new CallDesk(emergencies, ids, clock()),
                new IncidentActs(incidents, hints),
                notices,
                feed[0]);
        SimLoop carer = new SimLoop(world, this);
        world.findWard()
                .ifPresent(ward -> world.on(
                        carer, () -> supervisor(carer, ward, emergencies, hints).start()));
        SimLoop guard = new SimLoop(world, this);
        world.findWatches()
                .ifPresent(watches -> world.on(
                        guard, () -> watcher(guard, watches, emergencies, hints).start()));
        world.findPost()
                .ifPresent(post -> world.on(
                        teller, () -> notifier(teller, post, screens, hints).start()));
    }

    /** What devices say comes in here. */
    private Intake door(SimLoop loop, Emergencies emergencies, SimHints hints) {
        Intake triage = new Intake() {
            @Override
            public Future<Void> emergency(Device device, Signal signal, Optional<SignalKey> key) {
                return emergencies.raise(device, signal, key).mapEmpty();
            }

            @Override
            public Future<Void> telemetry(Device device, Telemetry telemetry) {
                throw new UnsupportedOperationException("nobody says anything but signals here");
            }
        };
        return new TestCalls(
                triage,
                new TestCalls.Ports(
                        world.rehearsals()::upkeep,
                        world.rehearsals().over(wire(loop)),
                        new FakeDownlinkStore(world.database(), wire(loop)),
                        hints,
                        ids(),
                        clock()),
                answer -> loop.within(TestCalls.PATIENCE, answer));
    }

    private Watcher watcher(SimLoop loop, Watches watches, Emergencies emergencies, SimHints hints) {
        return new Watcher(
                loop,
                new Watcher.Ports(
                        watches.over(wire(loop)), emergencies, incidents(loop), Set::of, hints, ids(), clock()),
                Watches.PACE,
                METERS);
    }

    private Supervisor supervisor(SimLoop loop, Ward ward, Emergencies emergencies, SimHints hints) {
        Set<IncidentId> recovering = new HashSet<>();
        return new Supervisor(
                loop,
                new Supervisor.Ports(
                        ward.over(wire(loop), recovering),
                        new WatchedIncidents(
                                world,
                                incidents(loop),
                                id -> recovering.contains(id) ? Optional.of("NoteRecovery") : Optional.empty(),
                                recovering::remove),
                        emergencies,
                        ward::find,
                        hints,
                        ids(),
                        clock(),
                        SHANGHAI),
                METERS);
    }

    private Notifier notifier(SimLoop loop, Post post, Screens screens, SimHints hints) {
        return new Notifier(
                loop,
                new Notifier.Ports(
                        new FakeOutboxStore(world.database(), wire(loop)),
                        Map.of(
                                ChannelKind.FEED, post.watched(new FeedChannel(screens::show)),
                                ChannelKind.PUSH, post.line(ChannelKind.PUSH),
                                ChannelKind.WEBHOOK, post.line(ChannelKind.WEBHOOK)),
                        new DeadLetterDesk(loop, incidents(loop), hints),
                        new NotifyFigures(METERS),
                        hints,
                        () -> world.some().nanos(1_000) / 1e3));
    }

    private SimWire wire(SimLoop loop) {
        return new SimWire(world, this, loop);
    }

    private FakeIntakeStore intake(SimLoop loop) {
        return new FakeIntakeStore(world.database(), wire(loop), loop::nanoTime);
    }

    private FakeIncidentStore incidents(SimLoop loop) {
        return new FakeIncidentStore(world.database(), wire(loop));
    }

    private FakeFeedStore feedStore(SimLoop loop) {
        return new FakeFeedStore(world.database(), wire(loop));
    }

    /** As {@code kill -9}: everything in memory is gone, every connection breaks. */
    void crash() {
        world.coverage().saw("node", "died");
        life++;
        up = false;
        lives = null;
        world.bus().forget(this);
        List.copyOf(deaths).forEach(Runnable::run);
        deaths.clear();
    }

    /** As a long collection, or a suspended machine: nothing runs, nothing is lost, the others do not know. */
    void freeze(Duration time) {
        world.coverage().saw("node", "froze");
        awakeAt = Math.max(awakeAt, world.time().nanos() + time.toNanos());
    }

    void wakeUp() {
        boot();
        ahead = Duration.ZERO;
    }

    void setClockAhead(Duration by) {
        ahead = by;
    }

    boolean isUp() {
        return up;
    }

    int life() {
        return life;
    }

    long awakeAt() {
        return awakeAt;
    }

    long bootNanos() {
        return bootNanos;
    }

    void onDeath(Runnable what) {
        deaths.add(what);
    }

    SimLoop doors() {
        return lives().doors();
    }

    Intake door() {
        return lives().door();
    }

    CallDesk calls() {
        return lives().calls();
    }

    IncidentActs acts() {
        return lives().acts();
    }

    NoticeStore notices() {
        return lives().notices();
    }

    IdSource ids() {
        return () -> world.id(clock().millis());
    }

    Feed feed() {
        return lives().feed();
    }

    private Lives lives() {
        return Objects.requireNonNull(lives, "only asked while up");
    }

    /** What the node believes the time to be. */
    Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return world.trueTime().plus(ahead);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
