package care.anling.verticles.telemetry;

import care.anling.core.common.Actor;
import care.anling.core.common.IdSource;
import care.anling.core.common.SignalId;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Telemetry.Reading;
import care.anling.core.resident.Profile;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Triage;
import care.anling.core.triage.TriagePolicies;
import care.anling.core.triage.VitalsTrail;
import care.anling.core.triage.VitalsVerdict;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.DownlinkStore;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.wire.CommandWord;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every reading before it is stored, full lane or not, and raises a VITALS signal when people must look. What it
 * remembers of a person is a cache: after a restart it takes one more reading until an alarm persists.
 *
 * <p>Thread: any; the trail of one person is updated atomically.
 */
public final class VitalsWatch {

    /** People whose last readings are remembered, about 1 kB each. */
    static final int TRAILS_MAX_PEOPLE = 200_000;
    /** A trail nobody added to for this long says nothing of now. */
    static final Duration TRAIL_KEPT = Duration.ofHours(1);
    /** A person who is known to be unwell does not ring again with every reading, unless it gets worse. */
    static final Duration QUIET_AFTER_ALARM = Duration.ofMinutes(10);

    /** A measurement takes a minute or two: asked sooner, a device would never come to an end. */
    static final Duration ASK_AGAIN_AFTER = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(VitalsWatch.class);

    private final Cache<UUID, Watched> watched = Caffeine.newBuilder()
            .maximumSize(TRAILS_MAX_PEOPLE)
            .expireAfterWrite(TRAIL_KEPT)
            .build();
    private final Emergencies emergencies;
    private final DownlinkStore downlinks;
    private final Hints hints;
    private final IdSource ids;
    private final Clock clock;
    private final Counter alarms;
    private final Counter measureAgain;
    private final Counter cannotAsk;

    /**
     * @param last the newest alarm that was raised
     * @param due what the newest reading calls for
     * @param askedAt when a device was last asked to measure again
     */
    private record Watched(
            VitalsTrail trail, Optional<Alarm> last, Optional<Alarm> due, Optional<Instant> askedAt, boolean askNow) {
        static final Watched NOBODY =
                new Watched(VitalsTrail.EMPTY, Optional.empty(), Optional.empty(), Optional.empty(), false);

        /** As if this alarm had not been raised. */
        Watched without(Alarm alarm) {
            return last.filter(alarm::equals).isPresent()
                    ? new Watched(trail, alarm.before(), Optional.empty(), askedAt, false)
                    : this;
        }
    }

    /** @param before the one that was raised last when this one was */
    private record Alarm(Assessment assessment, Instant at, Optional<Alarm> before) {

        Alarm(Assessment assessment, Instant at, Watched known) {
            // One step back is enough: older ones say nothing that this one does not.
            this(assessment, at, known.last().map(last -> new Alarm(last.assessment(), last.at(), Optional.empty())));
        }
    }

    public VitalsWatch(
            Emergencies emergencies,
            DownlinkStore downlinks,
            Hints hints,
            IdSource ids,
            Clock clock,
            MeterRegistry meters) {
        this.emergencies = emergencies;
        this.downlinks = downlinks;
        this.hints = hints;
        this.ids = ids;
        this.clock = clock;
        this.alarms = meters.counter("anling.vitals.alarms");
        this.measureAgain = meters.counter("anling.vitals.measure_again");
        this.cannotAsk = meters.counter("anling.vitals.cannot_ask");
    }

    /**
     * @return fails when this reading calls for somebody and that could not be stored: it must not be acknowledged. Said
     *     again, or with the next one, it calls again
     */
    Future<Void> look(Device device, Telemetry said) {
        if (!(said instanceof Reading reading) || device.state() == DeviceState.RETIRED) {
            return Future.succeededFuture();
        }
        UUID person = device.resident()
                .map(resident -> resident.id())
                .orElse(device.id().value());
        Watched now = watched.asMap().compute(person, (id, known) -> judge(known, reading, device));
        if (now.askNow()) {
            askAgain(device);
        }
        return now.due()
                .map(alarm -> raise(device, alarm.assessment())
                        .onFailure(failure ->
                                watched.asMap().computeIfPresent(person, (id, known) -> known.without(alarm))))
                .orElseGet(Future::succeededFuture);
    }

    private Watched judge(@Nullable Watched known, Reading reading, Device device) {
        Watched before = known == null ? Watched.NOBODY : known;
        Instant now = clock.instant();
        VitalsVerdict verdict = Triage.assessVitals(
                before.trail(), reading, device.kind(), device.profile().orElse(Profile.UNKNOWN), now);
        Optional<Alarm> due = verdict.alarm()
                .filter(alarm -> isNews(before.last(), alarm, now))
                .map(alarm -> new Alarm(alarm, now, before));
        boolean again = verdict.measureAgain()
                || due.filter(alarm -> alarm.assessment().reasons().contains(Reason.NEWS2_FIVE_OR_SIX))
                        .isPresent();
        boolean ask = again
                && before.askedAt()
                        .filter(at -> now.isBefore(at.plus(ASK_AGAIN_AFTER)))
                        .isEmpty();
        return new Watched(
                before.trail().with(reading, device.kind()),
                due.or(before::last),
                due,
                ask ? Optional.of(now) : before.askedAt(),
                ask);
    }

    private static boolean isNews(Optional<Alarm> last, Assessment alarm, Instant now) {
        return last.isEmpty()
                || alarm.priority().moreUrgentThan(last.get().assessment().priority())
                || !now.isBefore(last.get().at().plus(QUIET_AFTER_ALARM));
    }

    /**
     * One reading is not an alarm: the device measures once more, and then we know; and a score of 5 or 6 is measured again
     * while somebody is on the way (NEWS2: an urgent response). It hears so even after a nap, if it hears us at all.
     */
    private void askAgain(Device device) {
        if (device.dialect() != Dialect.NATIVE || device.gateway().isPresent()) {
            cannotAsk.increment();
            return;
        }
        measureAgain.increment();
        Instant until = clock.instant().plus(TriagePolicies.VITALS_PERSISTENCE);
        CommandWord word = new CommandWord(ids.next(), "measure", new JsonObject(), until);
        downlinks
                .add(device.id(), CommandWord.TOPIC_SUFFIX, word.payload(), until)
                .onSuccess(said -> hints.publish(new Hint.DeviceTold(device.id())))
                .onFailure(failure ->
                        LOG.warn("device {} was not asked to measure again: {}", device.id(), failure.getMessage()));
    }

    private Future<Void> raise(Device device, Assessment assessment) {
        alarms.increment();
        Signal signal = new Signal(
                new SignalId(ids.next()),
                SignalKind.VITALS,
                new Actor.Machine(device.id()),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                List.of(),
                Optional.empty());
        return emergencies
                .raise(device, signal, assessment, Optional.empty())
                .onFailure(failure ->
                        LOG.error("vitals alarm of device {} was not stored: {}", device.id(), failure.getMessage()))
                .mapEmpty();
    }
}
