package care.anling.testkit.sim;

import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Notice;
import care.anling.core.notice.Outcome;
import care.anling.verticles.notify.Channel;
import care.anling.verticles.notify.Letter;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.DueNotice.Addressee;
import care.anling.verticles.store.FakeChannelStore;
import care.anling.verticles.store.FakeOutboxStore;
import care.anling.verticles.store.FakeOutboxStore.Line;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What lies between the notifiers and people's phones: a push service and a telephone gateway that refuse, fail, hang and
 * forget, and people who confirm what rings, or do not. Holds the outbox to its word: what is told is a row of it, under
 * its name however often it is sent, and in the end no row is forgotten.
 */
final class Post {

    private static final int MOST_PUSHES = 5;
    /** A lease that a dead node holds, a poll, a retry. */
    private static final Duration LATE_AT_MOST = Duration.ofSeconds(15);
    /** The pause between two rounds, however the clock went; what waits for a receipt alone may wait until it expires. */
    private static final Duration LOOKED_AT_WITHIN = Duration.ofMinutes(2);

    private final World world;
    private final FakeOutboxStore outbox;
    private final Map<UUID, Integer> sent = new HashMap<>();
    private final Map<String, UUID> names = new HashMap<>();
    private final Set<UUID> confirmed = new HashSet<>();

    Post(World world) {
        this.world = world;
        this.outbox = new FakeOutboxStore(world.database());
        world.cast().accounts.forEach(this::subscribe);
    }

    private void subscribe(Account account) {
        if (account.role() == AccountRole.FAMILY) {
            outbox.putPerson(new Addressee(account.id(), account.name(), account.role(), "zh", List.of()));
            account.resident().ifPresent(resident -> outbox.putFamily(resident.value(), Set.of(account.id())));
        }
        if (world.some().chance(0.8)) {
            add(account, ChannelKind.PUSH);
        }
        if (world.some().chance(0.4)) {
            add(account, ChannelKind.WEBHOOK);
        }
    }

    private void add(Account account, ChannelKind kind) {
        Optional<String> gateway = kind == ChannelKind.WEBHOOK ? Optional.of("voice") : Optional.empty();
        var unused = new FakeChannelStore(world.database())
                .subscribe(
                        account.id(),
                        new ChannelAddress(
                                world.some().uuid(),
                                kind,
                                kind.stage(),
                                account.id().toString(),
                                gateway,
                                Optional.empty()),
                        MOST_PUSHES);
    }

