package care.anling.verticles.notify;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Incident;
import care.anling.core.notice.Audience;
import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.core.notice.Outcome;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.ManualLoop;
import care.anling.verticles.notify.Channel.Attempt;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.DueNotice.Addressee;
import care.anling.verticles.store.FakeChannelStore;
import care.anling.verticles.store.FakeDatabase;
import care.anling.verticles.store.FakeIncidentStore;
import care.anling.verticles.store.FakeOutboxStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.StoredEvent;
import care.anling.verticles.view.IncidentSamples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The notifier on a loop whose time is the test's, over the database in memory. */
class NotifierTest {

    private final ManualLoop loop = new ManualLoop();
    private final FakeDatabase database = new FakeDatabase(loop);
    private final FakeOutboxStore outbox = new FakeOutboxStore(database);
    private final FakeChannelStore channelStore = new FakeChannelStore(database);
    private final FakeIncidentStore incidents = new FakeIncidentStore(database);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<ChannelKind, Recording> channels = new EnumMap<>(ChannelKind.class);
    private final CommunityId community = Samples.community();
    private Incident incident = IncidentSamples.open(community, Samples.id(), "王秀英");
    private boolean storeForgets;

    /** A channel that remembers what it was given. */
    private static final class Recording implements Channel {
        private final List<Letter> letters = new ArrayList<>();
        private final List<String> addresses = new ArrayList<>();
        private Function<Letter, Future<Attempt>> answer;

        Recording(Attempt answer) {
            this.answer = letter -> Future.succeededFuture(answer);
        }

