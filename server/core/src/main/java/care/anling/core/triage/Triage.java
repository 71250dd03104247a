package care.anling.core.triage;

import static care.anling.core.triage.TriagePolicies.FRAIL_FROM;
import static care.anling.core.triage.TriagePolicies.NEWS2_EMERGENCY_FROM;
import static care.anling.core.triage.TriagePolicies.NEWS2_URGENT_FROM;
import static care.anling.core.triage.TriagePolicies.READING_LIVE;
import static care.anling.core.triage.TriagePolicies.VITALS_PERSISTENCE;

import care.anling.core.common.DeviceClock;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry.Reading;
import care.anling.core.resident.Absence;
import care.anling.core.resident.Profile;
import care.anling.core.triage.VitalsTrail.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges signals and readings by {@link TriagePolicies}. The machine orders the queue; humans decide. */
public final class Triage {

    private Triage() {}

    public static Assessment assess(Signal signal, Profile profile) {
        Assessment judged = TriagePolicies.of(signal.kind()).assessment();
        Priority priority = judged.priority();
        Set<Reason> reasons = new LinkedHashSet<>(judged.reasons());
        Optional<Absence> absence = profile.absenceAt(signal.receivedAt());
        if (absence.isPresent() && isSilence(signal.kind())) {
            priority = Priority.P4;
        } else if (priority == Priority.P3 && profile.frailty() >= FRAIL_FROM) {
            priority = Priority.P2;
            reasons.add(Reason.FRAIL);
        }
        reasons.addAll(signal.flags());
        absence.map(Triage::reasonOf).ifPresent(reasons::add);
        return new Assessment(priority, judged.leading(), judged.needs(), List.copyOf(reasons));
    }

    /** A telephone call, judged by whoever listens; what they leave open is as for any call, or as for any such need. */
    public static Assessment assessCall(Optional<Need> need, Optional<Priority> priority) {
        Assessment unsaid = TriagePolicies.CALL.assessment();
        return new Assessment(
                priority.or(() -> need.map(TriagePolicies::called)).orElse(unsaid.priority()),
                need.orElse(unsaid.leading()),
                need.map(Set::of).orElse(unsaid.needs()),
                unsaid.reasons());
    }

    /**
     * Whether the newest reading calls people: two alarming ones within {@link TriagePolicies#VITALS_PERSISTENCE}, or
     * one of a medical-grade device. Until then a single one asks for another measurement.
     *
     * @param before the readings so far; the caller keeps {@code before.with(reading, source)}
     */
    public static VitalsVerdict assessVitals(
            VitalsTrail before, Reading reading, DeviceKind source, Profile profile, Instant now) {
        if (reading.backfilled() || !isLive(reading.at(), now)) {
            return VitalsVerdict.QUIET;
        }
        VitalsTrail trail = before.with(reading, source);
        Sample newest = new Sample(reading, source);
        if (!isAlarming(newest, trail, profile)) {
            return VitalsVerdict.QUIET;
        }
        boolean believed = newest.isMedicalGrade() && isAlarming(newest, trail.onlyMedicalGrade(), profile);
        Instant since = reading.at().minus(VITALS_PERSISTENCE);
        boolean lasting = before.samples().stream()
                .filter(sample -> !sample.at().isBefore(since) && !sample.equals(newest))
                .anyMatch(sample -> isAlarming(sample, trail, profile));
        return believed || lasting
                ? VitalsVerdict.alarm(judge(
                        News2.score(trail.until(now.plus(DeviceClock.AHEAD_MAX)).latest(), profile, now)))
                : VitalsVerdict.MEASURE_AGAIN;
    }

    private static boolean isLive(Instant at, Instant now) {
        return !at.isBefore(now.minus(READING_LIVE)) && !at.isAfter(now.plus(DeviceClock.AHEAD_MAX));
    }

    /** Points of its own: a normal temperature that arrives next does not confirm a pulse. */
    private static boolean isAlarming(Sample sample, VitalsTrail trail, Profile profile) {
        News2.Score score = News2.score(trail.until(sample.at()).latest(), profile, sample.at());
        List<Integer> own = News2Parameter.measuredIn(sample.reading().vitals()).stream()
                .map(parameter -> score.points().getOrDefault(parameter, 0))
                .toList();
        return own.contains(3)
                || (score.lowerBound() >= NEWS2_URGENT_FROM && own.stream().anyMatch(points -> points > 0));
    }

    private static Assessment judge(News2.Score score) {
        List<Reason> reasons = new ArrayList<>();
        if (score.lowerBound() >= NEWS2_EMERGENCY_FROM) {
            reasons.add(Reason.NEWS2_SEVEN_OR_MORE);
        } else if (score.lowerBound() >= NEWS2_URGENT_FROM) {
            reasons.add(Reason.NEWS2_FIVE_OR_SIX);
        }
        if (score.hasSingleThree()) {
            reasons.add(Reason.NEWS2_SINGLE_THREE);
        }
        return new Assessment(
                reasons.contains(Reason.NEWS2_SEVEN_OR_MORE) ? Priority.P1 : Priority.P2,
                Need.MEDICAL,
                Set.of(Need.MEDICAL),
                List.copyOf(reasons));
    }

    /**
     * Whether a signal is kept and calls nobody: a technical one of a device somebody works on, and the silence of
     * somebody who is not there. A press is never silenced.
     */
    public static boolean isSilenced(SignalKind kind, Collection<Reason> reasons) {
        boolean absent = reasons.contains(Reason.RESIDENT_AWAY) || reasons.contains(Reason.RESIDENT_IN_HOSPITAL);
        return (absent && isSilence(kind)) || (reasons.contains(Reason.IN_MAINTENANCE) && isTechnical(kind));
    }

    private static boolean isTechnical(SignalKind kind) {
        return TriagePolicies.of(kind).needs().equals(Set.of(Need.TECHNICAL));
    }

    private static Reason reasonOf(Absence absence) {
        return switch (absence.kind()) {
            case AWAY -> Reason.RESIDENT_AWAY;
            case HOSPITAL -> Reason.RESIDENT_IN_HOSPITAL;
        };
    }

    /** What somebody who is away, or in hospital, does not do at home. */
    private static boolean isSilence(SignalKind kind) {
        return kind == SignalKind.INACTIVITY || kind == SignalKind.WELFARE_MISSED || kind == SignalKind.DEVICE_OFFLINE;
    }
}
