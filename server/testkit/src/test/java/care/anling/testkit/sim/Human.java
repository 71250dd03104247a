package care.anling.testkit.sim;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.core.triage.Triage;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.triage.CallIntake.CallTaken;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Somebody with a screen, who acts on what it shows: answers, comes, goes, gives up, stands down; late, twice, and
 * sometimes on what is not theirs. Asks again, on another node, when nobody answers.
 */
final class Human {

    private static final Duration PATIENCE = Duration.ofSeconds(7);
    private static final int TRIES = 6;
    /** The least that is granted; in a long world nobody says the next word. */
    private static final Duration NEXT_WORD = Duration.ofMinutes(5);

    private final World world;
    private final Account account;
    private final Person person;
    private final Screen screen;
    private final Dice some;
    private final Set<String> handled = new HashSet<>();
    /** What the desk has seen since the world began. */
    private final List<IncidentId> known = new ArrayList<>();

    Human(World world, Account account) {
        this.world = world;
        this.account = account;
        this.person = new Person(account.id(), account.name());
        this.some = world.some();
        this.screen = new Screen(world, account, this::look);
    }

    Screen screen() {
        return screen;
    }

    private void look(JsonObject incident) {
        if (account.role().isDesk()) {
            lookFromTheDesk(incident);
        }
        mine(incident, "offers")
                .filter(o -> "PENDING".equals(o.getString("state")))
                .ifPresent(o -> onOffer(incident, o));
        mine(incident, "assignments").ifPresent(a -> onAssignment(incident, a));
    }

