package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.incident.Incident;
import care.anling.core.incident.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every intake store promises: the fake used in other tests, and PostgreSQL. */
interface IntakeStoreContract {

    IntakeStore store();

    /** Lets time pass for what is stored, without waiting. */
    void age(Duration by);

    default IntakeWrite land(Arrival... arrivals) {
        List<Arrival> batch = List.of(arrivals);
        return PgFixture.await(store().land(batch, view -> Samples.fold(batch, view)));
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
