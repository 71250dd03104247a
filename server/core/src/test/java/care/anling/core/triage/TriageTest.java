package care.anling.core.triage;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Actor;
import care.anling.core.common.DeviceId;
import care.anling.core.common.SignalId;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.resident.Profile;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TriageTest {

    private static final Profile FRAIL = new Profile(5, false, false, false);
    private static final Profile AWAY = new Profile(7, false, false, true);

    /** The map for clinicians to read; a kind that is missing here fails {@link #everyKindHasItsLine}. */
    private static final String MAP = """
            SOS             P1 MEDICAL
            FALL_CONFIRMED  P1 MEDICAL PHYSICAL_HELP
            FALL_SUSPECTED  P2 MEDICAL PHYSICAL_HELP
            UNDECODABLE     P1 MEDICAL
            SMOKE           P1 FIRE_OR_GAS
            GAS             P1 FIRE_OR_GAS
            GEOFENCE_EXIT   P2 WANDERING
            VITALS          P2 MEDICAL
            CALL            P2 MEDICAL
            SYSTEM_FAULT    P2 TECHNICAL
            WATER           P3 WELFARE TECHNICAL
            INACTIVITY      P3 WELFARE
            WELFARE_MISSED  P3 WELFARE
            OTHER_ALARM     P3 WELFARE
            TAMPER          P4 TECHNICAL
            REMOVED         P4 TECHNICAL
            LOW_BATTERY     P4 TECHNICAL
            DEVICE_OFFLINE  P4 TECHNICAL
            DEVICE_FAULT    P4 TECHNICAL
            TEST_OVERDUE    P4 TECHNICAL
            CANCEL          P4 WELFARE
            FALL_CANCELLED  P4 WELFARE
            """;

    /** Whoever listens on the telephone says what is needed; what they leave open is as the need usually is. */
    @Test
    void aCallIsWhatTheCallerNeeds() {
        assertThat(Triage.assessCall(Optional.empty(), Optional.empty()))
                .isEqualTo(Triage.assess(signal(SignalKind.CALL), Profile.UNKNOWN));
        Assessment gas = Triage.assessCall(Optional.of(Need.FIRE_OR_GAS), Optional.empty());
        assertThat(gas.priority()).isEqualTo(Priority.P1);
        assertThat(gas.leading()).isEqualTo(Need.FIRE_OR_GAS);
        assertThat(gas.needs()).containsExactly(Need.FIRE_OR_GAS);
        assertThat(Triage.assessCall(Optional.of(Need.PHYSICAL_HELP), Optional.of(Priority.P3))
                        .priority())
                .isEqualTo(Priority.P3);
        for (Need need : Need.values()) {
            Assessment judged = Triage.assessCall(Optional.of(need), Optional.empty());
            assertThat(judged.priority()).as(need.name()).isBetween(Priority.P1, Priority.P4);
            assertThat(judged.reasons()).containsExactly(Reason.CALL);
        }
    }

    @Test
    void everyKindHasItsLine() {
        assertThat(lines().map(line -> SignalKind.valueOf(line[0]))).containsExactlyInAnyOrder(SignalKind.values());
    }

    @ParameterizedTest
    @EnumSource(SignalKind.class)
    void aKindIsJudgedAsTheMapSays(SignalKind kind) {
        String[] line =
                lines().filter(l -> l[0].equals(kind.name())).findFirst().orElseThrow();
        Assessment assessment = Triage.assess(signal(kind), Profile.UNKNOWN);

        assertThat(assessment.priority()).isEqualTo(Priority.valueOf(line[1]));
        assertThat(assessment.leading()).isEqualTo(Need.valueOf(line[2]));
        assertThat(assessment.needs())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(line).skip(2).map(Need::valueOf).toList());
        assertThat(assessment.needs()).contains(assessment.leading());
        assertThat(assessment.reasons()).hasSize(1);
    }

    @Test
    void needsLeadInTheirDeclaredOrder() {
        for (SignalKind kind : SignalKind.values()) {
            Assessment assessment = Triage.assess(signal(kind), Profile.UNKNOWN);
            Set<Need> needs = EnumSet.copyOf(assessment.needs());
            assertThat(assessment.leading()).isEqualTo(needs.iterator().next());
        }
    }

    @ParameterizedTest
    @CsvSource({"4, P3", "5, P2", "9, P2", "0, P3"})
    void frailtyMakesThreeTwo(int frailty, Priority expected) {
        Assessment assessment = Triage.assess(signal(SignalKind.INACTIVITY), new Profile(frailty, false, false, false));

        assertThat(assessment.priority()).isEqualTo(expected);
        assertThat(assessment.reasons().contains(Reason.FRAIL)).isEqualTo(expected == Priority.P2);
    }

    @ParameterizedTest
    @EnumSource(
            value = SignalKind.class,
            names = {"SOS", "FALL_SUSPECTED", "LOW_BATTERY"})
    void frailtyChangesNoOtherPriority(SignalKind kind) {
        assertThat(Triage.assess(signal(kind), FRAIL)).isEqualTo(Triage.assess(signal(kind), Profile.UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource(
            value = SignalKind.class,
            names = {"INACTIVITY", "WELFARE_MISSED", "DEVICE_OFFLINE"})
    void silenceOfSomebodyAwayIsNoEmergency(SignalKind silence) {
        assertThat(Triage.assess(signal(silence), AWAY).priority()).isEqualTo(Priority.P4);
    }

    @Test
    void aPressOfSomebodyAwayIsAPress() {
        assertThat(Triage.assess(signal(SignalKind.SOS), AWAY).priority()).isEqualTo(Priority.P1);
    }

    @Test
    void whatTheEdgeNoticedBecomesAReason() {
        Assessment assessment = Triage.assess(
                signal(SignalKind.SOS, Reason.UNIDENTIFIED, Reason.SOS_PRESSED, Reason.RETIRED_DEVICE),
                Profile.UNKNOWN);

        assertThat(assessment.reasons())
                .containsExactly(Reason.SOS_PRESSED, Reason.UNIDENTIFIED, Reason.RETIRED_DEVICE);
    }

    private static Stream<String[]> lines() {
        return MAP.lines().map(line -> line.trim().split(" +"));
    }

    private static Signal signal(SignalKind kind, Reason... flags) {
        return new Signal(
                new SignalId(new UUID(0, 1)),
                kind,
                new Actor.Machine(new DeviceId(new UUID(0, 2))),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                List.of(flags),
                Optional.empty());
    }
}
