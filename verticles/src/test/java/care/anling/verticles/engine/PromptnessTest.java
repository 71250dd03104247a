package care.anling.verticles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.loop.ManualLoop;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.Change;
import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.FakeDatabase;
import care.anling.verticles.store.FakeDeadlineStore;
import care.anling.verticles.store.FakeIncidentStore;
import care.anling.verticles.store.FakeIntakeStore;
import care.anling.verticles.store.FakePlanStore;
import care.anling.verticles.store.FakeResponderStore;
import care.anling.verticles.store.IntakeWrite;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.store.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When deadlines fire: never early, within 250 ms in normal running, within 5 s of the death of a process. There is one
 * clock here, and it moves only when told to; what a real machine adds to it, {@code ./anling bench deadlines} shows.
 */
class PromptnessTest {

    private static final Duration IN_NORMAL_RUNNING = Duration.ofMillis(250);
    private static final Duration AFTER_A_DEATH = Duration.ofSeconds(5);
    /** There and back; each decision makes several. */
    private static final Duration TRIP = Duration.ofMillis(10);

    private static final int INCIDENTS = 60;
    private static final Duration PRESSING = Duration.ofMinutes(5);

    private final ManualLoop time = new ManualLoop();
    private final FakeDatabase database = new FakeDatabase(time);
    private final CommunityId street = Samples.community();
    private final Random random = new Random(5);
    private final List<Consumer<Hint>> ears = new ArrayList<>();
    private final List<Duration> late = new ArrayList<>();
    private boolean timersWork = true;
    private boolean hintsArrive = true;

    @BeforeEach
    void open() {
        database.openFeedNode(street, Optional.empty());
        FakeResponderStore people = new FakeResponderStore(database);
        for (String role : List.of("DOCTOR", "DOCTOR", "VOLUNTEER", "VOLUNTEER")) {
            Person person = new Person(Samples.id(), "刘");
            people.put(new ResponderNow(person, role, street, true, false, Optional.empty(), List.of()));
        }
        database.onCommit((write, at) -> write.changes().forEach(this::measure));
    }

    @Test
    void inNormalRunningTheyFireWithinAQuarterOfASecond() {
        start();
        start();
        liveThrough(() -> {});
        assertThat(late).hasSizeGreaterThan(5 * INCIDENTS);
        assertThat(late).allMatch(by -> !by.isNegative()).allMatch(by -> by.compareTo(IN_NORMAL_RUNNING) <= 0);
    }

    /** Timers and hints only make it prompt: without any, the poll finds what is due. */
    @Test
    void withoutTimersAndHintsThePollFindsThem() {
        timersWork = false;
        hintsArrive = false;
        start();
        liveThrough(() -> {});
        Duration most = Engine.POLL.plus(IN_NORMAL_RUNNING);
        assertThat(late).hasSizeGreaterThan(5 * INCIDENTS);
        assertThat(late).allMatch(by -> !by.isNegative()).allMatch(by -> by.compareTo(most) <= 0);
        assertThat(late).as("timers had something to do").anyMatch(by -> by.compareTo(IN_NORMAL_RUNNING) > 0);
    }

    /**
     * A process dies with deadlines in its hands, again and again; the other one takes them over. Its successor comes when
     * that is done: whoever dies twice over one deadline holds it twice.
     */
    @Test
    void aDeadProcessHoldsThemForLessThanFiveSeconds() {
        start();
        Life[] other = {start()};
        other[0].diesAtClaim = 1 + random.nextInt(3);
        int[] deaths = {0};
        int[] deadSeconds = {0};
        liveThrough(() -> {
            if (other[0].dead && ++deadSeconds[0] > AFTER_A_DEATH.toSeconds()) {
                deaths[0]++;
                deadSeconds[0] = 0;
                other[0] = start();
                other[0].diesAtClaim = 1 + random.nextInt(3);
            }
        });
        assertThat(deaths[0]).isGreaterThan(20);
        assertThat(late).allMatch(by -> !by.isNegative()).allMatch(by -> by.compareTo(AFTER_A_DEATH) <= 0);
        assertThat(late)
                .as("some were in the hands of the dead")
                .anyMatch(by -> by.compareTo(Engine.LEASE.minus(IN_NORMAL_RUNNING)) > 0);
    }

