package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.TestState;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.core.resident.Profile;
import care.anling.verticles.store.Dossier.Contact;
import care.anling.verticles.store.Dossier.DeviceLine;
import care.anling.verticles.store.Dossier.Reading;
import care.anling.verticles.store.DossierStore.Look;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every dossier store promises: all that is on record, and no look without a record of it. */
abstract class DossierStoreContract {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final UUID coordinator = Samples.id();
    final ResidentId resident = new ResidentId(Samples.id());
    private final DeviceId watch = new DeviceId(Samples.id());
    private CommunityId community;
    private Dossier.About about;

    abstract DossierStore store();

    abstract IntakeStore intake();

    abstract IncidentStore incidents();

    /** A community of this name. */
    abstract CommunityId community(String name);

    /** A building of that community. */
    abstract CommunityId building(CommunityId community, String name, Wgs84 at);

    abstract void putLooker(UUID account, CommunityId node);

    abstract void put(FakeDossierStore.OnRecord resident);

    /** A device never heard of, of this resident or of nobody. */
    abstract void put(DeviceLine device, CommunityId node, Optional<ResidentId> of);

    /** Looks on record at incidents of this community, oldest first. */
    abstract List<Look> looks(CommunityId of);

    @BeforeEach
    void write() {
        community = community("东里社区");
        Wgs84 at = new Wgs84(34.76, 113.75);
        CommunityId building = building(community, "3号楼", at);
        putLooker(coordinator, community);
        Dossier.Door door = new Dossier.Door(
                community,
                "东里社区",
                Optional.of(building),
                Optional.of("3号楼"),
                Optional.of("2单元"),
                Optional.of(5),
                Optional.of("502"),
                Optional.of("门右侧密码盒，码 4471"),
                Optional.of(at));
        Dossier.Clinical clinical = new Dossier.Clinical(
                List.of("高血压", "2型糖尿病"),
                List.of("氨氯地平"),
                List.of("青霉素"),
                Optional.of("A"),
                Optional.of("听力弱"),
                Optional.of("去女儿家"),
                new Profile(6, true, true, false));
        about = new Dossier.About(
                resident,
                "李秀英",
                "li xiuying",
                Optional.of("F"),
                Optional.of(LocalDate.of(1941, 5, 2)),
                Optional.of("13800000000"),
                Optional.of("独居"),
                true,
                Optional.of("普通话"),
                door,
                clinical);
        put(new FakeDossierStore.OnRecord(
                about,
                List.of(
                        contact("王强", 2, Optional.empty()),
                        contact("王丽", 1, Optional.of(20)),
                        contact("安妮", 2, Optional.of(5))),
                List.of(
                        new Reading("hr", 84, now.minusSeconds(3600), watch),
                        new Reading("hr", 91, now.minusSeconds(60), watch),
                        new Reading("hr", 70, now.minusSeconds(25 * 3600), watch))));
        put(line(watch), community, Optional.of(resident));
    }

    @Test
    void everythingOnRecordIsShown() {
        Dossier dossier = read(press(residentAsSubject()), Optional.of(resident));
        assertThat(dossier.resident()).contains(about);
        assertThat(dossier.contacts()).extracting(Contact::name).containsExactly("王丽", "安妮", "王强");
        assertThat(dossier.contacts().get(0).minutesAway()).contains(20);
        assertThat(dossier.devices()).containsExactly(line(watch));
        assertThat(dossier.readAt()).isAfterOrEqualTo(now);
    }

    @Test
    void readingsAreThoseOfADayTheNewestFirst() {
        assertThat(read(press(residentAsSubject()), Optional.of(resident)).readings())
                .containsExactly(
                        new Reading("hr", 91, now.minusSeconds(60), watch),
                        new Reading("hr", 84, now.minusSeconds(3600), watch));
    }

    @Test
    void earlierIncidentsOfTheSameSubjectAreShownTheNewestFirst() {
        Incident first = press(residentAsSubject());
        standDown(first);
        Incident second = press(residentAsSubject());
        standDown(second);
        press(Samples.resident(community));
        Incident third = press(residentAsSubject());
        List<Dossier.Earlier> history = read(third, Optional.of(resident)).history();
        assertThat(history).extracting(Dossier.Earlier::incident).containsExactly(second.id(), first.id());
        assertThat(history.get(0).disposition()).contains("HELPED");
        assertThat(history.get(0).priority()).isEqualTo("P1");
        assertThat(history.get(0).need()).isEqualTo("MEDICAL");
        assertThat(history.get(0).signals()).isEqualTo(1);
    }

