package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentMachine;
import care.anling.verticles.view.IncidentSamples;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every responder store promises: who could come, as they are at this moment. */
abstract class ResponderStoreContract {

    private static final Wgs84 HOME = new Wgs84(34.7, 113.7);
    private static final int STEP_BY_HAND = -1;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private CommunityId street;
    private CommunityId community;

    abstract ResponderStore store();

    abstract IntakeStore intake();

    abstract IncidentStore incidents();

    abstract CommunityId street();

    abstract CommunityId community(CommunityId street);

    /** Somebody off duty with this role and home. */
    abstract void put(Person person, AccountRole account, CommunityId node, Role role, Wgs84 home);

    @BeforeEach
    void settle() {
        street = street();
        community = community(street);
    }

    @Test
    void aRosterHoldsTheCommunityAndTheStreetAboveButNoFamily() {
        UUID near = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        UUID above = person(AccountRole.DOCTOR, street, Role.DOCTOR);
        person(AccountRole.FAMILY, community, Role.FAMILY);
        person(AccountRole.VOLUNTEER, community(street), Role.FIRST_HAND);
        assertThat(roster(10)).extracting(entry -> entry.person().id()).containsExactlyInAnyOrder(near, above);
        assertThat(PgFixture.await(store().roster(street, 10)))
                .extracting(entry -> entry.person().id())
                .containsExactly(above);
    }

    @Test
    void whoIsOnDutyComesFirstAndNoMoreThanAskedFor() {
        person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        UUID working = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        PgFixture.await(store().setDuty(working, true));
        assertThat(roster(10)).hasSize(3);
        assertThat(roster(2)).hasSize(2).first().satisfies(entry -> {
            assertThat(entry.person().id()).isEqualTo(working);
            assertThat(entry.onDuty()).isTrue();
            assertThat(entry.busy()).isFalse();
            assertThat(entry.roles()).containsExactly(Role.FIRST_HAND);
            assertThat(entry.home()).contains(HOME);
            assertThat(entry.position()).isEmpty();
            assertThat(entry.pendingOffers()).isZero();
        });
    }

