package care.anling.app.demo;

import care.anling.app.demo.DemoPlan.Building;
import care.anling.app.demo.DemoResident.Contact;
import care.anling.app.demo.DemoResident.Door;
import care.anling.app.demo.DemoResident.Sex;
import care.anling.app.demo.DemoResident.Who;
import care.anling.core.common.CommunityId;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Writes the register of everybody past seventy: 125 people, 47 of them past eighty, after Yong'an's figures. */
final class Register {

    static final int RESIDENTS = 125;
    static final int PAST_EIGHTY = 47;

    /** The older quarter of the street: six-storey houses without lifts. */
    private static final int OF_THE_FIRST_COMMUNITY = 72;

    private static final int ON_OXYGEN = 3;
    private static final int OLDEST = 96;
    private static final double COUPLES = 0.14;
    private static final double ALONE = 0.4;

    private final DemoPlan plan;
    private final LocalDate today;
    private final Dice dice;
    private final Names names;
    private final Health health;
    private final Deque<Integer> ages;
    private int phones;

    Register(DemoPlan plan, LocalDate today, Dice dice, Names names) {
        this.plan = plan;
        this.today = today;
        this.dice = dice;
        this.names = names;
        this.health = new Health(dice);
        this.ages = new ArrayDeque<>(dice.shuffled(ages()));
    }

