package care.anling.testkit.sim;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.Change;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A town's day in calm weather: the nodes, the plans and the core are the real ones, and every promise is watched; how
 * people behave is assumed.
 */
final class Day {

    /** After the last press, for everybody to come and go. */
    private static final Duration EVENING = Duration.ofHours(1);

    private static final Duration FORGETS_EVERY = Duration.ofMinutes(10);
    private static final Duration PRESSES_AGAIN_WITHIN = Duration.ofMinutes(1);
    /** Opening the video call, once the yes is said. */
    private static final Duration TURNS_TO_THEM = Duration.ofSeconds(5);

    private static final Duration FIRST_WORD = Duration.ofMinutes(5);
    private static final Duration NEXT_WORD = Duration.ofMinutes(20);
    private static final Duration ASKS_AGAIN = Duration.ofSeconds(1);

    private final Assumptions.Town town;
    private final Assumptions.People people;
    private final World world;
    private final Dice some;
    private final Figures figures = new Figures();
    private final Map<UUID, AccountRole> roles;
    private final List<Account> desk;
    /** When somebody pressed who had no incident yet. */
    private final Map<UUID, Long> pressed = new HashMap<>();

    private final Map<IncidentId, Figures.Case> cases = new HashMap<>();
    private final Map<UUID, IncidentId> engaged = new HashMap<>();
    private final Set<OfferId> rung = new HashSet<>();
    /** Taken away, given back, done with: whoever held it goes home. */
    private final Set<AssignmentId> ended = new HashSet<>();

    private int presses;

    Day(long seed, Assumptions assumptions) {
        this.town = assumptions.town();
        this.people = assumptions.people();
        this.world = World.calm(seed, town.size());
        this.some = world.some();
        List<Account> accounts = world.cast().accounts;
        this.roles = accounts.stream().collect(Collectors.toMap(Account::id, Account::role));
        this.desk = accounts.stream()
                .filter(account ->
                        account.community().equals(world.cast().street) && account.role() == AccountRole.COORDINATOR)
                .toList();
        world.database().onCommit((write, at) -> {
            world.watcher().committed(write, at);
            write.changes().forEach(this::changed);
        });
    }

    /** Plays it; throws {@link Violation} when something that must always hold did not. */
    Figures play() {
        world.nodes().forEach(SimNode::boot);
        world.wearables()
                .forEach(wearable -> world.time().after(some.between(Duration.ZERO, ASKS_AGAIN), wearable::connect));
        for (int i = 0; i < town.presses(); i++) {
            Wearable wearable = some.oneOf(world.wearables());
            world.time().after(ASKS_AGAIN.plus(some.between(Duration.ZERO, town.day())), () -> press(wearable));
        }
        Duration end = town.day().plus(EVENING);
        for (Duration now = FORGETS_EVERY; now.compareTo(end) < 0; now = now.plus(FORGETS_EVERY)) {
            world.until(now);
            world.database().forgetThePast();
        }
        world.until(end);
        world.judgeDevices();
        return figures;
    }

    World world() {
        return world;
    }

    int presses() {
        return presses;
    }

    private void press(Wearable wearable) {
        say(wearable);
        if (some.chance(town.again())) {
            world.time().after(some.between(Duration.ofSeconds(1), PRESSES_AGAIN_WITHIN), () -> say(wearable));
        }
    }

    private void say(Wearable wearable) {
        presses++;
        pressed.putIfAbsent(wearable.subject().id(), world.time().nanos());
        wearable.say(SignalKind.SOS);
    }

    // --- what everybody hears of

    private void changed(Change change) {
        Incident incident = change.after();
        UUID resident = incident.subject().id();
        for (IncidentEvent event : change.events()) {
            if (event instanceof IncidentEvent.IncidentOpened) {
                opened(incident, pressed.remove(resident));
            } else if (event instanceof IncidentEvent.SignalAdded) {
                pressed.remove(resident);
            } else {
                happened(incident, cases.get(incident.id()), event);
            }
        }
    }

    private void opened(Incident incident, long since) {
        Figures.Case one = new Figures.Case(some.chance(town.genuine()), since);
        cases.put(incident.id(), one);
        figures.add(one);
        world.time().after(people.deskCalls(), () -> {
            if (one.doctor == null) {
                talk(incident.id(), one);
            }
        });
    }

    private void happened(Incident incident, Figures.Case one, IncidentEvent event) {
        long now = world.time().nanos();
        if (event instanceof IncidentEvent.OffersMade made) {
            if (!made.offers().isEmpty() && one.offered == null) {
                one.offered = now;
            }
            incident.offers().stream()
                    .filter(offer -> made.offers().contains(offer.id()))
                    .forEach(offer -> ring(incident.id(), offer));
        } else if (event instanceof IncidentEvent.Assigned taken) {
            assigned(incident, one, incident.findAssignment(taken.assignment()).orElseThrow());
        } else if (event instanceof IncidentEvent.AssignmentChanged moved) {
            if (moved.to() == AssignmentState.ON_SCENE && moved.role().isAtTheDoor() && one.door == null) {
                one.door = now;
            }
            if (!moved.to().holds()) {
                engaged.remove(moved.responder().id(), incident.id());
                ended.add(moved.assignment());
            }
        } else if (event instanceof IncidentEvent.StoodDown) {
            one.over = now;
        }
    }