    @Test
    void everybodysOfferHasAnIdOfItsOwnEachTime() {
        person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        List<RosterEntry> all = new ArrayList<>(roster(10));
        all.addAll(roster(10));
        assertThat(all).extracting(RosterEntry::offerId).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void theLatestPositionWinsWhateverTheOrder() {
        UUID somebody = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        PgFixture.await(store().setPosition(somebody, fix(now, 34.3)));
        PgFixture.await(store().setPosition(somebody, fix(now.minusSeconds(60), 1.0)));
        assertThat(roster(1).get(0).position()).contains(fix(now, 34.3));
        PgFixture.await(store().setPosition(somebody, fix(now.plusSeconds(1), 34.4)));
        assertThat(findNow(somebody).position()).contains(fix(now.plusSeconds(1), 34.4));
    }

    @Test
    void dutyBeginsAndEndsAndAStrangersIsNoError() {
        UUID somebody = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        assertThat(findNow(somebody).onDuty()).isFalse();
        PgFixture.await(store().setDuty(somebody, true));
        PgFixture.await(store().setDuty(somebody, true));
        assertThat(findNow(somebody).onDuty()).isTrue();
        PgFixture.await(store().setDuty(somebody, false));
        assertThat(findNow(somebody).onDuty()).isFalse();
        PgFixture.await(store().setDuty(Samples.id(), true));
        assertThat(PgFixture.await(store().findNow(Samples.id()))).isEmpty();
    }

    @Test
    void theMapShowsThoseOfTheGivenNodesFamilyToo() {
        UUID near = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        UUID family = person(AccountRole.FAMILY, community, Role.FAMILY);
        person(AccountRole.DOCTOR, street, Role.DOCTOR);
        List<ResponderNow> shown = PgFixture.await(store().listNow(Set.of(community), Optional.empty(), 10));
        assertThat(shown).extracting(one -> one.person().id()).containsExactly(near, family);
        assertThat(shown.get(0).community()).isEqualTo(community);
        assertThat(PgFixture.await(store().listNow(Set.of(community), Optional.empty(), 1)))
                .isEqualTo(shown.subList(0, 1));
        assertThat(PgFixture.await(store().listNow(Set.of(community), Optional.of(near), 10)))
                .as("from a cursor on")
                .isEqualTo(shown.subList(1, 2));
        assertThat(PgFixture.await(store().listNow(Set.of(community), Optional.of(family), 10)))
                .isEmpty();
        assertThat(PgFixture.await(store().listNow(Set.of(), Optional.empty(), 10)))
                .isEmpty();
    }

    @Test
    void whosePhoneRingsIsCountedWhileTheOfferStands() {
        UUID somebody = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        offer(press(), somebody, now.plusSeconds(600), STEP_BY_HAND);
        offer(press(), somebody, now.plusSeconds(600), STEP_BY_HAND);
        offer(press(), somebody, now.minusSeconds(1), STEP_BY_HAND);
        assertThat(roster(1).get(0).pendingOffers()).isEqualTo(2);
    }

    @Test
    void whoHoldsARoleIsBusyUntilItIsOver() {
        UUID somebody = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        Incident incident = press();
        Offer offer = offer(incident, somebody, now.plusSeconds(600), STEP_BY_HAND);
        decide(
                incident,
                new IncidentCommand.AcceptOffer(offer.id(), offer.responder(), new AssignmentId(Samples.id())));
        assertThat(findNow(somebody).busy()).isTrue();
        assertThat(roster(1).get(0).busy()).isTrue();
        assertThat(roster(1).get(0).pendingOffers()).isZero();
        decide(incident, new IncidentCommand.StandDown(new Person(Samples.id(), "李坐席"), Disposition.HELPED, ""));
        assertThat(findNow(somebody).busy()).isFalse();
    }

    /** The roster was read a moment ago: what is written must hold when it is written. */
    @Test
    void whomAStepOffersSomethingMustStillBeFree() {
        UUID somebody = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        Incident incident = press();
        assertThatThrownBy(() -> offer(incident, somebody, now.plusSeconds(600), 0))
                .isInstanceOf(StoreFailure.class)
                .matches(failure -> ((StoreFailure) failure).isOutdated());
        assertThat(PgFixture.await(incidents().find(incident.id()))).contains(incident);
        PgFixture.await(store().setDuty(somebody, true));
        offer(incident, somebody, now.plusSeconds(600), 0);
        assertThat(roster(1).get(0).pendingOffers()).isEqualTo(1);
    }

    /** Nobody is in two drills; whoever is in one is there for a real press. */
    @Test
    void whoIsInADrillIsOfferedARealPressAndNoOtherDrill() {
        UUID somebody = person(AccountRole.VOLUNTEER, community, Role.FIRST_HAND);
        PgFixture.await(store().setDuty(somebody, true));
        Incident drill = press(true);
        Offer offer = offer(drill, somebody, now.plusSeconds(600), 0);
        Incident another = press(true);
        Incident real = press();
        decide(drill, new IncidentCommand.AcceptOffer(offer.id(), offer.responder(), new AssignmentId(Samples.id())));
        assertThat(roster(1).get(0).busy()).isFalse();
        assertThat(roster(1).get(0).forADrill().busy()).isTrue();
        for (int step : List.of(0, Offer.MORE_HANDS)) {
            assertThatThrownBy(() -> offer(another, somebody, now.plusSeconds(600), step))
                    .isInstanceOf(StoreFailure.class)
                    .matches(failure -> ((StoreFailure) failure).isOutdated());
        }
        offer(real, somebody, now.plusSeconds(600), 0);
        decide(drill, new IncidentCommand.StandDown(new Person(Samples.id(), "李坐席"), Disposition.TEST, ""));
        assertThat(roster(1).get(0).forADrill().busy()).isFalse();
        offer(another, somebody, now.plusSeconds(600), 0);
    }

    private UUID person(AccountRole account, CommunityId node, Role role) {
        Person person = new Person(Samples.id(), "刘");
        put(person, account, node, role, HOME);
        return person.id();
    }

    private List<RosterEntry> roster(int limit) {
        return PgFixture.await(store().roster(community, limit));
    }

    private ResponderNow findNow(UUID id) {
        return PgFixture.await(store().findNow(id)).orElseThrow();
    }

    private Incident press() {
        return press(false);
    }

    private Incident press(boolean drill) {
        Arrival press = Samples.press(Samples.resident(community), List.of());
        List<Arrival> batch = List.of(drill ? Samples.asDrill(press) : press);
        return PgFixture.await(intake().land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after();
    }

    private Offer offer(Incident to, UUID responder, Instant expiresAt, int step) {
        Offer offer = new Offer(
                new OfferId(Samples.id()),
                new Person(responder, "刘"),
                Role.FIRST_HAND,
                1,
                1,
                step,
                OfferState.PENDING,
                now.minus(Duration.ofMinutes(1)),
                expiresAt,
                Optional.empty(),
                Optional.empty());
        PgFixture.await(incidents().change(to.id(), (incident, at) -> {
            List<Offer> offers = new ArrayList<>(incident.offers());
            offers.add(offer);
            return Decision.changed(
                    IncidentSamples.with(incident, offers, incident.assignments()),
                    List.of(new IncidentEvent.OffersMade(step, List.of(offer.id()), List.of())));
        }));
        return offer;
    }

    private void decide(Incident about, IncidentCommand command) {
        Decision decision = PgFixture.await(incidents()
                .change(about.id(), (incident, at) -> IncidentMachine.decide(Optional.of(incident), command, at)));
        assertThat(decision.rejection()).isEmpty();
    }

    private static Fix fix(Instant at, double latitude) {
        return new Fix(new Wgs84(latitude, 113.7), OptionalDouble.of(12), at);
    }
}