        @Override
        public Future<Attempt> send(Letter letter, ChannelAddress to) {
            letters.add(letter);
            addresses.add(to.address());
            return answer.apply(letter);
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    /** Nobody hints: whatever happens, happens because of a poll or an alarm. */
    private static final class Silence implements Hints {
        @Override
        public void publish(Hint hint) {}

        @Override
        public <H extends Hint> Listening listen(Class<H> kind, Consumer<H> handler) {
            return Future::succeededFuture;
        }
    }

    @BeforeEach
    void open() {
        CommunityId street = Samples.community();
        database.openFeedNode(street, Optional.empty());
        database.openFeedNode(community, Optional.of(street));
        incidents.put(incident, "incident.opened");
        channels.put(ChannelKind.FEED, new Recording(Attempt.ABSENT));
        channels.put(ChannelKind.PUSH, new Recording(Attempt.TAKEN));
        channels.put(ChannelKind.WEBHOOK, new Recording(Attempt.TAKEN));
        channels.put(ChannelKind.EMAIL, new Recording(Attempt.TAKEN));
        database.wire = new DatabaseWire() {
            @Override
            public Future<Void> reach(Trip trip) {
                boolean lost = storeForgets && trip.call().equals("outbox.settle");
                return lost ? Future.failedFuture("the node died") : Future.succeededFuture();
            }
        };
        startNode();
    }

    private void startNode() {
        Hints hints = new Silence();
        Notifier notifier = new Notifier(
                loop,
                new Notifier.Ports(
                        outbox,
                        Map.copyOf(channels),
                        new DeadLetterDesk(loop, incidents, hints),
                        new NotifyFigures(meters),
                        hints,
                        () -> 0.5));
        notifier.start();
        loop.settle();
    }

    private UUID volunteer(ChannelKind... kinds) {
        UUID account = Samples.id();
        outbox.putPerson(new Addressee(account, "李志愿", AccountRole.VOLUNTEER, "zh", List.of()));
        for (ChannelKind kind : kinds) {
            Optional<String> gateway = kind == ChannelKind.WEBHOOK ? Optional.of("sms") : Optional.empty();
            var unused = channelStore.subscribe(
                    account,
                    new ChannelAddress(
                            Samples.id(), kind, kind.stage(), kind + "-" + account, gateway, Optional.empty()),
                    10);
        }
        return account;
    }

    /** An offer that rings for a minute, with the notice of it. */
    private UUID offer(UUID to) {
        Offer asked = IncidentSamples.offer(new Person(to, "李志愿"), Role.FIRST_HAND, OfferState.PENDING);
        incident = IncidentSamples.with(incident, List.of(asked), List.of());
        incidents.put(incident, "incident.offer_made");
        return outbox.put(noticeOf(asked), community);
    }

    private Notice noticeOf(Offer asked) {
        return Notice.of(NoticeKind.OFFER, Audience.account(asked.responder().id()), incident.id(), loop.instant())
                .with(Notice.Detail.NONE
                        .withOffer(asked.id())
                        .withRole(asked.role())
                        .withEta(Optional.of(230)));
    }

    private Recording channel(ChannelKind kind) {
        return channels.get(kind);
    }

    private List<Letter> sent(ChannelKind kind) {
        return channel(kind).letters;
    }

    private void poll() {
        loop.pass(Notifier.POLL);
    }

    @Test
    void withoutAnOpenScreenThePhoneRingsAtOnceAndNamesNobody() {
        offer(volunteer(ChannelKind.PUSH, ChannelKind.WEBHOOK));

        poll();

        assertThat(sent(ChannelKind.PUSH)).singleElement().satisfies(letter -> {
            assertThat(letter.words().spoken()).isEqualTo("紧急求助 · 3号楼附近 · 约 4 分钟步行");
            assertThat(letter.toJson().encode()).doesNotContain("王秀英").doesNotContain("单元");
        });
        assertThat(sent(ChannelKind.WEBHOOK)).isEmpty();
    }

    @Test
    void noReceiptInTimeAndTheNextChannelRings() {
        UUID id = offer(volunteer(ChannelKind.PUSH, ChannelKind.WEBHOOK));
        poll();

        loop.pass(NoticeKind.OFFER.receiptWait().minusMillis(1));
        assertThat(sent(ChannelKind.WEBHOOK)).as("never early").isEmpty();
        loop.pass(Duration.ofMillis(10));

        assertThat(sent(ChannelKind.WEBHOOK)).hasSize(1);
        assertThat(sent(ChannelKind.PUSH)).hasSize(1);
        assertThat(sent(ChannelKind.WEBHOOK).get(0).id()).isEqualTo(id);
    }

    @Test
    void aReceiptEndsIt() {
        UUID volunteer = volunteer(ChannelKind.PUSH, ChannelKind.WEBHOOK);
        UUID id = offer(volunteer);
        poll();

        var unused = outbox.receivedBy(volunteer, Set.of(id));
        loop.pass(Duration.ofMinutes(2));

        assertThat(sent(ChannelKind.WEBHOOK)).isEmpty();
        assertThat(outbox.stateOf(id)).isEqualTo(DeliveryState.RECEIVED);
    }

    @Test
    void anAnswerIsAReceiptToo() {
        UUID volunteer = volunteer(ChannelKind.PUSH, ChannelKind.WEBHOOK);
        UUID id = offer(volunteer);
        poll();

        Offer accepted = incident.offers().get(0).withState(OfferState.ACCEPTED);
        incidents.put(IncidentSamples.with(incident, List.of(accepted), List.of()), "incident.offer_answered");
        loop.pass(Duration.ofMinutes(2));

        assertThat(sent(ChannelKind.WEBHOOK)).isEmpty();
        assertThat(outbox.stateOf(id)).isEqualTo(DeliveryState.RECEIVED);
    }

    @Test
    void aNodeThatDiesBetweenSendingAndStoringSendsAgainUnderTheSameId() {
        UUID id = offer(volunteer(ChannelKind.PUSH));
        storeForgets = true;
        poll();
        assertThat(sent(ChannelKind.PUSH)).hasSize(1);

        storeForgets = false;
        startNode();
        loop.pass(Notifier.LEASE.plus(Notifier.POLL));

        assertThat(sent(ChannelKind.PUSH)).hasSize(2).extracting(Letter::id).containsOnly(id);
        assertThat(outbox.stateOf(id)).isEqualTo(DeliveryState.SENT);
    }

    @Test
    void twoHundredFirstPagesLeaveWithoutAnyTimePassing() {
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            offers.add(IncidentSamples.offer(
                    new Person(volunteer(ChannelKind.WEBHOOK), "李志愿"), Role.FIRST_HAND, OfferState.PENDING));
        }
        incidents.put(IncidentSamples.with(incident, offers, List.of()), "incident.offer_made");
        offers.forEach(offer -> outbox.put(noticeOf(offer), community));
        long before = loop.nanoTime();

        startNode();

        assertThat(loop.nanoTime()).isEqualTo(before);
        assertThat(sent(ChannelKind.WEBHOOK)).hasSize(200);
    }