    // --- how people behave

    private void ring(IncidentId incident, Offer offer) {
        if (!rung.add(offer.id())) {
            return;
        }
        Assumptions.Answering answering = answering(offer.responder());
        double dice = some.nanos(1_000_000) / 1e6;
        if (dice >= answering.accept() + answering.decline()) {
            return;
        }
        boolean yes = dice < answering.accept();
        Duration thinking = people.shown().some(some).plus(answering.after().some(some));
        world.time().after(thinking, () -> {
            boolean free = offer.role() == Role.COORDINATOR
                    || !engaged.containsKey(offer.responder().id());
            ask(
                    incident,
                    yes && free
                            ? new IncidentCommand.AcceptOffer(
                                    offer.id(), offer.responder(), new AssignmentId(some.uuid()))
                            : new IncidentCommand.DeclineOffer(offer.id(), offer.responder()));
        });
    }

    private Assumptions.Answering answering(Person who) {
        return switch (roles.get(who.id())) {
            case DOCTOR -> people.doctor();
            case VOLUNTEER, FAMILY -> people.volunteer();
            case STAFF -> people.staff();
            case COORDINATOR, ADMIN -> people.coordinator();
            case INTEGRATOR -> throw new IllegalStateException("a machine is asked nothing");
        };
    }

    private void assigned(Incident incident, Figures.Case one, Assignment taken) {
        if (taken.role() == Role.COORDINATOR) {
            return;
        }
        engaged.put(taken.responder().id(), incident.id());
        long now = world.time().nanos();
        if (taken.role() == Role.DOCTOR) {
            if (one.doctor == null) {
                one.doctor = now;
            }
            world.time().after(TURNS_TO_THEM, () -> move(incident.id(), taken, AssignmentState.ON_SCENE));
            talk(incident.id(), one);
            world.time().after(people.talk().most(), () -> move(incident.id(), taken, AssignmentState.CLEARED));
        } else {
            if (taken.role() == Role.FIRST_HAND && one.accepted == null) {
                one.accepted = now;
            }
            world.time().after(people.setOff().some(some), () -> setOff(incident.id(), one, taken));
        }
    }

    /** After a while it is known whether it was meant. */
    private void talk(IncidentId incident, Figures.Case one) {
        world.time().after(people.talk().some(some), () -> {
            if (!one.genuine) {
                standDown(incident, one, Disposition.FALSE_ALARM);
            }
        });
    }

    private void setOff(IncidentId incident, Figures.Case one, Assignment mine) {
        if (one.over != null || ended.contains(mine.id())) {
            return;
        }
        move(incident, mine, AssignmentState.EN_ROUTE);
        Duration way = mine.etaSeconds()
                .map(eta -> Duration.ofSeconds(eta)
                        .multipliedBy(Math.round(
                                1_000 * (people.paceLeast() + (people.paceMost() - people.paceLeast()) * share())))
                        .dividedBy(1_000))
                .orElseGet(() -> people.unknownWay().some(some));
        if (some.chance(people.turnBack())) {
            world.time().after(way.dividedBy(2), () -> move(incident, mine, AssignmentState.RELEASED));
            return;
        }
        world.time().after(way, () -> arrive(incident, one, mine));
    }

    private double share() {
        return some.nanos(1_000) / 1e3;
    }

    private void arrive(IncidentId incident, Figures.Case one, Assignment mine) {
        if (one.over != null || ended.contains(mine.id())) {
            return;
        }
        move(incident, mine, AssignmentState.ON_SCENE);
        world.time().after(FIRST_WORD, () -> {
            if (one.over == null && !ended.contains(mine.id())) {
                ask(incident, new IncidentCommand.CheckIn(mine.id(), mine.responder(), false, NEXT_WORD));
            }
        });
        world.time().after(people.help().some(some), () -> {
            if (!ended.contains(mine.id())) {
                standDown(incident, one, Disposition.HELPED);
            }
        });
    }

    private void move(IncidentId incident, Assignment mine, AssignmentState to) {
        ask(incident, new IncidentCommand.MoveAssignment(mine.id(), mine.responder(), to));
    }

    private void standDown(IncidentId incident, Figures.Case one, Disposition why) {
        if (one.over != null) {
            return;
        }
        Account at = some.oneOf(desk);
        ask(incident, new IncidentCommand.StandDown(new Person(at.id(), at.name()), why, "模拟"));
    }

    /** Until somebody answers, be it with a refusal. */
    private void ask(IncidentId incident, IncidentCommand command) {
        SimNode node = world.findNode().orElseThrow();
        node.doors()
                .run(() -> node.acts().actOwn(incident, any -> true, command).onFailure(failure -> {
                    if (failure instanceof Refusal refused) {
                        world.coverage().saw("refusal", command.getClass().getSimpleName() + " " + refused.code());
                    } else {
                        world.coverage().saw("refusal", "none: " + failure.getMessage());
                        world.time().after(ASKS_AGAIN, () -> ask(incident, command));
                    }
                }));
    }
}