    private Life start() {
        Life life = new Life();
        new Engine(
                        life,
                        new Engine.Stores(
                                new FakeDeadlineStore(database, life.wire),
                                new FakeIncidentStore(database, life.wire),
                                new FakeResponderStore(database, Samples::id, life.wire),
                                new FakePlanStore(database, life.wire)),
                        Samples::id,
                        life.hints,
                        new SimpleMeterRegistry())
                .start();
        return life;
    }

    /** Residents press at any instant, and nobody ever answers: every ladder climbs to its top and repeats it. */
    private void liveThrough(Runnable everySecond) {
        FakeIntakeStore intake = new FakeIntakeStore(database, DatabaseWire.PERFECT, time::nanoTime);
        for (int i = 0; i < INCIDENTS; i++) {
            time.after(Duration.ofMillis(random.nextInt((int) PRESSING.toMillis())), () -> press(intake));
        }
        for (long second = 0; second < 2 * PRESSING.toSeconds(); second++) {
            time.pass(Duration.ofSeconds(1));
            everySecond.run();
        }
    }

    private void press(FakeIntakeStore intake) {
        List<Arrival> batch = List.of(Samples.press(Samples.resident(street), List.of()));
        Future<IntakeWrite> landed = intake.land(batch, view -> Samples.fold(batch, view));
        assertThat(landed.succeeded()).isTrue();
        tell(new Hint.DeadlineDue());
    }

    private void tell(Hint hint) {
        if (hintsArrive) {
            List.copyOf(ears).forEach(ear -> ear.accept(hint));
        }
    }

    /** By how much a step came too late, measured at its commit against the deadline it was for. */
    private void measure(Change change) {
        Optional<Instant> due = change.before().map(Incident::deadlines).map(set -> set.get(DeadlineKind.STEP));
        boolean fired = change.events().stream().anyMatch(IncidentEvent.OffersMade.class::isInstance);
        due.filter(at -> fired).ifPresent(at -> late.add(Duration.between(at, database.now())));
    }

    /** One life of a process: its timers, its ears and its way to the database end with it. */
    private final class Life implements EventLoop {

        private boolean dead;
        /** At which claim that holds something; 0 never. */
        private int diesAtClaim;

        private final DatabaseWire wire = new DatabaseWire() {
            @Override
            public Future<Void> reach(Trip trip) {
                return time.pause(TRIP.dividedBy(2)).compose(there -> orGone(null));
            }

            @Override
            public <T> Future<T> answer(Trip trip, Future<T> answer) {
                return answer.compose(found -> time.pause(TRIP.dividedBy(2)).compose(back -> {
                    if (found instanceof List<?> claimed
                            && trip.call().equals("deadlines.claimDue")
                            && !claimed.isEmpty()) {
                        diesAtClaim--;
                        dead = dead || diesAtClaim == 0;
                    }
                    return orGone(found);
                }));
            }

            private <T> Future<T> orGone(T value) {
                return dead ? Future.failedFuture("the process is gone") : Future.succeededFuture(value);
            }
        };

        private final Hints hints = new Hints() {
            @Override
            public void publish(Hint hint) {
                tell(hint);
            }

            @Override
            public <H extends Hint> Listening listen(Class<H> kind, Consumer<H> handler) {
                ears.add(hint -> {
                    if (!dead && kind.isInstance(hint)) {
                        handler.accept(kind.cast(hint));
                    }
                });
                return Future::succeededFuture;
            }
        };

        private Runnable whileAlive(Runnable task) {
            return () -> {
                if (!dead) {
                    task.run();
                }
            };
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void run(Runnable task) {
            time.run(whileAlive(task));
        }

        @Override
        public Alarm alarm(Duration delay, Runnable task) {
            return timersWork ? time.alarm(delay, whileAlive(task)) : () -> {};
        }

        @Override
        public void every(Duration period, Runnable task) {
            time.every(period, whileAlive(task));
        }

        @Override
        public Executor caller() {
            return this::run;
        }
    }
}