    @Test
    void aGatewayThatHangsHoldsUpNobodyElse() {
        UUID stuck = volunteer(ChannelKind.WEBHOOK, ChannelKind.EMAIL);
        channel(ChannelKind.WEBHOOK).answer =
                letter -> Promise.<Attempt>promise().future();
        channel(ChannelKind.PUSH).answer = letter -> Future.succeededFuture(Attempt.TAKEN);
        Offer slow = IncidentSamples.offer(new Person(stuck, "李志愿"), Role.FIRST_HAND, OfferState.PENDING);
        Offer quick = IncidentSamples.offer(
                new Person(volunteer(ChannelKind.PUSH), "赵志愿"), Role.FIRST_HAND, OfferState.PENDING);
        incidents.put(IncidentSamples.with(incident, List.of(slow, quick), List.of()), "incident.offer_made");
        outbox.put(noticeOf(slow), community);
        outbox.put(noticeOf(quick), community);

        poll();
        assertThat(sent(ChannelKind.PUSH)).hasSize(1);
        assertThat(sent(ChannelKind.EMAIL)).isEmpty();

        loop.pass(Ways.SEND_TIMEOUT);
        assertThat(sent(ChannelKind.EMAIL)).as("given up on, the next channel").hasSize(1);
    }

    /** Never a rate limit on an emergency's first page: not by what lies at a gateway that hangs, either. */
    @Test
    void elevenHundredLettersAtAGatewayThatHangsDelayNoPush() {
        channel(ChannelKind.WEBHOOK).answer =
                letter -> Promise.<Attempt>promise().future();
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            offers.add(IncidentSamples.offer(
                    new Person(volunteer(ChannelKind.WEBHOOK), "李志愿"), Role.FIRST_HAND, OfferState.PENDING));
        }
        offers.add(IncidentSamples.offer(
                new Person(volunteer(ChannelKind.PUSH), "赵志愿"), Role.FIRST_HAND, OfferState.PENDING));
        offers.add(IncidentSamples.offer(
                new Person(volunteer(ChannelKind.WEBHOOK, ChannelKind.EMAIL), "钱志愿"),
                Role.FIRST_HAND,
                OfferState.PENDING));
        incidents.put(IncidentSamples.with(incident, offers, List.of()), "incident.offer_made");
        offers.forEach(offer -> outbox.put(noticeOf(offer), community));
        long before = loop.nanoTime();

        startNode();

        assertThat(loop.nanoTime()).isEqualTo(before);
        assertThat(sent(ChannelKind.PUSH)).as("another way").hasSize(1);
        assertThat(sent(ChannelKind.WEBHOOK)).hasSize(Ways.MAX_UNANSWERED);
        loop.pass(Ways.TURN_WITHIN);
        assertThat(sent(ChannelKind.EMAIL))
                .as("the turn did not come: the next way")
                .hasSize(1);

        channel(ChannelKind.WEBHOOK).answer = letter -> Future.succeededFuture(Attempt.TAKEN);
        loop.pass(Duration.ofSeconds(20));
        assertThat(sent(ChannelKind.WEBHOOK).stream().map(Letter::id).distinct())
                .as("none of them is forgotten")
                .hasSize(1_101);
    }

