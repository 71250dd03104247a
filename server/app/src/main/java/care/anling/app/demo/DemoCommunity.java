package care.anling.app.demo;

import care.anling.core.community.Community;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * An invented street with two communities, in the figures of the places Anling comes from: 125 people past seventy, 47
 * of them past eighty, 30 volunteers, 50 devices. Pure data from a seed: no password and no secret is in it.
 *
 * @param tree the street first, then its communities, then their buildings
 */
record DemoCommunity(
        List<Community> tree, List<DemoResident> residents, List<DemoAccount> accounts, List<DemoDevice> devices) {

    static final long SEED = 20260102;

    private static final long PROPERTY_SEED = 0x5EED;

    /** Somebody frail, or alone, or old, in that order. */
    private static final Comparator<DemoResident> NEEDIEST = Comparator.comparing(
                    (DemoResident resident) -> resident.clinical().oxygenTherapy() ? 0 : 1)
            .thenComparing(resident -> -resident.clinical().frailty())
            .thenComparing(resident -> resident.livesAlone() ? 0 : 1)
            .thenComparing(resident -> resident.who().birthDate());

    /** @param today what ages are counted from: the same seed and day give the same street */
    static DemoCommunity generate(long seed, LocalDate today) {
        DemoPlan plan = DemoPlan.read();
        Dice dice = new Dice(seed);
        Names names = new Names(dice);
        List<DemoResident> residents = new Register(plan, today, dice, names).write();
        List<DemoResident> neediest = residents.stream().sorted(NEEDIEST).toList();
        List<DemoAccount> accounts = new ArrayList<>(new Staff(plan, dice, names).hire(withFamily(plan, neediest)));
        // Of a seed of their own, so that everybody and everything invented before them keeps its id.
        accounts.addAll(Staff.property(plan, new Dice(seed ^ PROPERTY_SEED)));
        List<DemoDevice> devices = new DeviceShelf(plan, dice, neediest).handOut();
        return new DemoCommunity(plan.tree(), residents, List.copyOf(accounts), devices);
    }

    /** One of each community who lives alone and has a child to tell. */
    private static List<DemoResident> withFamily(DemoPlan plan, List<DemoResident> neediest) {
        Predicate<DemoResident> alone = DemoResident::livesAlone;
        return plan.communities().stream()
                .map(community -> neediest.stream()
                        .filter(alone.and(resident -> resident.community().equals(community.id())))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }
}
