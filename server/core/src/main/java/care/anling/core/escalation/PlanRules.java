package care.anling.core.escalation;

import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.PlanFault.Code;
import care.anling.core.escalation.ResponsePlan.Step;
import care.anling.core.escalation.Target.Ask;
import care.anling.core.triage.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a plan must be before anybody's life hangs on it. Names every fault, not the first. */
public final class PlanRules {

    public static final int MAX_NAME_CHARS = 80;
    public static final int MAX_STEPS = 10;
    public static final int MAX_TARGETS = 20;
    public static final int MAX_SLOT = 20;
    public static final int MAX_PEOPLE = ResponsePlans.EVERYBODY;
    public static final int MIN_RADIUS_METERS = 50;
    public static final int MAX_RADIUS_METERS = 20_000;
    public static final Duration MIN_OFFER = Duration.ofSeconds(5);
    public static final Duration MAX_DELAY = Duration.ofHours(24);
    public static final Duration MIN_REPEAT = Duration.ofSeconds(10);

    private static final Pattern CHANNEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final Priority priority;
    private final PlanDraft draft;
    private final List<PlanFault> faults = new ArrayList<>();

    private PlanRules(PlanDraft draft, Priority priority) {
        this.draft = draft;
        this.priority = priority;
    }

    /** @return in the order of the plan; empty for a good one */
    public static List<PlanFault> faults(PlanDraft draft, Priority priority) {
        PlanRules rules = new PlanRules(draft, priority);
        rules.checkFrame();
        for (int i = 0; i < draft.steps().size(); i++) {
            rules.checkStep(i);
        }
        rules.checkTop();
        return List.copyOf(rules.faults);
    }

    /** The longest silence between two rounds: somebody with Ⅰ cannot wait for a coffee break. */
    static Duration longestPause(Priority priority) {
        return switch (priority) {
            case P1 -> Duration.ofMinutes(2);
            case P2, P3 -> Duration.ofMinutes(30);
            case P4 -> MAX_DELAY;
        };
    }

    private void checkFrame() {
        String name = draft.name().strip();
        check(
                !name.isEmpty() && name.length() <= MAX_NAME_CHARS,
                "name",
                Code.OUT_OF_BOUNDS,
                "A name has 1 to " + MAX_NAME_CHARS + " characters.");
        check(!draft.steps().isEmpty(), "steps", Code.NO_STEP, "A plan without a step calls nobody.");
        check(
                draft.steps().size() <= MAX_STEPS,
                "steps",
                Code.OUT_OF_BOUNDS,
                "A plan has at most " + MAX_STEPS + " steps.");
        check(
                isBetween(draft.repeatEvery(), MIN_REPEAT, MAX_DELAY),
                "repeatEverySeconds",
                Code.OUT_OF_BOUNDS,
                "The top repeats after " + MIN_REPEAT.toSeconds() + " to " + MAX_DELAY.toSeconds() + " seconds.");
        checkPause("repeatEverySeconds", draft.repeatEvery());
        draft.hours().ifPresent(hours -> {
            check(
                    priority == Priority.P4,
                    "hours",
                    Code.HOURS_FOR_AN_EMERGENCY,
                    "Only a plan for P4 may keep working hours: everything else cannot wait for the morning.");
            check(
                    hours.from().isBefore(hours.to()),
                    "hours",
                    Code.OUT_OF_BOUNDS,
                    "Working hours begin before they end, on one day.");
        });
    }

    private void checkStep(int index) {
        Step step = draft.steps().get(index);
        String at = "steps[" + index + "]";
        if (index == 0) {
            check(
                    step.after().isZero(),
                    at + ".afterSeconds",
                    Code.STARTS_LATE,
                    "The first step runs at once: after 0 seconds.");
        } else {
            Duration pause = step.after().minus(draft.steps().get(index - 1).after());
            check(
                    pause.compareTo(Duration.ZERO) > 0,
                    at + ".afterSeconds",
                    Code.DELAYS_NOT_RISING,
                    "Each step runs later than the one before it.");
            checkPause(at + ".afterSeconds", pause);
        }
        check(
                step.after().compareTo(MAX_DELAY) <= 0,
                at + ".afterSeconds",
                Code.OUT_OF_BOUNDS,
                "A step runs at most " + MAX_DELAY.toSeconds() + " seconds after the first.");
        check(!step.targets().isEmpty(), at + ".targets", Code.EMPTY_STEP, "A step that turns to nobody is none.");
        check(
                step.targets().size() <= MAX_TARGETS,
                at + ".targets",
                Code.OUT_OF_BOUNDS,
                "A step turns to at most " + MAX_TARGETS + " targets.");
        for (int i = 0; i < step.targets().size(); i++) {
            checkTarget(at + ".targets[" + i + "]", index, step.targets().get(i));
        }
    }

    private void checkTarget(String at, int step, Target target) {
        if (target instanceof Ask ask) {
            checkAsk(at, ask);
            checkRinging(at, step, ask);
        } else if (target instanceof Target.TellOutside outside) {
            check(
                    CHANNEL.matcher(outside.channel()).matches(),
                    at + ".channel",
                    Code.OUT_OF_BOUNDS,
                    "A channel is named in at most 40 small letters, digits and hyphens.");
        }
    }