    private Optional<JsonObject> mine(JsonObject incident, String list) {
        JsonArray all = incident.getJsonArray(list);
        for (int i = all.size() - 1; i >= 0; i--) {
            JsonObject one = all.getJsonObject(i);
            if (account.id().toString().equals(one.getJsonObject("responder").getString("id"))) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private void onOffer(JsonObject incident, JsonObject offer) {
        if (!handled.add(offer.getString("id"))) {
            return;
        }
        IncidentId id = IncidentId.of(incident.getString("id"));
        OfferId ringing = OfferId.of(offer.getString("id"));
        Duration thinking = some.between(Duration.ofMillis(500), Duration.ofSeconds(some.chance(0.8) ? 8 : 70));
        int dice = some.between(1, 100);
        if (dice <= 55) {
            later(thinking, id, () -> new IncidentCommand.AcceptOffer(ringing, person, new AssignmentId(some.uuid())));
        } else if (dice <= 75) {
            later(thinking, id, () -> new IncidentCommand.DeclineOffer(ringing, person));
        } else if (dice <= 80) {
            // Tapped twice, or by somebody who was not asked.
            later(thinking, id, () -> new IncidentCommand.AcceptOffer(ringing, person, new AssignmentId(some.uuid())));
            later(
                    thinking,
                    id,
                    () -> new IncidentCommand.AcceptOffer(ringing, world.anybody(), new AssignmentId(some.uuid())));
        }
    }

    private void onAssignment(JsonObject incident, JsonObject assignment) {
        String state = assignment.getString("state");
        if (!handled.add(assignment.getString("id") + state)) {
            return;
        }
        AssignmentState now = AssignmentState.valueOf(state);
        if (!now.holds() && !some.chance(0.1)) {
            return;
        }
        IncidentId about = IncidentId.of(incident.getString("id"));
        AssignmentId mine = AssignmentId.of(assignment.getString("id"));
        if (some.chance(world.isLong() ? 0.6 : 0.15)) {
            later(soon(), about, () -> new IncidentCommand.CheckIn(mine, person, false, NEXT_WORD));
        }
        if (some.chance(0.1)) {
            world.time().after(soon(), this::sayWhereIAm);
        }
        if (now == AssignmentState.EN_ROUTE && some.chance(0.3)) {
            later(
                    soon(),
                    about,
                    () -> new IncidentCommand.ReportPosition(
                            mine, person, world.cast().fix()));
        }
        if (some.chance(0.1)) {
            later(
                    soon(),
                    about,
                    () -> new IncidentCommand.HandOver(mine, person, world.anybody(), new OfferId(some.uuid())));
        }
        if (some.chance(0.05)) {
            // As the server does when somebody in a drill says yes to what is real.
            later(soon(), about, () -> new IncidentCommand.LeaveDrill(person));
        }
        if (some.chance(0.05)) {
            // By whoever sits at the desk; who that is plays no part in the decision.
            later(soon(), about, () -> new IncidentCommand.TakeAway(mine, person, "换人"));
        }
        AssignmentState to = some.chance(0.1)
                ? some.oneOf(List.of(AssignmentState.values()))
                : switch (now) {
                    case ACCEPTED -> AssignmentState.EN_ROUTE;
                    case EN_ROUTE -> AssignmentState.ON_SCENE;
                    case ON_SCENE, CLEARED, RELEASED -> AssignmentState.CLEARED;
                };
        if (some.chance(0.12)) {
            to = AssignmentState.RELEASED;
        }
        AssignmentState next = to;
        if (world.isLong() && some.chance(0.5)) {
            // Does not come, or stays and says nothing any more.
            return;
        }
        later(
                some.between(Duration.ofSeconds(1), Duration.ofSeconds(25)),
                about,
                () -> new IncidentCommand.MoveAssignment(mine, person, next));
    }

    /** As a phone does on its own; whatever is refused is no matter. */
    private void sayWhereIAm() {
        world.findNode()
                .ifPresent(node -> node.doors()
                        .run(() -> node.acts()
                                .reportPosition(person, world.cast().fix())
                                .onSuccess(done -> world.coverage().saw("device", "a phone said where it is"))));
    }

    private void lookFromTheDesk(JsonObject incident) {
        String id = incident.getString("id");
        if (!handled.add(id)) {
            return;
        }
        IncidentId about = IncidentId.of(id);
        if (some.chance(incident.getJsonObject("resident") == null ? 0.5 : 0.1)) {
            world.time().after(soon(), () -> joinTwo(about));
        }
        known.add(about);
        if (some.chance(0.3)) {
            later(soon(), about, () -> new IncidentCommand.Acknowledge(person));
        }
        if (some.chance(0.15)) {
            later(soon(), about, () -> new IncidentCommand.AddNote(new Actor.Human(person, "COORDINATOR"), "已电话联系"));
        }
        if (some.chance(0.15)) {
            later(soon(), about, () -> new IncidentCommand.Escalate(person));
        }
        if (some.chance(0.1)) {
            later(soon(), about, this::assignByName);
        }
        if (some.chance(0.1)) {
            later(soon(), about, this::callMore);
        }
        if (some.chance(0.1)) {
            later(soon(), about, this::changePriority);
        }
        if (some.chance(0.2)) {
            later(some.between(Duration.ofSeconds(5), Duration.ofSeconds(50)), about, () -> standDown());
        }
        if (some.chance(0.05)) {
            IncidentId unheardOf = new IncidentId(some.uuid());
            later(soon(), unheardOf, () -> some.oneOf(anything()));
            world.time().after(soon(), () -> joinTwo(unheardOf));
        }
    }

    /** What a device nobody wears raised turns out to be one of the residents; or so somebody thinks. */
    private void joinTwo(IncidentId one) {
        IncidentId into = some.chance(0.05) ? new IncidentId(some.uuid()) : some.oneOf(known);
        ask(
                new Deed("MergeInto", one, node -> {
                    String met = world.watcher().stateOf(into);
                    return node.acts()
                            .merge(one, into, world.callerOf(account), node.ids())
                            .onComplete(done -> onAnswer("Absorb", met, Optional.ofNullable(done.cause())));
                }),
                TRIES);
    }

    private IncidentCommand callMore() {
        return new IncidentCommand.CallMore(
                person, some.oneOf(List.of(Role.FIRST_HAND, Role.BRINGER)), some.between(1, 2), Optional.empty());
    }

    private IncidentCommand changePriority() {
        return new IncidentCommand.ChangePriority(person, some.oneOf(List.of(Priority.values())), someNeed(), "电话里说");
    }

    /** Said by whoever listens on the telephone, or left open. */
    private Optional<Need> someNeed() {
        return some.chance(0.5) ? Optional.of(some.oneOf(List.of(Need.values()))) : Optional.empty();
    }

    private Duration soon() {
        return some.between(Duration.ofSeconds(1), Duration.ofSeconds(40));
    }

    private IncidentCommand standDown() {
        return new IncidentCommand.StandDown(person, some.oneOf(List.of(Disposition.values())), "好了");
    }

    private IncidentCommand assignByName() {
        return new IncidentCommand.AssignByName(
                person,
                world.anybody(),
                some.oneOf(List.of(Role.values())),
                some.between(1, 2),
                new OfferId(some.uuid()),
                new AssignmentId(some.uuid()));
    }

    /** Whatever somebody may think of, about an incident that is not there. */
    private List<IncidentCommand> anything() {
        return List.of(
                new IncidentCommand.Acknowledge(person),
                new IncidentCommand.Escalate(person),
                new IncidentCommand.AddNote(new Actor.Human(person, "COORDINATOR"), "?"),
                new IncidentCommand.AcceptOffer(new OfferId(some.uuid()), person, new AssignmentId(some.uuid())),
                new IncidentCommand.DeclineOffer(new OfferId(some.uuid()), person),
                new IncidentCommand.MoveAssignment(new AssignmentId(some.uuid()), person, AssignmentState.EN_ROUTE),
                new IncidentCommand.CheckIn(new AssignmentId(some.uuid()), person, false, NEXT_WORD),
                new IncidentCommand.HandOver(
                        new AssignmentId(some.uuid()), person, world.anybody(), new OfferId(some.uuid())),
                new IncidentCommand.TakeAway(new AssignmentId(some.uuid()), person, "?"),
                new IncidentCommand.LeaveDrill(person),
                new IncidentCommand.ReportPosition(
                        new AssignmentId(some.uuid()), person, world.cast().fix()),
                callMore(),
                changePriority(),
                assignByName(),
                standDown());
    }

    boolean isCoordinator() {
        return account.role() == AccountRole.COORDINATOR;
    }

    /** Somebody telephones for whom that device protects. */
    void takeCall(Wearable about) {
        CallTaken call = new CallTaken(
                some.uuid(),
                new Actor.Human(person, "COORDINATOR"),
                about.subject(),
                some.chance(0.1),
                Triage.assessCall(someNeed(), Optional.empty()));
        takeCall(call, TRIES);
    }

    private void takeCall(CallTaken call, int triesLeft) {
        boolean[] answered = new boolean[1];
        world.findNode()
                .ifPresent(node -> node.doors()
                        .run(() -> node.calls().callTaken(call).onComplete(done -> {
                            answered[0] = true;
                            if (done.failed() && triesLeft > 1) {
                                world.time().after(soon(), () -> takeCall(call, triesLeft - 1));
                            }
                        })));
        world.time().after(PATIENCE, () -> {
            if (!answered[0] && triesLeft > 1) {
                takeCall(call, triesLeft - 1);
            }
        });
    }

    /**
     * Something a person asks of a node, again and again until it answers.
     *
     * @param command as coverage names it
     */
    private record Deed(String command, IncidentId incident, Function<SimNode, Future<Incident>> on) {}

    private void later(Duration thinking, IncidentId incident, Supplier<IncidentCommand> command) {
        world.time().after(thinking, () -> {
            IncidentCommand given = command.get();
            ask(new Deed(given.getClass().getSimpleName(), incident, node -> act(node, incident, given)), TRIES);
        });
    }

    private void ask(Deed deed, int triesLeft) {
        if (triesLeft == 0) {
            return;
        }
        boolean[] answered = new boolean[1];
        world.findNode()
                .ifPresent(node -> world.time().after(some.between(Duration.ofMillis(1), Duration.ofMillis(30)), () -> {
                    if (node.isUp()) {
                        node.doors().run(() -> {
                            String met = world.watcher().stateOf(deed.incident());
                            deed.on().apply(node).onComplete(done -> {
                                answered[0] = true;
                                Optional<Throwable> failure = Optional.ofNullable(done.cause());
                                onAnswer(deed.command(), met, failure);
                                if (failure.isPresent() && !(failure.get() instanceof Refusal)) {
                                    world.time().after(soon(), () -> ask(deed, triesLeft - 1));
                                }
                            });
                        });
                    }
                }));
        world.time().after(PATIENCE, () -> {
            if (!answered[0]) {
                ask(deed, triesLeft - 1);
            }
        });
    }

    /** As the routes do it. */
    private Future<Incident> act(SimNode node, IncidentId incident, IncidentCommand command) {
        Future<Incident> done = account.role().isDesk()
                ? node.acts().act(incident, world.cast().viewerOf(account), command)
                : node.acts().actOwn(incident, any -> true, command);
        if (command instanceof IncidentCommand.AcceptOffer accept) {
            return done.onSuccess(taken -> node.acts().callOutOfDrills(taken, accept.by()));
        }
        if (command instanceof IncidentCommand.AssignByName named) {
            return done.onSuccess(taken -> node.acts().callOutOfDrills(taken, named.who()));
        }
        return done;
    }

    private void onAnswer(String command, String met, Optional<Throwable> failure) {
        if (failure.isEmpty() || failure.get() instanceof Refusal) {
            world.coverage().saw("command × state", command + " " + met);
        }
        failure.filter(Refusal.class::isInstance)
                .map(Refusal.class::cast)
                .ifPresent(refusal -> world.coverage().saw("refusal", command + " " + refusal.code()));
    }
}
