package care.anling.testkit.sim;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.common.UuidV7;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Callers;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.FakeDatabase;
import care.anling.verticles.store.FakeFeedStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes, one database, a street with its devices, people and screens, and the weather, all in one thread and in
 * virtual time. What happens follows from the seed alone.
 */
final class World {

    /** Noon, so that no clock that is wrong by hours makes a quiet fault wait for the morning. */
    private static final Instant BEGINNING = Instant.parse("2026-05-01T04:00:00Z");

    private static final int NODES = 3;
    private static final int PRESSES_LEAST = 3;
    private static final int PRESSES_MOST = 9;
    /** Once nothing goes wrong any more, a screen is connected and shows what was numbered long ago. */
    private static final Duration CAUGHT_UP = Duration.ofSeconds(12);

    /** A hundred times what a world takes; a day takes more. */
    private static final long MOST_STEPS = 2_000_000;

    private static final long MOST_STEPS_A_SECOND = 2_000;

    static final Duration STORM = Duration.ofSeconds(40);
    /** What happened just before the end may still be on its way to the screens. */
    static final Duration ON_ITS_WAY = Duration.ofSeconds(4);
    /** Enough for a fall's window, the slowest plan's second step, two minutes after a ladder that was started anew, and everybody's reconnecting. */
    private static final Duration CALM_MOST = Duration.ofSeconds(220);

    private static final Duration CALM_LEAST = Duration.ofSeconds(35);

    /** A few worlds last until a helper who says nothing any more, or never comes, is missed: five minutes at least. */
    private static final double LONG_ONES = 0.02;

    private static final Duration MISSED_AFTER = Duration.ofSeconds(400);

    private final Dice some;
    private final boolean isLong;
    private final Timeline time = new Timeline();
    private final FakeDatabase database;
    private final FakeFeedStore feed;
    private final Coverage coverage = new Coverage();
    private final Watcher watcher;
    private final Weather weather;
    private final SimHints.Bus bus = new SimHints.Bus();
    private final FrameReader frames = new FrameReader();
    private final Cast cast;
    private final Optional<Post> post;
    private final Optional<Ward> ward;
    private final Optional<Watches> watches;
    private final Rehearsals rehearsals;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<Wearable> wearables = new ArrayList<>();
    private final List<Human> humans = new ArrayList<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private @Nullable SimLoop current;
    private @Nullable Violation broken;
    private long steps;

    /** With whatever goes wrong by chance. */
    World(long seed) {
        this(new Dice(seed), Cast.Size.STREET, World::troubles);
    }

    /** Where nothing goes wrong. */
    static World calm(long seed, Cast.Size size) {
        return new World(new Dice(seed), size, some -> Set.of());
    }

    private World(Dice some, Cast.Size size, Function<Dice, Set<Trouble>> troubles) {
        this.some = some;
        this.isLong = some.chance(LONG_ONES);
        InstantSource clock = () -> BEGINNING.plusNanos(time.nanos());
        this.database = new FakeDatabase(clock);
        this.feed = new FakeFeedStore(database);
        this.watcher = new Watcher(this);
        this.weather = new Weather(this, troubles.apply(some));
        this.cast = new Cast(this, size);
        // Not in every world, so that a thousand fit into a minute; and not in a town, where how people get to know is
        // assumed.
        boolean small = size.equals(Cast.Size.STREET);
        this.post = small && some.chance(0.5) ? Optional.of(new Post(this)) : Optional.empty();
        this.ward = small && some.chance(0.3) ? Optional.of(new Ward(this)) : Optional.empty();
        this.watches = small && some.chance(0.2) ? Optional.of(new Watches(this)) : Optional.empty();
        this.rehearsals = new Rehearsals(this);
        database.onCommit(watcher::committed);
        for (int i = 1; i <= NODES; i++) {
            nodes.add(new SimNode(this, "node" + i));
        }
        cast.devices.forEach(device -> wearables.add(new Wearable(this, device, wearables.size() % 2 == 0)));
        cast.accounts.forEach(account -> {
            accounts.put(account.id().toString(), account);
            humans.add(new Human(this, account));
        });
    }

    private static Set<Trouble> troubles(Dice some) {
        Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
        for (Trouble trouble : Trouble.values()) {
            if (some.chance(0.5)) {
                troubles.add(trouble);
            }
        }
        return troubles;
    }

