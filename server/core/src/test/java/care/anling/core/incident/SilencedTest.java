package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.IncidentId;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.resident.Absence;
import care.anling.core.resident.Profile;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Triage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What opens an incident at home, with the device in maintenance, and with its resident away. */
class SilencedTest {

    /** A kind that is missing here fails {@link #everyKindHasItsLine}. */
    private static final String MAP = """
            kind            home maintenance away
            SOS             yes  yes         yes
            CANCEL          no   no          no
            FALL_SUSPECTED  yes  yes         yes
            FALL_CONFIRMED  yes  yes         yes
            FALL_CANCELLED  no   no          no
            VITALS          yes  yes         yes
            SMOKE           yes  yes         yes
            GAS             yes  yes         yes
            WATER           yes  yes         yes
            INACTIVITY      yes  yes         no
            GEOFENCE_EXIT   yes  yes         yes
            TAMPER          yes  no          yes
            REMOVED         yes  no          yes
            LOW_BATTERY     yes  no          yes
            DEVICE_OFFLINE  yes  no          no
            DEVICE_FAULT    yes  no          yes
            TEST_OVERDUE    yes  no          yes
            WELFARE_MISSED  yes  yes         no
            CALL            yes  yes         yes
            OTHER_ALARM     yes  yes         yes
            UNDECODABLE     yes  yes         yes
            SYSTEM_FAULT    yes  no          yes
            """;

    private static final Profile IN_HOSPITAL = away(Given.T0.plusSeconds(3_600));

    @Test
    void everyKindHasItsLine() {
        assertThat(MAP.lines().skip(1).map(line -> SignalKind.valueOf(line.split(" +")[0])))
                .containsExactlyInAnyOrder(SignalKind.values());
    }

    @ParameterizedTest
    @EnumSource(SignalKind.class)
    void aKindOpensAsTheMapSays(SignalKind kind) {
        String[] line = MAP.lines()
                .map(each -> each.split(" +"))
                .filter(each -> each[0].equals(kind.name()))
                .findFirst()
                .orElseThrow();
        Signal signal = Given.signal(kind, Given.WATCH, false);
        assertThat(opens(signal, Profile.UNKNOWN)).isEqualTo(line[1].equals("yes"));
        assertThat(opens(flagged(signal), Profile.UNKNOWN)).isEqualTo(line[2].equals("yes"));
        assertThat(opens(signal, IN_HOSPITAL)).isEqualTo(line[3].equals("yes"));
    }

    @Test
    void aPressOfSomebodyInHospitalRingsAndSaysSo() {
        Assessment assessment = Triage.assess(Given.signal(SignalKind.SOS, Given.WATCH, false), IN_HOSPITAL);
        assertThat(assessment.reasons()).containsExactly(Reason.SOS_PRESSED, Reason.RESIDENT_IN_HOSPITAL);
    }

    @Test
    void anAbsenceThatIsOverSilencesNothing() {
        assertThat(opens(Given.signal(SignalKind.INACTIVITY, Given.WATCH, false), away(Given.T0)))
                .isTrue();
    }

    /** A silenced one beside an open incident is written down with it, and rings nobody. */
    @Test
    void aSilencedSignalJoinsQuietly() {
        Given given = new Given();
        given.decide(Given.raise(SignalKind.SOS));
        Incident before = given.get();
        Signal silence = flagged(Given.signal(SignalKind.DEVICE_OFFLINE, Given.WATCH, false));
        given.decide(Given.raise(silence));
        assertThat(given.get().signals()).isEqualTo(before.signals() + 1);
        assertThat(given.get().deadlines()).isEqualTo(before.deadlines());
        assertThat(given.get().assessment().priority())
                .isEqualTo(before.assessment().priority());
    }

    private static Profile away(Instant until) {
        return new Profile(0, false, false, Optional.of(new Absence(Absence.Kind.HOSPITAL, Optional.of(until))));
    }

    private static boolean opens(Signal signal, Profile profile) {
        Given given = new Given();
        Decision decision = IncidentMachine.decide(
                Optional.empty(),
                new IncidentCommand.RaiseSignal(
                        signal, Triage.assess(signal, profile), Given.RESIDENT, new IncidentId(Given.fresh())),
                given.now);
        return decision.changes();
    }

    private static Signal flagged(Signal signal) {
        return new Signal(
                signal.id(),
                signal.kind(),
                signal.from(),
                signal.receivedAt(),
                signal.deviceTime(),
                signal.fix(),
                signal.batteryPercent(),
                signal.drill(),
                signal.presses(),
                List.of(Reason.IN_MAINTENANCE),
                signal.wire());
    }
}
