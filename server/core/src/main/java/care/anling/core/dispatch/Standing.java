package care.anling.core.dispatch;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What makes one responder unlike another, beside where they are.
 *
 * @param kinOrder whose call comes first among family; 1 before 2
 * @param clearedAt when they last came back from an incident
 * @param drilling they hold a role in a drill, which makes them busy for no other but another drill
 */
public record Standing(
        Circle circle, Shift shift, Set<Skill> skills, int kinOrder, Optional<Instant> clearedAt, boolean drilling) {

    public enum Shift {
        /** Stands on no rota: their own switch says whether they can be asked. */
        NO_STAFF,
        ON_SHIFT,
        OFF_SHIFT
    }

    /** Of the community itself, with no skill anybody noted. */
    public static final Standing PLAIN = new Standing(Circle.OWN, Shift.NO_STAFF, Set.of(), 0, Optional.empty(), false);

    public Standing {
        skills = Set.copyOf(skills);
    }

    public Standing in(Circle other) {
        return new Standing(other, shift, skills, kinOrder, clearedAt, drilling);
    }

    public Standing with(Shift other) {
        return new Standing(circle, other, skills, kinOrder, clearedAt, drilling);
    }

    public Standing with(Skill... having) {
        return new Standing(circle, shift, Set.of(having), kinOrder, clearedAt, drilling);
    }

    public Standing asKin(int order) {
        return new Standing(Circle.KIN, shift, skills, order, clearedAt, drilling);
    }

    public Standing clearedAt(Instant at) {
        return new Standing(circle, shift, skills, kinOrder, Optional.of(at), drilling);
    }

    public Standing inADrill() {
        return new Standing(circle, shift, skills, kinOrder, clearedAt, true);
    }
}