    private List<Integer> ages() {
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < RESIDENTS; i++) {
            // Fewer with every year: the smaller of two throws.
            drawn.add(
                    i < PAST_EIGHTY
                            ? Math.min(dice.between(80, OLDEST), dice.between(80, OLDEST))
                            : dice.between(70, 79));
        }
        return drawn;
    }

    List<DemoResident> write() {
        List<DemoResident> residents = new ArrayList<>();
        CommunityId first = plan.communities().get(0).id();
        settle(first, OF_THE_FIRST_COMMUNITY, residents);
        settle(plan.communities().get(1).id(), RESIDENTS - OF_THE_FIRST_COMMUNITY, residents);
        return List.copyOf(residents);
    }

    private void settle(CommunityId community, int people, List<DemoResident> residents) {
        Deque<Address> doors = new ArrayDeque<>(dice.shuffled(addresses(community)));
        int full = residents.size() + people;
        while (residents.size() < full) {
            Address address = doors.removeFirst();
            if (residents.size() + 2 <= full && dice.chance(COUPLES)) {
                residents.addAll(couple(address));
            } else {
                residents.add(single(address, residents.size()));
            }
        }
    }

    private record Address(Building building, int unit, int floor, int number) {

        Door door(Optional<String> keyBox) {
            String room = floor + "%02d".formatted(number);
            return new Door(building.id(), unit + "单元", floor, room, keyBox, building.unitAt(unit));
        }
    }

    private List<Address> addresses(CommunityId community) {
        return plan.buildings().stream()
                .filter(building -> building.hasHomes() && building.community().equals(community))
                .flatMap(building -> IntStream.rangeClosed(1, building.units())
                        .boxed()
                        .flatMap(unit -> IntStream.rangeClosed(1, building.floors())
                                .boxed()
                                .flatMap(floor -> IntStream.rangeClosed(1, building.doorsPerFloor())
                                        .mapToObj(number -> new Address(building, unit, floor, number)))))
                .toList();
    }

    private DemoResident single(Address address, int index) {
        Sex sex = dice.chance(0.58) ? Sex.F : Sex.M;
        Who who = who(sex, ages.removeFirst());
        boolean alone = dice.chance(ALONE);
        boolean near = dice.chance(0.6);
        Sex child = dice.chance(0.5) ? Sex.F : Sex.M;
        String childWord = child == Sex.F ? "女儿" : "儿子";
        String situation;
        List<Contact> contacts = new ArrayList<>();
        if (alone) {
            situation = "独居，" + childWord + (near ? "住同城" : "在外地");
            contacts.add(child(who, sex, child, near ? dice.between(10, 45) : 0));
            contacts.add(neighbour());
        } else if (dice.chance(0.3)) {
            situation = "与住家保姆同住，" + childWord + "住同城";
            contacts.add(child(who, sex, child, dice.between(10, 45)));
            contacts.add(contact(names.young(Sex.F).hanzi(), "保姆", true, 1));
        } else {
            situation = "与" + childWord + "一家同住，白天独自在家";
            contacts.add(child(who, sex, child, dice.between(15, 40)));
        }
        if (dice.chance(0.35)) {
            contacts.add(contact(names.young(Sex.F).hanzi(), dice.pick(List.of("孙女", "外甥女", "侄女")), false, 30));
        }
        return resident(who, address.door(keyBox(alone)), index < ON_OXYGEN, new Living(situation, alone), contacts);
    }

    private List<DemoResident> couple(Address address) {
        Door door = address.door(keyBox(false));
        Who her = who(Sex.F, ages.removeFirst());
        Who him = who(Sex.M, ages.removeFirst());
        Sex child = dice.chance(0.5) ? Sex.F : Sex.M;
        Contact heir = child(him, Sex.M, child, dice.between(10, 60));
        String situation = "与老伴同住，" + heir.relation() + "住同城";
        Contact wife = new Contact(dice.id(), her.name(), "老伴", her.phone(), true, Optional.of(0));
        Contact husband = new Contact(dice.id(), him.name(), "老伴", him.phone(), true, Optional.of(0));
        Contact heirAgain =
                new Contact(dice.id(), heir.name(), heir.relation(), heir.phone(), heir.hasKey(), heir.minutesAway());
        return List.of(
                resident(her, door, false, new Living(situation, false), List.of(husband, heir)),
                resident(him, door, false, new Living(situation, false), List.of(wife, heirAgain)));
    }

    private record Living(String situation, boolean alone) {}

    private DemoResident resident(Who who, Door door, boolean onOxygen, Living living, List<Contact> contacts) {
        int age = who.birthDate().until(today).getYears();
        UUID id = dice.id();
        CommunityId community = plan.buildings().stream()
                .filter(building -> building.id().equals(door.building()))
                .findFirst()
                .orElseThrow()
                .community();
        return new DemoResident(
                id,
                community,
                who,
                door,
                health.history(who.sex(), age, onOxygen),
                living.situation(),
                living.alone(),
                List.copyOf(contacts));
    }

    private Who who(Sex sex, int age) {
        Names.Name name = names.old(sex);
        LocalDate born = today.minusYears(age).minusDays(dice.between(1, 360));
        String language = dice.pick(List.of("普通话", "普通话", "河南话", "河南话", "普通话、上海话"));
        return new Who(name.hanzi(), name.pinyin(), sex, born, phone(), language);
    }

    /** A key safe stands where nobody inside could open. */
    private Optional<String> keyBox(boolean alone) {
        return dice.chance(alone ? 0.75 : 0.1)
                ? Optional.of(dice.pick(List.of("门右侧密码盒，码 ", "电表箱内密码盒，码 ", "门框上方密码盒，码 "))
                        + "%04d".formatted(dice.between(0, 9999)))
                : Optional.empty();
    }

    private Contact child(Who parent, Sex parentSex, Sex sex, int minutesAway) {
        String name = parentSex == Sex.M
                ? names.youngOf(parent.name().substring(0, 1), sex).hanzi()
                : names.young(sex).hanzi();
        return contact(name, sex == Sex.F ? "女儿" : "儿子", dice.chance(0.7), minutesAway);
    }

    private Contact neighbour() {
        Sex sex = dice.chance(0.6) ? Sex.F : Sex.M;
        return contact(names.young(sex).hanzi(), "邻居", dice.chance(0.4), dice.between(1, 5));
    }

    private Contact contact(String name, String relation, boolean hasKey, int minutesAway) {
        Optional<Integer> away = minutesAway == 0 ? Optional.empty() : Optional.of(minutesAway);
        return new Contact(dice.id(), name, relation, phone(), hasKey, away);
    }

    /** No Chinese network assigns numbers that begin with 100. */
    private String phone() {
        phones++;
        return "100-%04d-%04d".formatted(phones / 10_000, phones % 10_000);
    }
}
