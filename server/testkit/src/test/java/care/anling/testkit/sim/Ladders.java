package care.anling.testkit.sim;

import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.incident.Incident;
import care.anling.verticles.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each open incident waits for, told apart from the database's clock: whatever that shows, nobody waits longer than
 * was decided once nothing goes wrong any more.
 */
final class Ladders {

    /** A deadline's row may be as late as a poll, a lease and a retry. */
    private static final Duration LATE_AT_MOST = Duration.ofSeconds(5);

    /** Nobody on the way is waited for longer: they all live near. */
    private static final Duration ON_THE_WAY = Duration.ofMinutes(40);

    /** Whoever is asked to take over has two minutes to answer. */
    private static final Duration RELIEF = Duration.ofMinutes(2);

    /** A round for more hands rings until the next one. */
    private static final Duration MORE_HANDS = Duration.ofMinutes(1);

    /**
     * What rings when the ladder rests lapses when it was to end: ten minutes at the longest, the welfare plan's neighbours
     * and key. The half hour of the desk's quiet plan is never seen here, although a press may join a flat battery: that
     * plan asks for one place, and whoever fills it silences the others; and when an emergency joins, its first step asks
     * the desk too, and whose phone still rings for the battery is rung anew (seed 165 found that it was not: the desk's
     * phone said "flat battery" for half an hour, and nothing of the press).
     */
    private static final Duration WELCOME = Duration.ofMinutes(10);

    /** @param since true time, and {@code span} how long from then */
    private record Awaited(Instant dueAt, long since, Duration span) {}

    private final World world;
    private final Map<IncidentId, Map<DeadlineKind, Awaited>> awaited = new HashMap<>();

    Ladders(World world) {
        this.world = world;
    }

    /** @param at what the database's clock showed when it was decided */
    void put(Change change, Instant at) {
        Incident after = change.after();
        Map<DeadlineKind, Awaited> before = awaited.getOrDefault(after.id(), Map.of());
        Map<DeadlineKind, Awaited> now = new EnumMap<>(DeadlineKind.class);
        after.deadlines().forEach((kind, due) -> {
            Awaited known = before.get(kind);
            boolean moved = !due.equals(
                    change.before().map(b -> b.deadlines().get(kind)).orElse(null));
            now.put(
                    kind,
                    known == null || moved ? new Awaited(due, world.time().nanos(), Duration.between(at, due)) : known);
        });
        if (after.isOpen()) {
            awaited.put(after.id(), now);
        } else {
            awaited.remove(after.id());
        }
    }

    /** L4: what was waited for has happened, reckoned in true time from the end of the storm at the latest. */
    void requireClimbing(Incident incident) {
        awaited.getOrDefault(incident.id(), Map.of()).forEach((kind, awaited) -> {
            world.require(
                    awaited.span().compareTo(atMost(kind, incident).orElse(awaited.span())) <= 0,
                    "L4",
                    () -> kind + " of " + incident.id() + " is to be waited for " + awaited.span());
            long from = Math.max(awaited.since(), World.STORM.toNanos());
            Duration waited = Duration.ofNanos(world.time().nanos() - from);
            world.require(
                    waited.compareTo(awaited.span().plus(LATE_AT_MOST)) < 0,
                    "L4",
                    () -> kind + " stands still: to be waited for " + awaited.span() + " until " + awaited.dueAt()
                            + " when it was set, waited for " + waited + " since nothing goes wrong any more; now "
                            + world.database().now() + ": " + incident);
        });
    }

    /** The longest of what it may be waiting for: which one that is was decided before others began to ring (seed 617). */
    private static Optional<Duration> atMost(DeadlineKind kind, Incident incident) {
        return switch (kind) {
            case STEP, MORE_HANDS, SAFETY -> Optional.empty();
            case NO_SHOW -> Optional.of(ON_THE_WAY);
            case HAND_OVER ->
                incident.offers().stream()
                        .filter(offer -> offer.state() == OfferState.PENDING)
                        .filter(offer ->
                                offer.isHandOver() || !incident.deadlines().containsKey(DeadlineKind.STEP))
                        .map(offer ->
                                offer.isHandOver() ? RELIEF : offer.step() == Offer.MORE_HANDS ? MORE_HANDS : WELCOME)
                        .max(Comparator.naturalOrder());
        };
    }
}
