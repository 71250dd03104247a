package care.anling.app.demo;

import care.anling.app.demo.DemoAccount.Duty;
import care.anling.app.demo.DemoPlan.Building;
import care.anling.app.demo.DemoResident.Sex;
import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everybody who signs in: the desk, the doctors, thirty volunteers, two families. */
final class Staff {

    static final int DOCTORS = 3;
    static final int VOLUNTEERS = 30;

    static final int PROPERTY_STAFF = 4;

    private static final int PROPERTY = 8;
    private static final int GRID = 8;
    private static final double ON_DUTY = 0.7;

    private final DemoPlan plan;
    private final Dice dice;
    private final Names names;
    private final List<DemoAccount> accounts = new ArrayList<>();

    Staff(DemoPlan plan, Dice dice, Names names) {
        this.plan = plan;
        this.dice = dice;
        this.names = names;
    }

    List<DemoAccount> hire(List<DemoResident> familiesOf) {
        CommunityId first = plan.communities().get(0).id();
        CommunityId second = plan.communities().get(1).id();
        office("admin", "系统管理员", "ADMIN", plan.street(), true);
        office("desk.street", "街道坐席 " + person(Sex.F), "COORDINATOR", plan.street(), true);
        office("desk.huaiyinli", "槐荫里坐席 " + person(Sex.F), "COORDINATOR", first, true);
        office("desk.wangheyuan", "望河苑坐席 " + person(Sex.M), "COORDINATOR", second, true);
        office("desk.night", "夜班坐席 " + person(Sex.M), "COORDINATOR", plan.street(), false);
        for (int i = 1; i <= DOCTORS; i++) {
            String name = person(i == 2 ? Sex.M : Sex.F) + "医生";
            Duty duty = new Duty(List.of("DOCTOR"), true, List.of("全科"), Optional.empty());
            // Of equally free doctors the first is asked first: the visitor's is the last, or every incident would wait
            // for somebody who is not there.
            add("doctor" + i, name, new Post("DOCTOR", plan.street()), duty, i == DOCTORS);
        }
        for (int i = 1; i <= VOLUNTEERS; i++) {
            volunteer(i, i % 2 == 1 ? first : second);
        }
        for (int i = 0; i < familiesOf.size(); i++) {
            family(i + 1, familiesOf.get(i));
        }
        return List.copyOf(accounts);
    }

    /** Two of the property company in each community, who are asked during their shifts; key and wheelchair at hand. */
    static List<DemoAccount> property(DemoPlan plan, Dice dice) {
        List<DemoAccount> staff = new ArrayList<>();
        Names names = new Names(dice);
        for (int i = 1; i <= PROPERTY_STAFF; i++) {
            CommunityId community = plan.communities().get(i % 2).id();
            Building office = plan.buildings().stream()
                    .filter(building -> building.community().equals(community)
                            && building.name().contains("物业"))
                    .findFirst()
                    .orElseThrow();
            Duty duty = new Duty(
                    List.of("FIRST_HAND", "BRINGER"),
                    true,
                    List.of("PROPERTY", "KEY", i <= 2 ? "WHEELCHAIR" : "STAIR_CARRY"),
                    Optional.of(office.unitAt(1)));
            staff.add(new DemoAccount(
                    dice.id(),
                    "staff%02d".formatted(i),
                    names.young(Sex.M).hanzi(),
                    "STAFF",
                    community,
                    Optional.empty(),
                    Optional.of(duty),
                    false));
        }
        return List.copyOf(staff);
    }

    private void office(String username, String name, String role, CommunityId node, boolean human) {
        boolean desk = role.equals("COORDINATOR");
        accounts.add(new DemoAccount(
                dice.id(),
                username,
                name,
                role,
                node,
                Optional.empty(),
                desk
                        ? Optional.of(new Duty(List.of("COORDINATOR"), human, List.of(), Optional.empty()))
                        : Optional.empty(),
                human));
    }

    private record Post(String role, CommunityId node) {}

    private void add(String username, String name, Post post, Duty duty, boolean human) {
        accounts.add(new DemoAccount(
                dice.id(), username, name, post.role(), post.node(), Optional.empty(), Optional.of(duty), human));
    }

    /** The first ones work for the property company, the next are grid workers, the rest are neighbours. */
    private void volunteer(int number, CommunityId community) {
        String name = person(dice.chance(0.5) ? Sex.F : Sex.M);
        List<String> skills = new ArrayList<>();
        if (number <= PROPERTY) {
            skills.add("PROPERTY");
            skills.add("KEY");
        } else if (number <= PROPERTY + GRID) {
            skills.add("GRID_WORKER");
        } else {
            skills.add("NEIGHBOUR");
        }
        addIf(0.3, "AED", skills);
        addIf(0.25, "FIRST_AID", skills);
        addIf(0.15, "WHEELCHAIR", skills);
        addIf(0.15, "STAIR_CLIMBER", skills);
        boolean human = number == 1;
        boolean canBring = skills.contains("KEY") || skills.contains("AED") || skills.contains("WHEELCHAIR");
        List<String> roles = canBring ? List.of("FIRST_HAND", "BRINGER") : List.of("FIRST_HAND");
        Duty duty = new Duty(
                roles, human || dice.chance(ON_DUTY), List.copyOf(skills), Optional.of(home(community, number)));
        add("volunteer%02d".formatted(number), name, new Post("VOLUNTEER", community), duty, human);
    }

    private void addIf(double probability, String skill, List<String> skills) {
        if (dice.chance(probability)) {
            skills.add(skill);
        }
    }

    /** Property staff are found at their office, everybody else at home. */
    private Wgs84 home(CommunityId community, int number) {
        List<Building> theirs = plan.buildings().stream()
                .filter(building -> building.community().equals(community))
                .filter(building -> number <= PROPERTY ? building.name().contains("物业") : building.hasHomes())
                .toList();
        Building building = dice.pick(theirs);
        Wgs84 door = building.unitAt(dice.between(1, building.units()));
        return new Wgs84(
                rounded(dice.around(door.latitude(), 0.00008)), rounded(dice.around(door.longitude(), 0.0001)));
    }

    private static double rounded(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }

    private void family(int number, DemoResident resident) {
        DemoResident.Contact nearest = resident.contacts().get(0);
        accounts.add(new DemoAccount(
                dice.id(),
                "family" + number,
                nearest.name(),
                "FAMILY",
                resident.community(),
                Optional.of(resident.id()),
                Optional.empty(),
                true));
    }

    private String person(Sex sex) {
        return names.young(sex).hanzi();
    }
}