    /** One node's line to the outside. */
    Channel line(ChannelKind kind) {
        return new Channel() {
            @Override
            public Future<Attempt> send(Letter letter, ChannelAddress to) {
                onSent(letter, kind);
                return answer(letter, to, kind);
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        };
    }

    /** An open screen was shown it: the same promises, and a person who looks. */
    Channel watched(Channel feed) {
        return new Channel() {
            @Override
            public Future<Attempt> send(Letter letter, ChannelAddress to) {
                onSent(letter, ChannelKind.FEED);
                return feed.send(letter, to);
            }

            @Override
            public Future<Void> close() {
                return feed.close();
            }
        };
    }

    private void onSent(Letter letter, ChannelKind by) {
        Optional<Line> line = outbox.find(letter.id());
        world.require(line.isPresent(), "N1", () -> "sent and in no outbox: " + letter);
        Notice notice = line.orElseThrow().notice();
        world.require(
                notice.kind() == letter.kind()
                        && notice.incident().equals(letter.incident())
                        && notice.detail().offer().equals(letter.offer()),
                "N1",
                () -> letter + " says something else than " + notice);
        UUID known = names.putIfAbsent(notice.key(), letter.id());
        world.require(
                known == null || known.equals(letter.id()),
                "N1",
                () -> notice.key() + " was sent as " + known + " and as " + letter.id());
        int times = sent.merge(letter.id(), 1, Integer::sum);
        world.coverage().saw("notice", "by " + by + (times > 1 ? ", again" : ""));
    }

    private Future<Channel.Attempt> answer(Letter letter, ChannelAddress to, ChannelKind kind) {
        String whose = to.address().isEmpty() ? "outside " : "";
        boolean stormy = world.weather().has(Trouble.PHONES_FAIL);
        int dice = stormy ? world.some().between(1, 100) : 100;
        if (dice <= 10) {
            world.coverage().saw("channel", whose + "hung");
            return Promise.<Channel.Attempt>promise().future();
        }
        Outcome outcome = dice <= 25 ? Outcome.FAILED : dice <= 30 ? Outcome.REFUSED : Outcome.TAKEN;
        boolean gone = outcome == Outcome.REFUSED && kind == ChannelKind.PUSH;
        world.coverage().saw("channel", gone ? "gone" : whose + outcome.name());
        // Taken, and said so or not.
        if (outcome == Outcome.TAKEN || dice <= 15) {
            ring(letter, to);
        }
        Promise<Channel.Attempt> answered = Promise.promise();
        SimLoop loop = world.current();
        world.time().after(world.some().between(Duration.ofMillis(5), Duration.ofMillis(400)), () -> {
            if (loop != null) {
                loop.run(() -> answered.complete(new Channel.Attempt(outcome, "", gone)));
            }
        });
        return answered.future();
    }

    /** A person confirms it, or the gateway of somebody outside: an ambulance service, a watch company. */
    private void ring(Letter letter, ChannelAddress to) {
        if (world.some().chance(0.6)) {
            world.time().after(world.some().between(Duration.ofMillis(300), Duration.ofSeconds(12)), () -> {
                world.findNode()
                        .ifPresent(node -> node.doors()
                                .run(() -> (to.kind() == ChannelKind.PUSH
                                                ? node.notices()
                                                        .receivedBy(UUID.fromString(to.address()), Set.of(letter.id()))
                                                : node.notices()
                                                        .receivedThrough(
                                                                to.gateway().orElseThrow(), letter.id()))
                                        .onSuccess(done -> confirmed.add(letter.id()))));
            });
        }
    }

    /** N2: every notice came to an end, or somebody still sees to it. */
    void judge() {
        Instant now = world.database().now();
        for (Line line : outbox.lines()) {
            DeliveryState state = line.delivery().state();
            world.coverage().saw("notice", "in the end " + state);
            boolean open = state == DeliveryState.PENDING
                    || (state == DeliveryState.SENT && line.notice().kind().needsReceipt());
            world.require(!open || line.dueAt().isPresent(), "N2", () -> "forgotten: " + line);
            line.dueAt().ifPresent(due -> {
                world.require(due.plus(LATE_AT_MOST).isAfter(now), "N2", () -> "stuck at " + now + ": " + line);
                boolean waitsForReceiptAlone =
                        state == DeliveryState.SENT && line.delivery().stage() > ChannelKind.EMAIL.stage();
                world.require(line.claims() > 0 || due.isBefore(now.plusSeconds(2)), "N2", () -> "not begun: " + line);
                boolean waitsForReceipt = state == DeliveryState.SENT && !waitsForReceiptAlone;
                Duration within = waitsForReceipt && !world.weather().hasDatabaseClockJumped()
                        ? line.notice().kind().receiptWait()
                        : LOOKED_AT_WITHIN;
                world.require(
                        waitsForReceiptAlone || due.isBefore(now.plus(within)),
                        "N2",
                        () -> "looked at in ages only, at " + now + ": " + line);
            });
            world.require(
                    !confirmed.contains(line.id()) || state == DeliveryState.RECEIVED || isEnded(state),
                    "N2",
                    () -> "confirmed, and still told: " + line);
        }
    }

    private static boolean isEnded(DeliveryState state) {
        return state == DeliveryState.OBSOLETE || state == DeliveryState.SENT;
    }
}
