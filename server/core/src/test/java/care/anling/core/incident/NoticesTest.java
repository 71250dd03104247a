package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.common.ResidentId;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.Prompt;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticesTest {

    private static final Audience FAMILY = Audience.family(new ResidentId(Given.RESIDENT.id()));

    @Test
    void aPressTellsNobodyItself() {
        Given given = new Given();

        assertThat(given.must(Given.raise(SignalKind.SOS)).notices()).isEmpty();
        assertThat(given.must(Given.raise(SignalKind.SOS)).notices()).isEmpty();
    }

    @Test
    void whoeverIsAskedIsTold() {
        Given given = Given.opened(SignalKind.SOS);

        List<Notice> notices = given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster()))
                .notices();

        assertThat(notices)
                .filteredOn(n -> n.kind() == NoticeKind.OFFER)
                .extracting(Notice::audience)
                .containsExactlyInAnyOrderElementsOf(given.get().offers().stream()
                        .map(offer -> to(offer.responder()))
                        .toList());
        Offer offer = given.offerTo(Given.volunteer(1));
        Notice notice = notices.stream()
                .filter(n -> n.audience().equals(to(Given.volunteer(1))))
                .findFirst()
                .orElseThrow();
        assertThat(notice.expiresAt()).isEqualTo(offer.expiresAt());
        assertThat(notice.detail().offer()).contains(offer.id());
        assertThat(notice.detail().role()).contains(Role.FIRST_HAND);
        assertThat(notice.detail().etaSeconds()).isEqualTo(offer.etaSeconds()).isPresent();
    }

    @Test
    void aPlaceTakenTellsTheOthersWhoComes() {
        Given given = Given.ringing();

        List<Notice> notices = given.accept(Given.volunteer(2)).notices();

        assertThat(notices)
                .filteredOn(n -> n.kind() == NoticeKind.OFFER_WITHDRAWN)
                .extracting(Notice::audience)
                .containsExactlyInAnyOrder(to(Given.volunteer(1)), to(Given.volunteer(3)));
        assertThat(notices)
                .allSatisfy(n -> assertThat(n.detail().person())
                        .contains(Given.volunteer(2).name()));
    }

    @Test
    void whoDeclinesOrLetsItRingHearsNoMore() {
        Given given = Given.ringing();

        assertThat(given.decline(Given.volunteer(1)).notices()).isEmpty();
    }

    @Test
    void whoIsNamedByTheDeskIsTold() {
        Given given = Given.ringing();

        List<Notice> notices = given.assign(Given.volunteer(6), Role.FIRST_HAND).notices();

        assertThat(notices)
                .filteredOn(n -> n.kind() == NoticeKind.ASSIGNED)
                .singleElement()
                .satisfies(n -> {
                    assertThat(n.audience()).isEqualTo(to(Given.volunteer(6)));
                    assertThat(n.detail().person()).isEqualTo(Optional.of(Given.COORDINATOR.name()));
                });
        assertThat(notices)
                .filteredOn(n -> n.kind() == NoticeKind.OFFER_WITHDRAWN)
                .hasSize(3);
    }

    @Test
    void standingDownTellsEveryoneOnce() {
        Given given = Given.ringing();
        given.accept(Given.volunteer(2));
        given.move(Given.volunteer(2), AssignmentState.EN_ROUTE);

        List<Notice> notices = given.standDown().notices();

        assertThat(notices).extracting(Notice::kind).containsOnly(NoticeKind.STOOD_DOWN);
        assertThat(notices)
                .extracting(Notice::audience)
                .containsExactlyInAnyOrder(
                        to(Given.DOCTOR_1),
                        to(Given.DOCTOR_2),
                        to(Given.volunteer(2)),
                        to(Given.COORDINATOR),
                        to(Given.COORDINATOR_2),
                        FAMILY);
    }

    /** The gateway that telephoned the monitoring centre, the street's desk, the family: whoever a step has told. */
    @Test
    void whoeverAStepHasToldHearsThatItIsOver() {
        Given given = Given.opened(SignalKind.SOS);
        for (int round = 0; round < 5; round++) {
            given.must(new IncidentCommand.RunStep(due(given), given.plan(), Given.roster()));
        }

        assertThat(toldThatItIsOver(given))
                .containsExactlyInAnyOrder(
                        FAMILY, Audience.street(Given.RESIDENT.community()), Audience.outside(ResponsePlans.OUTSIDE));
    }

    /** The ladder stands at its bottom again, and nobody has forgotten what they were told. */
    @Test
    void whoeverAnEarlierPlanHasToldHearsItToo() {
        Given given = Given.opened(SignalKind.GEOFENCE_EXIT).step().step();
        given.must(Given.raise(SignalKind.SOS));

        assertThat(given.get().ladder().hasRun()).isFalse();
        assertThat(toldThatItIsOver(given)).contains(FAMILY, Audience.street(Given.RESIDENT.community()));
    }

    @Test
    void whomNoStepHasToldHearsNothing() {
        assertThat(toldThatItIsOver(Given.opened(SignalKind.SOS))).isEmpty();
        assertThat(toldThatItIsOver(Given.nameless().step())).isEmpty();
    }

    /** What was told of the one that became part of it is over when it is: nobody hears that before, nor never. */
    @Test
    void twoThatWereOneEndOnceForWhomeverEitherHasTold() {
        Given button = Given.nameless().step().step().step();
        Given given = Given.ringing();
        given.at(61).must(new IncidentCommand.Absorb(Given.COORDINATOR, button.get(), List.of()));
        Decision closed = button.at(61)
                .must(new IncidentCommand.MergeInto(
                        Given.COORDINATOR, given.get().id()));

        assertThat(closed.notices()).noneMatch(n -> n.audience().kind() != Audience.Kind.ACCOUNT);
        assertThat(toldThatItIsOver(given))
                .containsExactlyInAnyOrder(
                        FAMILY, Audience.street(Given.RESIDENT.community()), Audience.outside(ResponsePlans.OUTSIDE));
    }

    private static List<Audience> toldThatItIsOver(Given given) {
        return given.standDown().notices().stream()
                .filter(n -> n.kind() == NoticeKind.STOOD_DOWN)
                .map(Notice::audience)
                .filter(audience -> audience.kind() != Audience.Kind.ACCOUNT)
                .toList();
    }

    /** Two doctors are asked at once: the other one's phone stops, and says who has it. */
    @Test
    void theDoctorWhoLosesHearsWhoWonAtOnce() {
        Given given = Given.ringing().at(3);

        assertThat(given.accept(Given.DOCTOR_2).notices())
                .filteredOn(n -> n.kind() == NoticeKind.OFFER_WITHDRAWN)
                .singleElement()
                .satisfies(n -> {
                    assertThat(n.audience()).isEqualTo(to(Given.DOCTOR_1));
                    assertThat(n.detail().person()).contains(Given.DOCTOR_2.name());
                });
        assertThat(given.accept(Given.DOCTOR_1).rejection()).contains(Rejection.lostTo(Given.DOCTOR_2));
        assertThat(given.due()).as("no next one is rung").contains(Given.T0.plusSeconds(10));
    }

    /** As the plan says: family at once; after a minute the street, the world outside, and a word about 120. */
    @Test
    void whoeverThePlanTellsIsToldOnce() {
        Given given = Given.opened(SignalKind.SOS);
        List<String> told = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            given.must(new IncidentCommand.RunStep(due(given), given.plan(), Given.roster())).notices().stream()
                    .filter(n -> n.kind() == NoticeKind.ALARM || n.kind() == NoticeKind.DESK_ALARM)
                    .forEach(n -> told.add(given.now.getEpochSecond() - Given.T0.getEpochSecond() + " " + n.kind() + " "
                            + n.audience().kind()));
        }

        assertThat(told).containsExactly("0 ALARM FAMILY", "60 ALARM STREET", "60 ALARM OUTSIDE", "60 DESK_ALARM DESK");
    }

    /** The desk and every screen see each estimate; the family's phones hear who comes, and what is news. */
    @Test
    void theFamilyHearsWhoComesAndWhen() {
        Given given = Given.ringing().at(3);
        List<Notice> first = etas(given.accept(Given.volunteer(3)));
        assertThat(first).singleElement().satisfies(n -> {
            assertThat(n.audience()).isEqualTo(Audience.family(new ResidentId(Given.RESIDENT.id())));
            assertThat(n.detail().person()).contains(Given.volunteer(3).name());
            assertThat(n.detail().etaSeconds())
                    .isEqualTo(given.assignmentOf(Given.volunteer(3)).etaSeconds())
                    .isPresent();
        });
        assertThat(etas(given.accept(Given.DOCTOR_1)))
                .as("a doctor walks nowhere")
                .isEmpty();

        given.at(5);
        List<Notice> much = etas(report(given, 60));
        assertThat(much).hasSize(1);
        assertThat(much.get(0).key())
                .as("another time")
                .isNotEqualTo(first.get(0).key());
        List<String> keys = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            given.at(40 + 35L * step);
            etas(report(given, 60)).forEach(n -> keys.add(n.key()));
        }
        assertThat(new HashSet<>(keys)).as("standing still is told once a span").hasSizeLessThan(3);
    }

    private static Decision report(Given given, double meters) {
        Person who = Given.volunteer(3);
        return given.must(
                new IncidentCommand.ReportPosition(given.assignmentOf(who).id(), who, Given.fix(meters)));
    }

    private static List<Notice> etas(Decision decision) {
        return decision.notices().stream()
                .filter(n -> n.kind() == NoticeKind.ETA)
                .toList();
    }

    @Test
    void theDeskHearsWhomToTelephone() {
        Given given = Given.opened(SignalKind.SMOKE);
        assertThat(given.must(new IncidentCommand.RunStep(due(given), given.plan(), Given.roster()))
                        .notices())
                .filteredOn(n -> n.kind() == NoticeKind.DESK_ALARM)
                .singleElement()
                .satisfies(n -> assertThat(n.detail().prompt()).contains(Prompt.CALL_119));
    }

    /** The outbox keeps one letter of a key: what was told of a fall must not stand in for what is told of a fire. */
    @Test
    void whoeverWasToldOfAFallIsToldOfTheFireToo() {
        Given given = Given.opened(SignalKind.SOS);
        Set<String> fall = keysToldOver(given, 5);
        given.must(Given.raise(SignalKind.SMOKE));
        Set<String> fire = keysToldOver(given, 4);

        assertThat(fall).anyMatch(key -> key.contains("OUTSIDE")).anyMatch(key -> key.contains("STREET"));
        assertThat(fire).anyMatch(key -> key.contains("OUTSIDE")).anyMatch(key -> key.contains("STREET"));
        assertThat(fire).filteredOn(key -> !key.contains("FAMILY")).doesNotContainAnyElementsOf(fall);
    }

    @Test
    void whoeverWasToldOfADrillIsToldThatItIsMeant() {
        Given given = new Given();
        given.must(Given.raise(Given.signal(SignalKind.SOS, Given.WATCH, true)));
        Set<String> drill = keysToldOver(given, 4);
        given.must(Given.raise(SignalKind.SOS));
        Set<String> meant = keysToldOver(given, 4);

        assertThat(drill).anyMatch(key -> key.contains("FAMILY")).anyMatch(key -> key.contains("DESK"));
        assertThat(meant)
                .anyMatch(key -> key.contains("FAMILY"))
                .anyMatch(key -> key.contains("DESK"))
                .doesNotContainAnyElementsOf(drill);
    }

    private static Set<String> keysToldOver(Given given, int rounds) {
        Set<String> keys = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            given.must(new IncidentCommand.RunStep(due(given), given.plan(), Given.roster())).notices().stream()
                    .filter(n -> n.kind() == NoticeKind.ALARM || n.kind() == NoticeKind.DESK_ALARM)
                    .forEach(n -> keys.add(n.key()));
        }
        return keys;
    }

    @Test
    void aDrillTellsNobodyOutside() {
        Given given = new Given();
        given.must(Given.raise(Given.signal(SignalKind.SOS, Given.WATCH, true)));
        for (int round = 0; round < 4; round++) {
            assertThat(given.must(new IncidentCommand.RunStep(due(given), given.plan(), Given.roster()))
                            .notices())
                    .noneMatch(n -> n.audience().kind() == Audience.Kind.OUTSIDE);
        }
    }

    @Test
    void eachRoundRingsAnewAndNoNoticeHasTheKeyOfAnother() {
        Given given = Given.opened(SignalKind.SOS);
        HashSet<String> keys = new HashSet<>();
        int made = 0;
        for (int round = 0; round < 5; round++) {
            List<Notice> notices = given.must(new IncidentCommand.RunStep(due(given), given.plan(), Given.roster()))
                    .notices();
            made += notices.size();
            notices.forEach(notice -> keys.add(notice.key()));
        }

        assertThat(made).isGreaterThan(10);
        assertThat(keys).hasSize(made);
    }

    private static java.time.Instant due(Given given) {
        given.now = given.due().orElseThrow();
        return given.now;
    }

    private static Audience to(Person person) {
        return Audience.account(person.id());
    }
}
