package care.anling.verticles.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.Actor;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.SignalId;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.incident.Incident;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKey;
import care.anling.core.incident.SubjectKind;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.Change;
import care.anling.verticles.store.IntakeStore;
import care.anling.verticles.store.IntakeView;
import care.anling.verticles.store.IntakeWrite;
import care.anling.verticles.store.Landing;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.store.StoreFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lane against a store whose answers the test holds in its hand. */
final class EmergencyLaneTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final CommunityId COMMUNITY = new CommunityId(new UUID(1, 1));
    private static final Assessment URGENT =
            new Assessment(Priority.P1, Need.MEDICAL, Set.of(Need.MEDICAL), List.of(Reason.SOS_PRESSED));

    private final Vertx vertx = Vertx.vertx();
    private final SlowStore store = new SlowStore();
    private final Hints hints = Hints.on(vertx);
    private final ConcurrentLinkedQueue<Hint> heard = new ConcurrentLinkedQueue<>();
    private EmergencyLane lane;
    private long fresh = 100;

    @BeforeEach
    void open() {
        lane = new EmergencyLane(
                new VertxLoop(vertx, vertx.getOrCreateContext()), store, hints, new SimpleMeterRegistry());
        hints.listen(Hint.CommunityNews.class, heard::add);
        hints.listen(Hint.DeadlineDue.class, heard::add);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void acknowledgesOnlyAfterTheCommit() throws Exception {
        Future<Landing> landing = lane.submit(press(device(1), Optional.empty()));

        Call call = store.next();
        assertThat(landing.isComplete()).isFalse();
        call.commit();

        assertThat(await(landing).duplicate()).isFalse();
        assertThat(await(landing).incident()).isPresent();
    }

    /** A database that does not answer to it keeps no press waiting. */
    @Test
    void theStoreIsWarmedFromTheStartAndAPressDoesNotWaitForIt() throws Exception {
        org.awaitility.Awaitility.await().until(() -> store.warmed.get() == 1);
        Future<Landing> landing = lane.submit(press(device(1), Optional.empty()));
        store.next().commit();
        assertThat(await(landing).duplicate()).isFalse();
    }

    @Test
    void gathersWhileOneBatchIsInFlight() throws Exception {
        lane.submit(press(device(1), Optional.empty()));
        Call first = store.next();
        List<Future<Landing>> later = new ArrayList<>();
        for (int i = 2; i <= 40; i++) {
            later.add(lane.submit(press(device(i), Optional.empty())));
        }
        assertThat(first.batch()).hasSize(1);
        assertThat(store.calls).as("one batch in flight").isEmpty();
        first.commit();

        Call second = store.next();
        assertThat(second.batch()).hasSize(39);
        second.commit();
        for (Future<Landing> landing : later) {
            assertThat(await(landing).duplicate()).isFalse();
        }
    }

    @Test
    void tellsTheFeedAndTheEngineAfterTheCommit() throws Exception {
        Future<Landing> landing = lane.submit(press(device(1), Optional.empty()));
        Call call = store.next();
        assertThat(heard).isEmpty();
        call.commit();
        await(landing);

        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(heard).contains(new Hint.CommunityNews(COMMUNITY), new Hint.DeadlineDue()));
    }

    @Test
    void foldsPressesBeyondTheBoundAndAcknowledgesEachOne() throws Exception {
        lane.submit(press(device(9), Optional.empty()));
        Call running = store.next();
        List<Future<Landing>> presses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            presses.add(lane.submit(press(device(1), Optional.of("packet-" + i))));
        }
        running.commit();

        Call folded = store.next();
        assertThat(folded.batch()).hasSize(EmergencyLane.FOLD_BEYOND_WAITING);
        IntakeWrite written = folded.commit();
        assertThat(written.changes().get(0).after().signals()).isEqualTo(100);
        for (Future<Landing> landing : presses) {
            assertThat(await(landing).incident()).isPresent();
        }
    }

    @Test
    void triesAgainAfterAPassingFailureAndRecognisesItsOwnCommit() throws Exception {
        Future<Landing> landing = lane.submit(press(device(1), Optional.of("p1")));
        store.next().commitButLoseTheAnswer();
        assertThat(landing.isComplete()).isFalse();

        IntakeWrite again = store.next().commit();

        assertThat(again.changes()).as("the first try had committed").isEmpty();
        assertThat(await(landing).duplicate()).isTrue();
    }

    @Test
    void aLaterPressUnderAReusedPacketIdentifierIsAnotherPress() throws Exception {
        Future<Landing> first = lane.submit(press(device(1), Optional.of("p1")));
        store.next().commit();
        await(first);

        Future<Landing> second = lane.submit(press(device(1), Optional.of("p1")));
        IntakeWrite written = store.next().commit();

        assertThat(await(second).duplicate()).isFalse();
        assertThat(written.changes().get(0).after().signals()).isEqualTo(2);
    }

    @Test
    void aPoisonSignalStandsAloneAndStillRaisesAnAlarm() throws Exception {
        lane.submit(press(device(9), Optional.empty()));
        Call running = store.next();
        List<Future<Landing>> landings = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            landings.add(lane.submit(press(device(i), Optional.empty())));
        }
        store.poison = device(5);
        running.commit();
        while (landings.stream().anyMatch(landing -> !landing.isComplete())) {
            Call call = store.poll();
            if (call != null) {
                call.commit();
            }
        }

        for (Future<Landing> landing : landings) {
            assertThat(await(landing).incident()).isPresent();
        }
        assertThat(store.quarantined).containsExactly(device(5));
        Landing poisoned = await(landings.get(4));
        assertThat(poisoned.arrival().signal().kind()).isEqualTo(SignalKind.UNDECODABLE);
        assertThat(poisoned.arrival().assessment().reasons()).contains(Reason.UNDECODABLE, Reason.SOS_PRESSED);
    }

    @Test
    void anArrivalThatCannotBeStoredInTimeFails() {
        Future<Landing> landing = lane.submit(press(device(1), Optional.empty()));
        store.next().fail();
        while (!landing.isComplete()) {
            Call call = store.poll();
            if (call != null) {
                call.fail();
            }
        }
        assertThat(landing.failed()).isTrue();
        assertThatThrownBy(() -> await(landing)).hasRootCauseInstanceOf(StoreFailure.class);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static DeviceId device(long number) {
        return new DeviceId(new UUID(7, number));
    }

    private Arrival press(DeviceId device, Optional<String> packet) {
        SignalId id = new SignalId(new UUID(8, fresh++));
        Signal signal = new Signal(
                id,
                SignalKind.SOS,
                new Actor.Machine(device),
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                List.of(),
                Optional.empty());
        SignalKey key = packet.map(text -> new SignalKey(device, text, Duration.ofHours(24), true, false))
                .orElseGet(() -> new SignalKey(device, "own|" + id, Duration.ofMinutes(10), false, false));
        Subject subject = new Subject(SubjectKind.RESIDENT, device.value(), COMMUNITY, "王秀英", Optional.empty());
        return new Arrival(signal, device, subject, URGENT, List.of(key), new IncidentId(new UUID(9, fresh++)));
    }

    /** A transaction the lane asked for and the test answers. */
    private final class Call {
        private final List<Arrival> batch;
        private final Function<IntakeView, IntakeWrite> fold;
        /** Completes on the lane's own context, as a database client does. */
        private final Handoff<IntakeWrite> answer = Handoff.toCaller(vertx);

        Call(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
            this.batch = batch;
            this.fold = fold;
        }

        List<Arrival> batch() {
            return batch;
        }

        IntakeWrite commit() {
            IntakeWrite written = store.apply(batch, fold);
            answer.succeed(written);
            return written;
        }

        void commitButLoseTheAnswer() {
            store.apply(batch, fold);
            fail();
        }

        void fail() {
            answer.fail(new StoreFailure(StoreFailure.Kind.TRANSIENT, "08006", "connection lost"));
        }
    }

    private final class SlowStore implements IntakeStore {
        private final java.util.concurrent.LinkedBlockingQueue<Call> calls =
                new java.util.concurrent.LinkedBlockingQueue<>();
        private final Map<SubjectKey, Incident> open = new HashMap<>();
        private final Map<String, SignalId> keys = new HashMap<>();
        private final ArrayDeque<DeviceId> quarantined = new ArrayDeque<>();
        private final AtomicInteger warmed = new AtomicInteger();
        private volatile DeviceId poison = device(-1);

        @Override
        public Future<IntakeWrite> land(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
            boolean poisoned = batch.stream()
                    .anyMatch(arrival ->
                            arrival.device().equals(poison) && arrival.signal().kind() != SignalKind.UNDECODABLE);
            if (poisoned) {
                return Future.failedFuture(new StoreFailure(StoreFailure.Kind.PERMANENT, "22P05", "untranslatable"));
            }
            Call call = new Call(batch, fold);
            calls.add(call);
            return call.answer.future();
        }

        @Override
        public Future<Void> stayReady() {
            warmed.incrementAndGet();
            return Promise.<Void>promise().future();
        }

        @Override
        public Future<Void> quarantine(Arrival arrival, String whyItFailed) {
            quarantined.add(arrival.device());
            return Future.succeededFuture();
        }

        synchronized IntakeWrite apply(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
            Map<SignalKey, SignalId> known = new HashMap<>();
            batch.stream().flatMap(arrival -> arrival.keys().stream()).forEach(key -> {
                SignalId holder = keys.get(key.text());
                if (holder != null) {
                    known.put(key, holder);
                }
            });
            IntakeWrite written = fold.apply(new IntakeView(NOW, Map.copyOf(open), known));
            for (Change change : written.changes()) {
                open.put(SubjectKey.of(change.after().subject()), change.after());
            }
            written.landings().stream()
                    .filter(landing -> !landing.duplicate())
                    .forEach(landing -> landing.arrival()
                            .keys()
                            .forEach(key -> keys.put(
                                    key.text(), landing.arrival().signal().id())));
            return written;
        }

        Call next() {
            try {
                Call call = calls.poll(30, TimeUnit.SECONDS);
                assertThat(call).as("a batch within 30 s").isNotNull();
                return call;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        Call poll() {
            try {
                return calls.poll(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