    private void checkAsk(String at, Ask ask) {
        check(
                isBetween(ask.slot(), 1, MAX_SLOT),
                at + ".slot",
                Code.OUT_OF_BOUNDS,
                "Slots count from 1 to " + MAX_SLOT + ".");
        check(
                isBetween(ask.people(), 1, MAX_PEOPLE),
                at + ".people",
                Code.OUT_OF_BOUNDS,
                "From 1 to " + MAX_PEOPLE + " people are asked at once.");
        check(
                isBetween(ask.offerTimeout(), MIN_OFFER, MAX_DELAY),
                at + ".offerSeconds",
                Code.OUT_OF_BOUNDS,
                "An offer stays open for " + MIN_OFFER.toSeconds() + " to " + MAX_DELAY.toSeconds() + " seconds.");
        if (ask.pool() instanceof Pool.Nearby nearby) {
            check(
                    isBetween(nearby.radiusMeters(), MIN_RADIUS_METERS, MAX_RADIUS_METERS),
                    at + ".radiusMeters",
                    Code.OUT_OF_BOUNDS,
                    "A radius is " + MIN_RADIUS_METERS + " to " + MAX_RADIUS_METERS + " metres.");
        }
        check(
                ask.pool().match(new Fitting()).contains(ask.role()),
                at + ".role",
                Code.ROLE_DOES_NOT_FIT,
                "These people cannot fill this role.");
        check(
                !ask.needed() || ask.onlyFor().isEmpty(),
                at + ".needed",
                Code.NEEDED_ONLY_SOMETIMES,
                "Somebody who is asked only for one need cannot be waited for.");
        check(
                !(ask.needed() && ask.pool() instanceof Pool.Family),
                at + ".needed",
                Code.NEEDED_ONLY_SOMETIMES,
                "Not everybody has family: nobody can be waited for.");
    }

    /** Between two rounds some phone rings for every place that is waited for. */
    private void checkRinging(String at, int step, Ask ask) {
        boolean last = step == draft.steps().size() - 1;
        Duration pause = last
                ? draft.repeatEvery()
                : draft.steps()
                        .get(step + 1)
                        .after()
                        .minus(draft.steps().get(step).after());
        check(
                !ask.needed() || ask.offerTimeout().compareTo(pause) >= 0,
                at + ".offerSeconds",
                Code.RINGS_OUT,
                "The offer ends before the next round begins: for a while nobody's phone would ring.");
    }

    private void checkTop() {
        if (draft.steps().isEmpty()) {
            return;
        }
        int index = draft.steps().size() - 1;
        Step top = draft.steps().get(index);
        String at = "steps[" + index + "].targets";
        Set<RoleSlot> needed = new HashSet<>();
        draft.steps().forEach(step -> needed.addAll(step.needed()));
        needed.removeAll(top.needed());
        needed.stream()
                .map(RoleSlot::toString)
                .sorted()
                .forEach(place -> check(
                        false,
                        at,
                        Code.TOP_FORGETS,
                        "The last step repeats until everybody has come, but does not ask for " + place + "."));
        check(
                top.asks().stream().anyMatch(PlanRules::isSureToReach),
                at,
                Code.TOP_REACHES_NOBODY,
                "The last step must wait for somebody whose post it is: a doctor, the desk or the street.");
    }

    /** By their post, not by the chance of living near or having family. */
    private static boolean isSureToReach(Ask ask) {
        return ask.needed()
                && (ask.pool() instanceof Pool.Doctors
                        || ask.pool() instanceof Pool.Desk
                        || ask.pool() instanceof Pool.Street);
    }

    private void checkPause(String at, Duration pause) {
        Duration longest = longestPause(priority);
        check(
                pause.compareTo(longest) <= 0,
                at,
                Code.TOO_SLOW,
                "With " + priority + " nobody waits longer than " + longest.toSeconds()
                        + " seconds for the next round.");
    }

    private void check(boolean holds, String at, Code code, String otherwise) {
        if (!holds) {
            faults.add(new PlanFault(at, code, otherwise));
        }
    }

    private static boolean isBetween(int value, int from, int to) {
        return value >= from && value <= to;
    }

    private static boolean isBetween(Duration value, Duration from, Duration to) {
        return value.compareTo(from) >= 0 && value.compareTo(to) <= 0;
    }

    /** Which roles the people of a pool can fill. */
    private static final class Fitting implements Pool.Cases<Set<Role>> {

        private static final Set<Role> AT_THE_DOOR = Set.of(Role.FIRST_HAND, Role.BRINGER);

        @Override
        public Set<Role> doctors() {
            return Set.of(Role.DOCTOR);
        }

        @Override
        public Set<Role> nearby(Pool.Nearby pool) {
            return AT_THE_DOOR;
        }

        @Override
        public Set<Role> onShift() {
            return AT_THE_DOOR;
        }

        @Override
        public Set<Role> family() {
            return Set.of(Role.FAMILY);
        }

        @Override
        public Set<Role> desk() {
            return Set.of(Role.COORDINATOR);
        }

        @Override
        public Set<Role> street() {
            return Set.of(Role.COORDINATOR);
        }
    }
}
