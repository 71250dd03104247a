package care.anling.verticles.telemetry;

import care.anling.core.common.Actor;
import care.anling.core.common.IdSource;
import care.anling.core.common.SignalId;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Telemetry.Reading;
import care.anling.core.resident.Profile;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Triage;
import care.anling.core.triage.VitalsTrail;
import care.anling.core.triage.VitalsVerdict;
import care.anling.verticles.triage.Emergencies;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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

    private static final Logger LOG = LoggerFactory.getLogger(VitalsWatch.class);

    private final Cache<UUID, Watched> watched = Caffeine.newBuilder()
            .maximumSize(TRAILS_MAX_PEOPLE)
            .expireAfterWrite(TRAIL_KEPT)
            .build();
    private final Emergencies emergencies;
    private final IdSource ids;
    private final Clock clock;
    private final Counter alarms;
    private final Counter measureAgain;

    private record Watched(VitalsTrail trail, Optional<Alarm> last, Optional<Assessment> due) {
        static final Watched NOBODY = new Watched(VitalsTrail.EMPTY, Optional.empty(), Optional.empty());
    }

    private record Alarm(Assessment assessment, Instant at) {}

    public VitalsWatch(Emergencies emergencies, IdSource ids, Clock clock, MeterRegistry meters) {
        this.emergencies = emergencies;
        this.ids = ids;
        this.clock = clock;
        this.alarms = meters.counter("anling.vitals.alarms");
        this.measureAgain = meters.counter("anling.vitals.measure_again");
    }

    void look(Device device, Telemetry said) {
        if (said instanceof Reading reading && device.state() != DeviceState.RETIRED) {
            UUID person = device.resident()
                    .map(resident -> resident.id())
                    .orElse(device.id().value());
            Watched now = watched.asMap().compute(person, (id, known) -> judge(known, reading, device));
            now.due().ifPresent(assessment -> raise(device, assessment));
        }
    }

    private Watched judge(@Nullable Watched known, Reading reading, Device device) {
        Watched before = known == null ? Watched.NOBODY : known;
        Instant now = clock.instant();
        VitalsVerdict verdict = Triage.assessVitals(
                before.trail(), reading, device.kind(), device.profile().orElse(Profile.UNKNOWN), now);
        if (verdict.measureAgain()) {
            measureAgain.increment();
        }
        Optional<Assessment> due = verdict.alarm().filter(alarm -> isNews(before.last(), alarm, now));
        return new Watched(
                before.trail().with(reading, device.kind()),
                due.map(assessment -> new Alarm(assessment, now)).or(before::last),
                due);
    }

    private static boolean isNews(Optional<Alarm> last, Assessment alarm, Instant now) {
        return last.isEmpty()
                || alarm.priority().moreUrgentThan(last.get().assessment().priority())
                || !now.isBefore(last.get().at().plus(QUIET_AFTER_ALARM));
    }

    private void raise(Device device, Assessment assessment) {
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
        emergencies
                .raise(device, signal, assessment, Optional.empty())
                .onFailure(failure ->
                        LOG.error("vitals alarm of device {} was not stored: {}", device.id(), failure.getMessage()));
    }
}