    /** Lives through it; throws {@link Violation} when something that must always hold did not. */
    void live() {
        nodes.forEach(SimNode::boot);
        wearables.forEach(
                wearable -> time.after(some.between(Duration.ZERO, Duration.ofSeconds(2)), wearable::connect));
        humans.forEach(human -> time.after(some.between(Duration.ZERO, Duration.ofSeconds(2)), human.screen()::watch));
        int presses = some.between(PRESSES_LEAST, PRESSES_MOST);
        for (int i = 0; i < presses; i++) {
            Wearable wearable = some.oneOf(wearables);
            time.after(some.between(Duration.ZERO, STORM), wearable::speak);
        }
        // A few people press more than once.
        for (int i = 0; i < presses / 2; i++) {
            Wearable wearable = wearables.get(some.between(0, 5));
            time.after(some.between(Duration.ZERO, STORM), wearable::speak);
        }
        if (some.chance(0.2)) {
            time.after(some.between(Duration.ZERO, STORM), some.oneOf(wearables)::rehearse);
        }
        if (weather.has(Trouble.PRESS_STORMS)) {
            time.after(some.between(Duration.ZERO, STORM), wearables.get(2 * some.between(0, 20))::storm);
        }
        humans.stream().filter(Human::isCoordinator).forEach(human -> {
            if (some.chance(0.3)) {
                time.after(some.between(Duration.ZERO, STORM), () -> human.takeCall(some.oneOf(wearables)));
            }
        });
        if (some.chance(0.35)) {
            time.after(some.between(Duration.ZERO, STORM), () -> rehearsals.announce(some.oneOf(wearables)));
        }
        ward.ifPresent(Ward::begin);
        watches.ifPresent(Watches::begin);
        weather.begin();
        until(STORM);
        weather.calm();
        until(STORM.plusSeconds(1));
        Map<CommunityId, Long> early = heads();
        until(STORM.plus(CAUGHT_UP));
        humans.forEach(human -> human.screen().judge(early));
        Duration end = isLong ? MISSED_AFTER : STORM.plus(CALM_LEAST);
        until(end);
        while (end.compareTo(STORM.plus(CALM_MOST)) < 0 && !isOver()) {
            end = end.plusSeconds(5);
            until(end);
        }
        Map<CommunityId, Long> heads = heads();
        until(end.plus(ON_ITS_WAY));
        judge(heads);
    }

    Map<CommunityId, Long> heads() {
        Map<CommunityId, Long> heads = new HashMap<>();
        cast.nodes().forEach(node -> heads.put(node, feed.head(node)));
        return heads;
    }

    /** Whether everything that takes long has happened; what has not by {@link #CALM_MOST} never will. */
    private boolean isOver() {
        return watcher.allWereOffered() && wearables.stream().allMatch(Wearable::isCalm);
    }

    /** What is planned until then happens; throws {@link Violation}. */
    void until(Duration end) {
        long most = MOST_STEPS + MOST_STEPS_A_SECOND * end.toSeconds();
        while (broken == null && time.step(end.toNanos())) {
            steps++;
            require(steps < most, "L4", () -> "something goes round in circles");
        }
        if (broken != null) {
            throw broken;
        }
    }

    /** What must hold; remembered, because whoever caused it may well recover from the exception. */
    void require(boolean holds, String promise, Supplier<String> what) {
        if (!holds && broken == null) {
            broken = new Violation(promise, what.get());
            throw broken;
        }
    }

    private void judge(Map<CommunityId, Long> heads) {
        judgeDevices();
        humans.forEach(human -> human.screen().judge(heads));
    }

    /** Everything pressed is acknowledged, offered to somebody, and counted once. */
    void judgeDevices() {
        wearables.forEach(wearable ->
                require(wearable.isCalm(), "L1", () -> wearable.device().id() + " still waits for an acknowledgement"));
        watcher.judge();
        post.ifPresent(Post::judge);
        ward.ifPresent(Ward::judge);
        watches.ifPresent(Watches::judge);
    }

    // --- what everybody in it shares

    Dice some() {
        return some;
    }

    Timeline time() {
        return time;
    }

    Instant trueTime() {
        return BEGINNING.plusNanos(time.nanos());
    }

    FakeDatabase database() {
        return database;
    }

    FakeFeedStore feed() {
        return feed;
    }

    Coverage coverage() {
        return coverage;
    }

    Watcher watcher() {
        return watcher;
    }

    Weather weather() {
        return weather;
    }

    SimHints.Bus bus() {
        return bus;
    }

    FrameReader frames() {
        return frames;
    }

    Cast cast() {
        return cast;
    }

    Optional<Ward> findWard() {
        return ward;
    }

    Optional<Watches> findWatches() {
        return watches;
    }

    Rehearsals rehearsals() {
        return rehearsals;
    }

    Optional<Post> findPost() {
        return post;
    }

    List<Wearable> wearables() {
        return wearables;
    }

    List<SimNode> nodes() {
        return nodes;
    }

    /** It lasts long enough for somebody to be missed. */
    boolean isLong() {
        return isLong;
    }

    long steps() {
        return steps;
    }

    UUID id(long millis) {
        return UuidV7.of(millis, some.seed(), some.seed());
    }

    Person anybody() {
        Account account = some.oneOf(cast.accounts);
        return new Person(account.id(), account.name());
    }

    /** Some node that takes connections; the balancer does not know which one is frozen. */
    Optional<SimNode> findNode() {
        List<SimNode> up = nodes.stream().filter(SimNode::isUp).toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(some.oneOf(up));
    }

    @Nullable
    SimLoop current() {
        return current;
    }

    void on(SimLoop loop, Runnable task) {
        SimLoop before = current;
        current = loop;
        try {
            task.run();
        } finally {
            current = before;
        }
    }

    /** Tokens are account ids here; signing in is not what is simulated. */
    Callers callers() {
        return new Callers() {
            @Override
            public Future<Caller> authenticate(String token) {
                return Future.succeededFuture(callerOf(accounts.get(token)));
            }

            @Override
            public Future<Map<UUID, Caller>> recheck(Map<UUID, Caller> callers) {
                return Future.succeededFuture(callers);
            }
        };
    }

    Caller callerOf(Account account) {
        return new Caller(account, cast.viewerOf(account), account.id(), BEGINNING.plus(Duration.ofDays(1)));
    }
}
