package care.anling.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Judgement.Why;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final Instant NOW = Instant.parse("2026-05-01T08:00:00Z");
    private static final Wgs84 DOOR = new Wgs84(34.76, 113.75);

    private final List<RosterEntry> roster = new ArrayList<>();
    private final Map<UUID, Past> past = new HashMap<>();
    private Optional<Wgs84> door = Optional.of(DOOR);
    private Optional<Integer> floor = Optional.empty();
    private Set<Skill> having = Set.of();
    private Set<Skill> preferring = Set.of();
    private boolean neighbours;
    private boolean atTop;

    @Test
    void theNearestAreChosenAndEverybodyIsJudged() {
        volunteer(1, 400);
        volunteer(2, 100);
        volunteer(3, 300);
        volunteer(4, 200);
        volunteer(5, 600);
        Ranking.Answer answer = door(3, 500);

        assertThat(chosen(answer)).containsExactly(2, 4, 3);
        assertThat(whys(answer))
                .containsOnly(
                        Map.entry(2, Why.NEAREST),
                        Map.entry(4, Why.NEAREST),
                        Map.entry(3, Why.NEAREST),
                        Map.entry(1, Why.NOT_NEAREST),
                        Map.entry(5, Why.TOO_FAR));
    }

    @Test
    void oneSetsOutWalksFartherThanTheCrowFliesAndClimbsStairs() {
        volunteer(1, 100);
        int walk = (int) Math.round(130 / 1.4);

        assertThat(door(1, 500).chosen().get(0).distanceMeters()).contains(130);
        Map<Optional<Integer>, Integer> stairs = Map.of(
                Optional.empty(), 24,
                Optional.of(1), 0,
                Optional.of(2), 12,
                Optional.of(6), 60,
                Optional.of(7), 60,
                Optional.of(30), 60,
                Optional.of(-1), 12);
        stairs.forEach((onFloor, seconds) -> {
            floor = onFloor;
            assertThat(door(1, 500).chosen().get(0).etaSeconds())
                    .as("floor %s", onFloor)
                    .contains(30 + walk + seconds);
        });
    }

    @Test
    void theRadiusIsMeasuredAsTheCrowFlies() {
        volunteer(1, 499);
        volunteer(2, 501);

        assertThat(chosen(door(3, 500))).containsExactly(1);
    }

    @Test
    void aFreshPositionCountsElseTheHome() {
        add(person(1), Optional.of(fix(100, Duration.ofMinutes(10))), Optional.of(north(900)));
        add(person(2), Optional.of(fix(100, Duration.ofMinutes(11))), Optional.of(north(900)));
        add(person(3), Optional.of(fix(100, Duration.ofMinutes(11))), Optional.empty());
        add(person(4), Optional.empty(), Optional.empty());
        Ranking.Answer answer = door(3, 500);

        assertThat(chosen(answer)).containsExactly(1);
        assertThat(whys(answer))
                .contains(Map.entry(2, Why.TOO_FAR), Map.entry(3, Why.POSITION_OLD), Map.entry(4, Why.NO_POSITION));
    }

    @Test
    void aDoorNobodyKnowsIsNoExcuse() {
        door = Optional.empty();
        volunteer(1, 100);
        add(person(2), Optional.empty(), Optional.empty());

        assertThat(chosen(door(3, 500))).containsExactly(1, 2);
        assertThat(whys(door(3, 500))).containsEntry(1, Why.ON_DUTY);
    }

    @Test
    void whoIsOffDutyOrBusyOrHereIsNotAsked() {
        roster.add(entry(1, Role.FIRST_HAND, false, false, 0));
        roster.add(entry(2, Role.FIRST_HAND, true, true, 0));
        roster.add(entry(3, Role.FIRST_HAND, true, false, 0));
        roster.add(entry(4, Role.FIRST_HAND, true, false, 0));
        roster.add(entry(5, Role.FIRST_HAND, true, false, 0));
        past.put(id(3), Past.HERE_ALREADY);
        past.put(id(4), Past.RINGING);
        past.put(id(5), Past.RINGING_FOR_ANOTHER_ROLE);
        Ranking.Answer answer = door(3, 500);

        assertThat(answer.chosen()).isEmpty();
        assertThat(whys(answer))
                .containsOnly(
                        Map.entry(1, Why.OFF_DUTY),
                        Map.entry(2, Why.BUSY),
                        Map.entry(3, Why.BUSY),
                        Map.entry(4, Why.ALREADY_ASKED),
                        Map.entry(5, Why.ALREADY_ASKED));
    }

    @Test
    void aDeskWorksOnManyIncidentsAtOnce() {
        roster.add(entry(1, Role.COORDINATOR, true, true, 0));

        assertThat(chosen(screen(Role.COORDINATOR, 1))).containsExactly(1);
    }

    @Test
    void whoCannotFillTheRoleIsNotJudged() {
        volunteer(1, 100);
        roster.add(entry(2, Role.DOCTOR, true, false, 0));

        assertThat(whys(screen(Role.DOCTOR, 1))).containsOnlyKeys(2);
    }

    @Test
    void theDoctorWithTheFewestPhonesRingingIsNext() {
        roster.add(entry(1, Role.DOCTOR, true, false, 2));
        roster.add(entry(2, Role.DOCTOR, true, false, 0));
        roster.add(entry(3, Role.DOCTOR, true, false, 0));
        Ranking.Answer answer = screen(Role.DOCTOR, 1);

        assertThat(chosen(answer)).containsExactly(2);
        assertThat(whys(answer)).contains(Map.entry(2, Why.ON_DUTY), Map.entry(3, Why.NOT_NEXT));
    }

    @Test
    void whoLetItRingComesAfterThoseNotAskedYet() {
        volunteer(1, 100);
        volunteer(2, 200);
        past.put(id(1), Past.LAPSED);

        assertThat(chosen(door(2, 500))).containsExactly(2);
        past.put(id(2), Past.LAPSED);
        assertThat(chosen(door(2, 500))).as("nobody else is left").containsExactly(1, 2);
    }

    @Test
    void atTheTopWhoLetItRingIsAskedAlongWithTheOthers() {
        volunteer(1, 100);
        volunteer(2, 200);
        past.put(id(1), Past.LAPSED);
        atTop = true;

        assertThat(chosen(door(2, 500))).containsExactly(1, 2);
    }

    @Test
    void whoSaidNoIsAskedAgainOnlyWhenNobodyElseIsLeft() {
        volunteer(1, 100);
        volunteer(2, 200);
        past.put(id(1), Past.DECLINED);
        past.put(id(2), Past.LAPSED);
        assertThat(chosen(door(2, 500))).containsExactly(2);
        assertThat(whys(door(2, 500))).containsEntry(1, Why.DECLINED);

        past.put(id(2), Past.RINGING);
        assertThat(chosen(door(2, 500))).as("somebody's phone rings").isEmpty();

        past.put(id(2), Past.DECLINED);
        assertThat(chosen(door(2, 500))).containsExactly(1, 2);
    }

    @Test
    void theAnswerDoesNotDependOnTheOrderOfTheRoster() {
        for (int i = 1; i <= 30; i++) {
            volunteer(i, 100 * (i % 4));
        }
        Ranking.Answer first = door(5, 500);
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(roster, random);
            assertThat(door(5, 500)).isEqualTo(first);
        }
    }

    @Test
    void judgementsAreBoundedAndTheChosenComeFirst() {
        for (int i = 1; i <= 200; i++) {
            volunteer(i, 100 + i);
        }
        past.put(id(1), Past.LAPSED);
        Ranking.Answer answer = door(3, 500);

        assertThat(answer.judgements()).hasSize(Ranking.MAX_JUDGEMENTS);
        assertThat(answer.judgements().subList(0, 3)).allMatch(Judgement::chosen);
    }

    @Test
    void whoCameBackJustNowRestsButNotAtTheTop() {
        volunteer(1, 100, Standing.PLAIN.clearedAt(NOW.minus(Duration.ofMinutes(9))));
        volunteer(2, 200, Standing.PLAIN.clearedAt(NOW.minus(Duration.ofMinutes(10))));

        assertThat(chosen(door(2, 500))).containsExactly(2);
        assertThat(whys(door(2, 500))).containsEntry(1, Why.RESTING);
        atTop = true;
        assertThat(chosen(door(2, 500))).containsExactly(1, 2);
    }

    @Test
    void onlyWhoHasWhatIsNeededIsAskedToBringIt() {
        volunteer(1, 100, Standing.PLAIN.with(Skill.KEY));
        volunteer(2, 300, Standing.PLAIN.with(Skill.AED, Skill.FIRST_AID));
        volunteer(3, 200);
        having = Set.of(Skill.AED, Skill.WHEELCHAIR);

        assertThat(chosen(door(3, 500))).containsExactly(2);
        assertThat(whys(door(3, 500))).containsEntry(1, Why.LACKS_SKILL).containsEntry(3, Why.LACKS_SKILL);
    }

    /** 60 s are worth 65 m as the crow flies: 60 × 1.4 / 1.3. */
    @Test
    void skilledHandsMayBeALittleFartherAway() {
        volunteer(1, 100);
        volunteer(2, 160, Standing.PLAIN.with(Skill.FIRST_AID));
        preferring = Set.of(Skill.FIRST_AID);

        assertThat(chosen(door(1, 500))).containsExactly(2);
        roster.remove(1);
        volunteer(2, 170, Standing.PLAIN.with(Skill.FIRST_AID));
        assertThat(chosen(door(1, 500))).containsExactly(1);
    }

    @Test
    void whosePhoneRingsElsewhereCountsAsFartherAway() {
        volunteer(1, 100);
        roster.set(0, roster.get(0).asked(new OfferId(id(1)), 1));
        volunteer(2, 160);
        volunteer(3, 170);

        assertThat(chosen(door(3, 500))).containsExactly(2, 1, 3);
    }

    @Test
    void neighboursAreAskedOnlyWhereTheyAreLent() {
        volunteer(1, 100, Standing.PLAIN.in(Circle.NEIGHBOUR));
        volunteer(2, 300);
        volunteer(3, 200, Standing.PLAIN.in(Circle.STREET));

        assertThat(chosen(door(3, 500))).containsExactly(3, 2);
        assertThat(whys(door(3, 500))).doesNotContainKey(1);
        neighbours = true;
        assertThat(chosen(door(3, 500))).containsExactly(1, 3, 2);
        assertThat(whys(door(3, 500))).containsEntry(1, Why.LENT).containsEntry(2, Why.NEAREST);
    }

    @Test
    void staffAreAskedDuringTheirShiftAlone() {
        volunteer(1, 100, Standing.PLAIN.with(Standing.Shift.OFF_SHIFT));
        volunteer(2, 4_000, Standing.PLAIN.with(Standing.Shift.ON_SHIFT));
        volunteer(3, 200);
        Ranking.Answer staff = ask(new Search(Role.FIRST_HAND, 5, new Pool.OnShift()));

        assertThat(chosen(staff)).as("however far").containsExactly(2);
        assertThat(whys(staff)).containsOnly(Map.entry(1, Why.OFF_SHIFT), Map.entry(2, Why.ON_SHIFT));
        assertThat(chosen(door(5, 5_000))).containsExactly(3, 2);
    }

    /** Whoever's shift is over and is still on duty, when nobody else answers. */
    @Test
    void aDoctorOffShiftIsAskedAtTheTopAlone() {
        roster.add(entry(1, Role.DOCTOR, true, false, 0).with(Standing.PLAIN.with(Standing.Shift.OFF_SHIFT)));
        roster.add(entry(2, Role.DOCTOR, true, false, 0).with(Standing.PLAIN.with(Standing.Shift.ON_SHIFT)));
        roster.add(entry(3, Role.DOCTOR, false, false, 0).with(Standing.PLAIN.with(Standing.Shift.OFF_SHIFT)));
        Search doctors = new Search(Role.DOCTOR, 5, new Pool.Doctors());

        assertThat(chosen(ask(doctors))).containsExactly(2);
        assertThat(whys(ask(doctors))).containsEntry(1, Why.OFF_SHIFT);
        atTop = true;
        assertThat(chosen(ask(doctors))).containsExactly(1, 2);
    }

    @Test
    void familyIsAskedInTheOrderOfTheContacts() {
        kin(1, 3);
        kin(2, 1);
        kin(3, 2);
        roster.add(entry(4, Role.FAMILY, true, false, 0));
        Search two = new Search(Role.FAMILY, 2, new Pool.Family());

        assertThat(chosen(ask(two))).containsExactly(2, 3);
        assertThat(whys(ask(two)))
                .as("somebody else's family is not even considered")
                .containsOnly(Map.entry(2, Why.NEXT_OF_KIN), Map.entry(3, Why.NEXT_OF_KIN), Map.entry(1, Why.NOT_NEXT));
        past.put(id(2), Past.DECLINED);
        past.put(id(3), Past.LAPSED);
        assertThat(chosen(ask(two))).containsExactly(1);
    }

    @Test
    void aDeskWithoutAnybodyIsTheStreets() {
        roster.add(entry(1, Role.COORDINATOR, false, false, 0));
        roster.add(entry(2, Role.COORDINATOR, true, false, 0).with(Standing.PLAIN.in(Circle.STREET)));
        Search street = new Search(Role.COORDINATOR, 5, new Pool.Street());

        assertThat(chosen(screen(Role.COORDINATOR, 5))).containsExactly(2);
        assertThat(chosen(ask(street))).containsExactly(2);
        roster.add(entry(3, Role.COORDINATOR, true, false, 0));
        assertThat(chosen(screen(Role.COORDINATOR, 5))).containsExactly(3);
        assertThat(chosen(ask(street))).containsExactly(2);
    }

    private void kin(int number, int order) {
        roster.add(entry(number, Role.FAMILY, true, false, 0).with(Standing.PLAIN.asKin(order)));
    }

    private void volunteer(int number, double metersNorth, Standing standing) {
        volunteer(number, metersNorth);
        roster.set(roster.size() - 1, roster.get(roster.size() - 1).with(standing));
    }

    private Ranking.Answer door(int people, int radiusMeters) {
        return ask(new Search(Role.FIRST_HAND, people, new Pool.Nearby(radiusMeters, having, preferring, neighbours)));
    }

    private Ranking.Answer screen(Role role, int people) {
        return ask(new Search(role, people, role == Role.DOCTOR ? new Pool.Doctors() : new Pool.Desk()));
    }

    private Ranking.Answer ask(Search search) {
        return Ranking.choose(new Ranking.Question(
                search, 1, atTop, door.map(at -> new Door(at, floor)), List.copyOf(roster), Map.copyOf(past), NOW));
    }

    private void volunteer(int number, double metersNorth) {
        add(person(number), Optional.of(fix(metersNorth, Duration.ZERO)), Optional.empty());
    }

    private void add(Person person, Optional<Fix> position, Optional<Wgs84> home) {
        roster.add(new RosterEntry(
                person, Set.of(Role.FIRST_HAND), true, false, position, home, 0, new OfferId(person.id())));
    }

    private static RosterEntry entry(int number, Role role, boolean onDuty, boolean busy, int pendingOffers) {
        return new RosterEntry(
                person(number),
                Set.of(role),
                onDuty,
                busy,
                Optional.empty(),
                Optional.of(DOOR),
                pendingOffers,
                new OfferId(id(number)));
    }

    private static List<Integer> chosen(Ranking.Answer answer) {
        return answer.chosen().stream().map(c -> numberOf(c.entry().person())).toList();
    }

    private static Map<Integer, Why> whys(Ranking.Answer answer) {
        Map<Integer, Why> whys = new HashMap<>();
        answer.judgements().forEach(j -> whys.put(numberOf(j.person()), j.why()));
        return whys;
    }

    private static Fix fix(double metersNorth, Duration age) {
        return new Fix(north(metersNorth), OptionalDouble.empty(), NOW.minus(age));
    }

    private static Wgs84 north(double meters) {
        return new Wgs84(DOOR.latitude() + meters / 111_195.0, DOOR.longitude());
    }

    private static Person person(int number) {
        return new Person(id(number), "志愿者" + number);
    }

    private static UUID id(int number) {
        return new UUID(0x7000L, number);
    }

    private static int numberOf(Person person) {
        return (int) person.id().getLeastSignificantBits();
    }
}
