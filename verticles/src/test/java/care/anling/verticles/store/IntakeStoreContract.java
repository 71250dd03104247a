package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.Person;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKey;
import care.anling.core.incident.SubjectKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every intake store promises: the fake used in other tests, and PostgreSQL. */
interface IntakeStoreContract {

    IntakeStore store();

    /** Of a node that knows of nothing that happened here. */
    default IntakeStore elsewhere() {
        return store();
    }

    /** What happens to them afterwards. */
    IncidentStore incidents();

    /** Lets time pass for what is stored, without waiting. */
    void age(Duration by);

    default IntakeWrite land(Arrival... arrivals) {
        return land(store(), arrivals);
    }

    private static IntakeWrite land(IntakeStore at, Arrival... arrivals) {
        List<Arrival> batch = List.of(arrivals);
        return PgFixture.await(at.land(batch, view -> Samples.fold(batch, view)));
    }

    default SignalKey key(Subject subject, Duration believed) {
        return new SignalKey(new care.anling.core.common.DeviceId(subject.id()), "SOS e1", believed, false, false);
    }

    @Test
    default void aFirstPressOpensAnIncidentAndASecondJoinsIt() {
        Subject subject = Samples.resident(Samples.community());
        Incident opened =
                land(Samples.press(subject, List.of())).changes().get(0).after();
        Change joined = land(Samples.press(subject, List.of())).changes().get(0);
        assertThat(joined.before()).contains(opened);
        assertThat(joined.after().id()).isEqualTo(opened.id());
        assertThat(joined.after().signals()).isEqualTo(2);
    }

    @Test
    default void whatIsLoadedIsWhatWasStored() {
        Subject subject = Samples.resident(Samples.community());
        Incident stored =
                land(Samples.press(subject, List.of())).changes().get(0).after();
        IntakeView[] seen = new IntakeView[1];
        PgFixture.await(store().land(List.of(Samples.press(subject, List.of())), view -> {
            seen[0] = view;
            return new IntakeWrite(List.of(), List.of());
        }));
        assertThat(seen[0].open()).containsOnlyKeys(SubjectKey.of(subject)).containsValue(stored);
    }

    /** S2. */
    @Test
    default void s2AtMostOneIncidentIsOpenPerSubject() {
        Subject subject = Samples.resident(Samples.community());
        IntakeWrite write = land(
                Samples.press(subject, List.of()),
                Samples.press(subject, List.of()),
                Samples.press(subject, List.of()));
        assertThat(write.changes()).hasSize(1);
        assertThat(write.landings())
                .extracting(landing -> landing.incident().orElseThrow())
                .containsOnly(write.changes().get(0).after().id());
    }

    private Incident raise(Subject subject) {
        return land(Samples.press(subject, List.of())).changes().get(0).after();
    }

    private void merge(Incident other, Incident into) {
        assertThat(PgFixture.await(incidents().changeBoth(into.id(), other.id(), Samples::merge))
                        .isRejected())
                .isFalse();
    }

    private void standDown(Incident incident) {
        Person by = new Person(Samples.id(), "坐席");
        PgFixture.await(incidents()
                .change(
                        incident.id(),
                        (it, now) -> IncidentMachine.decide(
                                Optional.of(it), new IncidentCommand.StandDown(by, Disposition.HELPED, ""), now)));
    }

    /** S2: the one it became part of is its open incident, until that is over. */
    @Test
    default void s2WhatWasMergedJoinsTheOneThatGoesOn() {
        Subject button = Samples.nameless(Samples.community());
        Incident kept = raise(Samples.resident(button.community()));
        merge(raise(button), kept);

        for (IntakeStore node : List.of(store(), elsewhere())) {
            Change joined =
                    land(node, Samples.press(button, List.of())).changes().get(0);
            assertThat(joined.after().id()).isEqualTo(kept.id());
            assertThat(joined.after().subject()).isEqualTo(kept.subject());
            assertThat(joined.events()).anyMatch(event -> event instanceof IncidentEvent.SignalAdded);
        }
        assertThat(raise(button).signals()).isEqualTo(5);
        standDown(kept);
        Change next = land(Samples.press(button, List.of())).changes().get(0);
        assertThat(next.before()).isEmpty();
        assertThat(next.after().subject()).isEqualTo(button);
    }

    @Test
    default void s2AChainOfMergesEndsWhereItGoesOn() {
        Subject button = Samples.nameless(Samples.community());
        Subject gateway = Samples.nameless(button.community());
        Incident middle = raise(gateway);
        merge(raise(button), middle);
        Incident kept = raise(Samples.resident(button.community()));
        merge(middle, kept);
        for (Subject subject : List.of(button, gateway)) {
            assertThat(raise(subject).id()).isEqualTo(kept.id());
        }
    }

