package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import org.junit.jupiter.api.Test;

class AttendingTest {

    @Test
    void theWayToTheDoorAndBack() {
        Given given = Given.ringing().at(3);
        given.accept(Given.volunteer(1));
        given.at(10).move(Given.volunteer(1), AssignmentState.EN_ROUTE);
        given.at(200).move(Given.volunteer(1), AssignmentState.ON_SCENE);
        given.at(900).move(Given.volunteer(1), AssignmentState.CLEARED);

        var assignment = given.assignmentOf(Given.volunteer(1));
        assertThat(assignment.acceptedAt()).isEqualTo(Given.T0.plusSeconds(3));
        assertThat(assignment.enRouteAt()).contains(Given.T0.plusSeconds(10));
        assertThat(assignment.onSceneAt()).contains(Given.T0.plusSeconds(200));
        assertThat(assignment.endedAt()).contains(Given.T0.plusSeconds(900));
    }

    @Test
    void stepsMayBeLeftOutButNotTakenBack() {
        Given given = Given.ringing().at(3);
        given.accept(Given.volunteer(1));
        assertThat(given.move(Given.volunteer(1), AssignmentState.ON_SCENE).changes())
                .isTrue();
        assertThat(given.move(Given.volunteer(1), AssignmentState.ON_SCENE).changes())
                .as("said twice")
                .isFalse();
        assertThat(given.move(Given.volunteer(1), AssignmentState.EN_ROUTE).rejection())
                .contains(Rejection.of(Rejection.Code.ASSIGNMENT_OUT_OF_ORDER));
        given.move(Given.volunteer(1), AssignmentState.CLEARED);
        assertThat(given.move(Given.volunteer(1), AssignmentState.RELEASED).rejection())
                .contains(Rejection.of(Rejection.Code.ASSIGNMENT_ENDED));
    }

    @Test
    void onlyWhoHoldsItMovesIt() {
        Given given = Given.ringing().at(3);
        given.accept(Given.volunteer(1));
        AssignmentId assignment = given.assignmentOf(Given.volunteer(1)).id();

        assertThat(given.decide(new IncidentCommand.MoveAssignment(
                                assignment, Given.volunteer(2), AssignmentState.CLEARED))
                        .rejection())
                .contains(Rejection.of(Rejection.Code.ASSIGNMENT_NOT_YOURS));
        assertThat(given.decide(new IncidentCommand.MoveAssignment(
                                new AssignmentId(Given.fresh()), Given.volunteer(1), AssignmentState.CLEARED))
                        .rejection())
                .contains(Rejection.of(Rejection.Code.ASSIGNMENT_UNKNOWN));
    }

    @Test
    void takingNoticeStopsNoLadder() {
        Given given = Given.ringing().at(2);
        given.must(new IncidentCommand.Acknowledge(Given.COORDINATOR));
        assertThat(given.due()).contains(Given.T0.plusSeconds(10));

        given.at(3);
        assertThat(given.must(new IncidentCommand.Acknowledge(Given.DOCTOR_1)).changes())
                .isFalse();
        assertThat(given.get().acknowledged())
                .contains(new Acknowledgement(Given.COORDINATOR, Given.T0.plusSeconds(2)));
    }

    @Test
    void aNoteIsWrittenDownAndChangesNothingElse() {
        Given given = Given.ringing().at(2);
        Actor by = new Actor.Human(Given.COORDINATOR, "COORDINATOR");
        Decision decision = given.must(new IncidentCommand.AddNote(by, "钥匙在邻居家"));

        assertThat(decision.events()).containsExactly(new IncidentEvent.NoteAdded(by, "钥匙在邻居家"));
        assertThat(given.due()).contains(Given.T0.plusSeconds(10));
    }

    @Test
    void standingDownEndsEverything() {
        Given given = Given.ringing().at(3);
        given.accept(Given.DOCTOR_1);
        given.at(60).standDown();

        assertThat(given.get().state()).isEqualTo(IncidentState.STOOD_DOWN);
        assertThat(given.get().deadlines()).isEmpty();
        assertThat(given.get().offers()).noneMatch(o -> o.state() == OfferState.PENDING);
        assertThat(given.assignmentOf(Given.DOCTOR_1).state()).isEqualTo(AssignmentState.CLEARED);
        assertThat(given.get().closing())
                .contains(new Closing(Disposition.HELPED, Given.COORDINATOR, Given.T0.plusSeconds(60)));
    }
}