    /** An incident about a place: whatever spoke is shown, and nobody's health. */
    @Test
    void withoutAResidentOnlyWhatSpokeIsShown() {
        DeviceId smoke = new DeviceId(Samples.id());
        put(line(smoke), community, Optional.empty());
        Subject place = new Subject(SubjectKind.PLACE, Samples.id(), community, "3号楼", Optional.empty());
        List<Arrival> batch = List.of(Samples.press(place, smoke, List.of(), new byte[0]));
        Incident incident = land(batch);
        Dossier dossier = read(incident, Optional.empty());
        assertThat(dossier.resident()).isEmpty();
        assertThat(dossier.contacts()).isEmpty();
        assertThat(dossier.readings()).isEmpty();
        assertThat(dossier.devices()).containsExactly(line(smoke));
    }

    @Test
    void eachLookIsOnRecordOnce() {
        Incident incident = press(residentAsSubject());
        read(incident, Optional.of(resident));
        assertThat(looks(community)).containsExactly(look(coordinator, incident));
        read(incident, Optional.of(resident));
        assertThat(looks(community)).hasSize(2);
    }

    /** Else the record of an hour with a screen open would be hundreds of looks that nobody took. */
    @Test
    void whoFollowsATimelineLooksOnceAtEachNewWord() {
        Incident incident = press(residentAsSubject());
        UUID other = Samples.id();
        putLooker(other, community);
        follow(coordinator, incident);
        follow(coordinator, incident);
        assertThat(looks(community)).hasSize(1);
        follow(other, incident);
        assertThat(looks(community)).as("somebody else").hasSize(2);
        standDown(incident);
        follow(coordinator, incident);
        follow(coordinator, incident);
        assertThat(looks(community)).as("something new").hasSize(3);
        read(incident, Optional.of(resident));
        assertThat(looks(community)).as("a dossier is a look each time").hasSize(4);
    }

    private void follow(UUID who, Incident incident) {
        assertThat(PgFixture.await(store().timeline(
                                look(who, incident),
                                Optional.of(resident),
                                new DossierStore.Lines(0, 100, any -> true))))
                .isNotEmpty();
    }

    /** No record, no data. */
    @Test
    void whoCannotBePutOnRecordSeesNothing() {
        Incident incident = press(residentAsSubject());
        assertThatThrownBy(() -> PgFixture.await(store().read(look(Samples.id(), incident), Optional.of(resident))))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.PERMANENT);
        assertThat(looks(community)).isEmpty();
    }

    Subject residentAsSubject() {
        return new Subject(SubjectKind.RESIDENT, resident.value(), community, about.name(), Optional.empty());
    }

    Incident press(Subject subject) {
        return land(List.of(Samples.press(subject, List.of())));
    }

    private Incident land(List<Arrival> batch) {
        return PgFixture.await(intake().land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after();
    }

    private void standDown(Incident about) {
        PgFixture.await(incidents()
                .change(
                        about.id(),
                        (incident, at) -> IncidentMachine.decide(
                                Optional.of(incident),
                                new IncidentCommand.StandDown(new Person(coordinator, "李坐席"), Disposition.HELPED, ""),
                                at)));
    }

    Dossier read(Incident incident, Optional<ResidentId> of) {
        return PgFixture.await(store().read(look(coordinator, incident), of));
    }

    private Look look(UUID who, Incident incident) {
        return new Look(who, incident.id(), community, List.of("resident", "clinical"), "10.0.0.7");
    }

    private static Contact contact(String name, int order, Optional<Integer> minutesAway) {
        return new Contact(Samples.id().toString(), name, "女儿", "13900000000", order, true, minutesAway);
    }

    private static DeviceLine line(DeviceId device) {
        return new DeviceLine(
                device,
                DeviceKind.WATCH,
                Optional.of("X1"),
                Optional.empty(),
                Optional.empty(),
                "NEVER_SEEN",
                Optional.empty(),
                new DeviceNow.Care(TestState.NEVER_TESTED, Optional.empty()));
    }
}