    /** Both say something at once: it is one incident, written once. */
    @Test
    default void s2TwoSubjectsOfOneIncidentLandTogether() {
        Subject button = Samples.nameless(Samples.community());
        Subject resident = Samples.resident(button.community());
        merge(raise(button), raise(resident));
        IncidentCount both = IncidentCount.of(land(
                Samples.press(button, List.of()),
                Samples.press(resident, List.of()),
                Samples.press(button, List.of())));
        assertThat(both).isEqualTo(new IncidentCount(1, 5));
    }

    record IncidentCount(int changes, int signals) {
        static IncidentCount of(IntakeWrite write) {
            return new IncidentCount(
                    write.changes().size(), write.changes().get(0).after().signals());
        }
    }

    /** Flat batteries of a house are one fault of it; whoever then presses is not a fault of the house. */
    @Test
    default void aResidentIsNeverLostInAHouse() {
        Subject resident = Samples.resident(Samples.community());
        Incident fault = land(Samples.fault(resident)).changes().get(0).after();
        Subject house = new Subject(SubjectKind.PLACE, Samples.id(), resident.community(), "3号楼", Optional.empty());
        merge(fault, land(Samples.fault(house)).changes().get(0).after());
        assertThat(raise(resident).subject()).isEqualTo(resident);
    }

    /** S3. */
    @Test
    default void s3TheSameKeyIsTheSameSignal() {
        Subject subject = Samples.resident(Samples.community());
        SignalKey key = key(subject, Duration.ofHours(24));
        land(Samples.press(subject, List.of(key)));
        IntakeWrite second = land(Samples.press(subject, List.of(key)));
        assertThat(second.changes()).isEmpty();
        assertThat(second.landings()).allMatch(Landing::duplicate);
    }

    @Test
    default void anIdAloneIsBelievedForTenMinutes() {
        Subject subject = Samples.resident(Samples.community());
        SignalKey key = key(subject, Duration.ofMinutes(10));
        land(Samples.press(subject, List.of(key)));
        age(Duration.ofMinutes(9));
        assertThat(land(Samples.press(subject, List.of(key))).landings()).allMatch(Landing::duplicate);
        age(Duration.ofMinutes(2));
        assertThat(land(Samples.press(subject, List.of(key))).landings()).noneMatch(Landing::duplicate);
    }

    @Test
    default void anIdWithATimeIsBelievedForADay() {
        Subject subject = Samples.resident(Samples.community());
        SignalKey key = key(subject, Duration.ofHours(24));
        land(Samples.press(subject, List.of(key)));
        age(Duration.ofHours(23));
        assertThat(land(Samples.press(subject, List.of(key))).landings()).allMatch(Landing::duplicate);
        age(Duration.ofHours(2));
        assertThat(land(Samples.press(subject, List.of(key))).landings()).noneMatch(Landing::duplicate);
    }

    @Test
    default void withoutAnIdOnlyARedeliveryIsTheSame() {
        Subject subject = Samples.resident(Samples.community());
        SignalKey first = new SignalKey(
                new care.anling.core.common.DeviceId(subject.id()), "p7", Duration.ofHours(24), true, false);
        SignalKey again = new SignalKey(first.device(), first.text(), first.believedFor(), true, true);
        land(Samples.press(subject, List.of(first)));
        assertThat(land(Samples.press(subject, List.of(first))).landings()).noneMatch(Landing::duplicate);
        assertThat(land(Samples.press(subject, List.of(again))).landings()).allMatch(Landing::duplicate);
    }

    @Test
    default void aKeyTellsWhichSignalHoldsIt() {
        Subject subject = Samples.resident(Samples.community());
        SignalKey key = key(subject, Duration.ofHours(24));
        Arrival press = Samples.press(subject, List.of(key));
        land(press);
        PgFixture.await(store().land(List.of(press), view -> {
            assertThat(view.known()).containsEntry(key, press.signal().id());
            return new IntakeWrite(List.of(), List.of());
        }));
    }

    @Test
    default void aFoldThatThrowsLeavesNothing() {
        Subject subject = Samples.resident(Samples.community());
        assertThatThrownBy(() -> PgFixture.await(store().land(List.of(Samples.press(subject, List.of())), view -> {
                    throw new IllegalStateException("on purpose");
                })))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.PERMANENT);
        assertThat(land(Samples.press(subject, List.of())).changes().get(0).before())
                .isEmpty();
    }
}
