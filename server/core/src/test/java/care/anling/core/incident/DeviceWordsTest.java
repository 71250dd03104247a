package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceWordsTest {

    private final Given given = new Given();

    @Test
    void aWatchHearsHowHelpComesNearer() {
        assertThat(wordsOf(given.must(Given.raise(SignalKind.SOS)))).containsExactly(bare("received"));
        assertThat(wordsOf(given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster()))))
                .containsExactly(bare("offered"));
        assertThat(wordsOf(given.accept(Given.volunteer(1))))
                .containsExactly(new DeviceWord(
                        given.get().id(),
                        "accepted",
                        Optional.of("志愿者1"),
                        Optional.of(Role.FIRST_HAND),
                        given.assignmentOf(Given.volunteer(1)).etaSeconds(),
                        false));
        assertThat(wordsOf(given.move(Given.volunteer(1), AssignmentState.EN_ROUTE)))
                .isEmpty();
        assertThat(wordsOf(given.move(Given.volunteer(1), AssignmentState.ON_SCENE)))
                .extracting(DeviceWord::state)
                .containsExactly("on_scene");
        assertThat(wordsOf(given.must(Given.raise(SignalKind.SOS)))).containsExactly(bare("received"));
        assertThat(wordsOf(given.standDown())).containsExactly(bare("closed"));
    }

    @Test
    void nothingIsPromisedWhenNobodyCouldBeAsked() {
        given.must(Given.raise(SignalKind.SOS));

        assertThat(wordsOf(given.must(new IncidentCommand.RunStep(given.now, given.plan(), List.of()))))
                .isEmpty();
    }

    @Test
    void aFlatBatteryIsNoReasonToSayThatHelpIsComing() {
        assertThat(wordsOf(given.must(Given.raise(SignalKind.LOW_BATTERY)))).isEmpty();
    }

    private DeviceWord bare(String state) {
        return new DeviceWord(given.get().id(), state, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private static List<DeviceWord> wordsOf(Decision decision) {
        return DeviceWords.of(decision.next().orElseThrow(), decision.events());
    }
}