    @Test
    void aBurstWaitsForItsTurnWhereOneIsAnswered() {
        channel(ChannelKind.WEBHOOK).answer = letter -> {
            Promise<Attempt> answer = Promise.promise();
            loop.alarm(Duration.ofMillis(100), () -> answer.complete(Attempt.TAKEN));
            return answer.future();
        };
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < 1_600; i++) {
            offers.add(IncidentSamples.offer(
                    new Person(volunteer(ChannelKind.WEBHOOK, ChannelKind.EMAIL), "李志愿"),
                    Role.FIRST_HAND,
                    OfferState.PENDING));
        }
        incidents.put(IncidentSamples.with(incident, offers, List.of()), "incident.offer_made");
        offers.forEach(offer -> outbox.put(noticeOf(offer), community));

        startNode();
        assertThat(sent(ChannelKind.WEBHOOK)).hasSize(Ways.MAX_UNANSWERED);
        loop.pass(Duration.ofMillis(400));

        assertThat(sent(ChannelKind.WEBHOOK).stream().map(Letter::id).distinct())
                .as("512 every 100 ms, each sent once")
                .hasSize(1_600);
        assertThat(sent(ChannelKind.WEBHOOK)).hasSize(1_600);
        assertThat(sent(ChannelKind.EMAIL)).isEmpty();
    }

    @Test
    void whatFailsIsTriedAgainUntilItWorks() {
        offer(volunteer(ChannelKind.WEBHOOK));
        channel(ChannelKind.WEBHOOK).answer = letter -> Future.failedFuture("connection refused");
        poll();
        assertThat(sent(ChannelKind.WEBHOOK)).hasSize(1);

        channel(ChannelKind.WEBHOOK).answer = letter -> Future.succeededFuture(Attempt.TAKEN);
        loop.pass(Duration.ofSeconds(3));

        assertThat(sent(ChannelKind.WEBHOOK)).hasSize(2);
        assertThat(outbox.states()).containsExactly(DeliveryState.SENT);
    }

    @Test
    void whoeverHearsThatItIsOverHearsWhatWas() {
        UUID daughter = volunteer(ChannelKind.PUSH);
        outbox.putPerson(new Addressee(daughter, "Chen", AccountRole.FAMILY, "en", List.of()));
        outbox.putFamily(incident.subject().id(), Set.of(daughter));
        outbox.put(over(Audience.family(new ResidentId(incident.subject().id()))), community);
        outbox.put(over(Audience.outside("emergency")), community);
        poll();

        assertThat(sent(ChannelKind.PUSH))
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.words().title()).isEqualTo("Your relative's call for help is over"));
        assertThat(sent(ChannelKind.WEBHOOK))
                .singleElement()
                .satisfies(letter -> assertThat(letter.words().spoken()).isEqualTo("警情已结束 · 社区 · 3号楼附近 · 无需再协助"));
    }

    private Notice over(Audience audience) {
        return Notice.of(NoticeKind.STOOD_DOWN, audience, incident.id(), loop.instant());
    }

    @Test
    void whomNobodyCanReachStandsOnTheIncidentOnce() {
        UUID lonely = volunteer();
        offer(lonely);
        poll();
        loop.pass(Duration.ofSeconds(1));

        assertThat(outbox.states()).containsExactly(DeliveryState.DEAD);
        assertThat(notes()).singleElement().asString().contains("李志愿（不在线，且没有其他通道）");
        assertThat(meters.counter("anling.notice.dead", "why", "unreachable").count())
                .isEqualTo(1);

        offer(lonely);
        loop.pass(Duration.ofSeconds(5));
        assertThat(outbox.states()).containsExactly(DeliveryState.DEAD, DeliveryState.DEAD);
        assertThat(notes()).as("a ladder that repeats fills no timeline").hasSize(1);
    }

    @Test
    void aPushServiceThatForgotABrowserIsNotAskedAgain() {
        UUID volunteer = volunteer(ChannelKind.PUSH, ChannelKind.WEBHOOK);
        channel(ChannelKind.PUSH).answer = letter -> Future.succeededFuture(Attempt.gone("HTTP 410"));
        offer(volunteer);

        poll();

        assertThat(sent(ChannelKind.WEBHOOK)).as("at once").hasSize(1);
        assertThat(channelStore.channelsOf(volunteer).result())
                .extracting(ChannelAddress::kind)
                .containsExactly(ChannelKind.WEBHOOK);
    }

    @Test
    void anOutsideChannelIsAGateway() {
        outbox.put(Notice.of(NoticeKind.ALARM, Audience.outside("centre"), incident.id(), loop.instant()), community);

        poll();

        assertThat(sent(ChannelKind.WEBHOOK))
                .singleElement()
                .satisfies(letter -> assertThat(letter.words().spoken()).isEqualTo("紧急求助 · 社区 · 3号楼附近 · 请协助处置"));
    }

    @Test
    void anEmptyDeskIsADeadLetterAtOnce() {
        outbox.put(
                Notice.of(NoticeKind.DESK_ALARM, Audience.desk(community), incident.id(), loop.instant()), community);

        poll();
        loop.pass(Duration.ofSeconds(1));

        assertThat(outbox.states()).containsExactly(DeliveryState.DEAD);
        assertThat(notes()).singleElement().asString().contains("值班坐席（无人在岗）");
    }

    @Test
    void whoeverHasTheSameReasonSharesIt() {
        outbox.putFamily(incident.subject().id(), Set.of(volunteer(), volunteer()));
        ResidentId resident = new ResidentId(incident.subject().id());
        outbox.put(Notice.of(NoticeKind.ALARM, Audience.family(resident), incident.id(), loop.instant()), community);
        outbox.put(
                Notice.of(NoticeKind.DESK_ALARM, Audience.desk(community), incident.id(), loop.instant()), community);

        poll();
        loop.pass(Duration.ofSeconds(1));

        assertThat(notes())
                .singleElement()
                .asString()
                .contains("李志愿、李志愿（不在线，且没有其他通道）", "值班坐席（无人在岗）", "；")
                .containsOnlyOnce("（不在线");
    }

    @Test
    void aFamilyWithoutAnAccountIsToBeTelephoned() {
        ResidentId resident = new ResidentId(incident.subject().id());
        outbox.put(Notice.of(NoticeKind.ALARM, Audience.family(resident), incident.id(), loop.instant()), community);

        poll();
        loop.pass(Duration.ofSeconds(1));

        assertThat(outbox.states()).containsExactly(DeliveryState.DEAD);
        assertThat(notes()).singleElement().asString().contains("亲属（没有亲属登记账号，请打联系人电话）");
    }

    @Test
    void theBestAnswerOfAStageCounts() {
        UUID volunteer = volunteer(ChannelKind.PUSH, ChannelKind.WEBHOOK);
        var unused = channelStore.subscribe(
                volunteer,
                new ChannelAddress(
                        Samples.id(), ChannelKind.PUSH, 10, "second-phone", Optional.empty(), Optional.empty()),
                10);
        boolean[] first = {true};
        channel(ChannelKind.PUSH).answer = letter -> {
            Attempt attempt = first[0] ? Attempt.failed("HTTP 503") : Attempt.TAKEN;
            first[0] = false;
            return Future.succeededFuture(attempt);
        };
        offer(volunteer);

        poll();

        assertThat(channel(ChannelKind.PUSH).addresses).hasSize(2);
        assertThat(sent(ChannelKind.WEBHOOK)).isEmpty();
        assertThat(meters.counter("anling.notice.tried", "channel", "push", "outcome", "taken")
                        .count())
                .isEqualTo(1);
        assertThat(Outcome.TAKEN).isLessThan(Outcome.FAILED);
    }

    private List<String> notes() {
        return incidents.timeline(incident.id(), 0, 1_000).result().stream()
                .filter(event -> event.type().equals("incident.note_added"))
                .map(StoredEvent::detail)
                .toList();
    }
}
