package care.anling.testkit.sim;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.Watch;
import care.anling.verticles.store.WatchStore;
import care.anling.verticles.watch.WatchConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What Anling's own watches find wrong: played here, because what they ask is SQL and tested there. That it is raised at
 * the street, once, whichever nodes look, freeze and die, is not played.
 */
final class Watches {

    static final WatchConfig.Pace PACE =
            new WatchConfig.Pace(Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(8));

    /** Those that believe what they see before a short world is over. */
    private static final List<Watch> QUICK = List.of(Watch.DEADLINES, Watch.FEED, Watch.OUTBOX, Watch.AUDIT);

    /** A watch that could not see begins anew; after that, two looks and whatever it takes to store a signal. */
    private static final Duration RAISED_WITHIN = Duration.ofSeconds(20);

    private static final class Line {
        private final Watch watch;
        private final Instant since;
        private final long sinceNanos;
        private boolean ended;
        private boolean told;
        private Optional<IncidentId> incident = Optional.empty();

        Line(Watch watch, Instant since, long sinceNanos) {
            this.watch = watch;
            this.since = since;
            this.sinceNanos = sinceNanos;
        }
    }

    private final World world;
    private final List<Line> lines = new ArrayList<>();

    Watches(World world) {
        this.world = world;
    }

    void begin() {
        world.time().after(world.some().between(Duration.ZERO, World.STORM), () -> {
            Line line = new Line(
                    world.some().oneOf(QUICK),
                    world.database().now(),
                    world.time().nanos());
            lines.add(line);
            world.coverage().saw("watch", line.watch + " is ill");
            if (world.some().chance(0.5)) {
                world.time().after(world.some().between(Duration.ofSeconds(5), Duration.ofSeconds(60)), () -> {
                    line.ended = true;
                    world.coverage().saw("watch", line.watch + " is well again");
                });
            }
        });
    }

    /** N4: what stands behind every press and does not was raised; that it was raised once, S3 says. */
    void judge() {
        for (Line line : lines) {
            long believed = Math.max(line.sinceNanos, World.STORM.toNanos())
                    + line.watch.threshold().plus(RAISED_WITHIN).toNanos();
            if (!line.ended && world.time().nanos() > believed) {
                String source = new DeviceId(subject(line.watch)).toString();
                world.require(
                        world.watcher().wasSaid(source + "watch|"),
                        "N4",
                        () -> line.watch + " has been ill since " + line.since + ", and the street was never told");
            }
        }
    }

    private UUID subject(Watch watch) {
        return care.anling.verticles.watch.Watcher.subject(watch, world.cast().street);
    }

    /** One node's. */
    WatchStore over(DatabaseWire wire) {
        return new WatchStore() {
            private <T> Future<T> statement(String call, Supplier<T> work) {
                DatabaseWire.Trip trip = new DatabaseWire.Trip("watch." + call, DatabaseWire.Kind.STATEMENT);
                return wire.answer(trip, wire.reach(trip).map(reached -> work.get()));
            }

            @Override
            public Future<Sight> look(Watch watch) {
                return statement("look", () -> {
                    List<Trouble> standing = new ArrayList<>();
                    List<Trouble> over = new ArrayList<>();
                    lines.stream().filter(line -> line.watch == watch).forEach(line -> {
                        if (!line.ended) {
                            standing.add(trouble(line));
                        } else if (!line.told) {
                            line.told = true;
                            over.add(trouble(line));
                        }
                    });
                    return new Sight(standing, over);
                });
            }

            @Override
            public Future<Void> noteRaised(Watch watch, CommunityId street, IncidentId incident) {
                return statement("noteRaised", () -> {
                    lines.stream()
                            .filter(line -> line.watch == watch)
                            .forEach(line -> line.incident = Optional.of(incident));
                    return null;
                });
            }

            @Override
            public Future<Void> noteLooks(Set<CommunityId> nodes) {
                return statement("noteLooks", () -> null);
            }

            @Override
            public Future<Optional<DeviceId>> claimCanary(
                    UUID node, DeviceId fresh, byte[] secretHash, Duration lease) {
                return Future.succeededFuture(Optional.empty());
            }

            @Override
            public Future<Boolean> noteWalk(UUID node, Optional<String> trouble, Duration lease) {
                return Future.succeededFuture(false);
            }

            @Override
            public Future<Void> leaveCanary(UUID node) {
                return Future.succeededFuture();
            }
        };
    }

    private WatchStore.Trouble trouble(Line line) {
        return new WatchStore.Trouble(
                world.cast().street, "街道", "", line.since, world.database().now(), line.incident);
    }
}
