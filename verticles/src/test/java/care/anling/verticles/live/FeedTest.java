package care.anling.verticles.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.TestState;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.Prompt;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.notice.Audience;
import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.verticles.api.ApiHouse;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.DeviceNow;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed over real WebSockets: S5 and S7 on the wire, L3, and what a screen may cost. */
class FeedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private ApiHouse house;
    private Account coordinator;

    @BeforeEach
    void open() {
        house = new ApiHouse(quick(4 * 1024 * 1024), care.anling.verticles.api.HttpConfig.defaults());
        coordinator = house.account("zuoxi", AccountRole.COORDINATOR, house.east);
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** Like in production, but time passes faster. */
    static FeedLimits quick(int maxOutboxBytes) {
        return new FeedLimits(
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMillis(15),
                Duration.ofMillis(250),
                Duration.ofSeconds(20),
                maxOutboxBytes,
                10_000,
                1_000,
                2_000,
                60 * 1024,
                20);
    }

    private FeedClient screen(Account account) {
        return FeedClient.connect(house.vertx, house.port()).auth(house.token(account));
    }

    private FeedClient liveScreen(Account account) {
        FeedClient screen = screen(account);
        await().atMost(PATIENCE).until(() -> !screen.of("heartbeat").isEmpty());
        return screen;
    }

    private Incident open(CommunityId community) {
        Incident incident = IncidentSamples.open(community, UUID.randomUUID(), "李秀英");
        house.opened(incident);
        return incident;
    }

    @Test
    void aNoticeReachesItsPersonAloneAndTheirAppSaysSo() {
        Incident incident = open(house.east);
        UUID notice = house.outbox.put(
                Notice.of(NoticeKind.ALARM, Audience.account(coordinator.id()), incident.id(), house.clock.instant()),
                house.east);
        String frame = new JsonObject()
                .put("type", "notice")
                .put("id", notice.toString())
                .put("kind", "ALARM")
                .put("incident", incident.id().toString())
                .put("title", "紧急求助")
                .put("body", "3号楼附近")
                .put("language", "zh")
                .put("drill", false)
                .put("expiresAt", house.clock.instant().toString())
                .encode();
        Account another = house.account("another", AccountRole.COORDINATOR, house.east);
        assertThat(ApiHouse.await(house.screens.show(coordinator.id(), frame)))
                .as("nobody there")
                .isFalse();
        try (FeedClient screen = liveScreen(coordinator);
                FeedClient others = liveScreen(another)) {
            assertThat(ApiHouse.await(house.screens.show(coordinator.id(), frame)))
                    .isTrue();
            await().atMost(PATIENCE).until(() -> screen.of("notice").size() == 1);
            assertThat(others.of("notice")).isEmpty();

            String receipt = "{\"type\":\"receipt\",\"notices\":[\"" + notice + "\"]}";
            others.say(receipt);
            others.say("{\"type\":\"alive\"}");
            assertThat(house.outbox.stateOf(notice)).isEqualTo(DeliveryState.PENDING);
            screen.say(receipt);
            await().atMost(PATIENCE).until(() -> house.outbox.stateOf(notice) == DeliveryState.RECEIVED);

            assertCloses(screen.say("{\"type\":\"receipt\",\"notices\":[]}"), 4400);
        }
    }

    @Test
    void aScreenGetsTheTruthFirstAndThenEverythingInOrder() {
        Incident before = open(house.east);
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) == 1);
        try (FeedClient screen = liveScreen(coordinator)) {
            JsonObject snapshot = screen.snapshot(house.east).orElseThrow();
            assertThat(snapshot.getLong("seq")).isEqualTo(1);
            assertThat(snapshot.getJsonArray("incidents").getJsonObject(0).getString("id"))
                    .isEqualTo(before.id().toString());
            IntStream.range(0, 200).forEach(i -> open(house.east));
            await().atMost(PATIENCE).until(() -> screen.seqs(house.east).size() == 200);
            assertThat(screen.seqs(house.east))
                    .isEqualTo(LongStream.rangeClosed(2, 201).boxed().toList());
            assertThat(screen.broken).isEmpty();
            assertThat(screen.of("event").get(0).getJsonObject("incident").getString("priority"))
                    .isEqualTo("P1");
            assertThat(screen.ws().subProtocol()).isEqualTo("anling.feed.v1");
        }
    }

    @Test
    void whatHappensWhileASnapshotIsOnItsWayIsNeitherLostNorTwice() {
        open(house.east);
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) == 1);
        Promise<Void> slow = Promise.promise();
        AtomicBoolean taken = new AtomicBoolean();
        house.database.wire = new DatabaseWire() {
            @Override
            public <T> Future<T> answer(Trip trip, Future<T> answer) {
                if (!trip.call().equals("feed.snapshot")) {
                    return answer;
                }
                taken.set(true);
                return slow.future().compose(late -> answer);
            }
        };
        FeedClient screen = screen(coordinator);
        await().atMost(PATIENCE).until(taken::get);
        IntStream.range(0, 30).forEach(i -> open(house.east));
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) > 20);
        slow.complete();
        await().atMost(PATIENCE).until(() -> screen.seqs(house.east).contains(31L));
        assertThat(screen.seqs(house.east))
                .isEqualTo(LongStream.rangeClosed(2, 31).boxed().toList());
        assertThat(screen.broken).isEmpty();
        screen.close();
    }

    @Test
    void comingBackResumesWithoutGapOrRepetition() {
        FeedClient first = liveScreen(coordinator);
        IntStream.range(0, 10).forEach(i -> open(house.east));
        await().atMost(PATIENCE).until(() -> first.seqs(house.east).size() == 10);
        first.close();
        IntStream.range(0, 25).forEach(i -> open(house.east));
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) == 35);
        try (FeedClient back =
                FeedClient.connect(house.vertx, house.port()).auth(house.token(coordinator), house.east, 10)) {
            await().atMost(PATIENCE).until(() -> back.seqs(house.east).size() == 25);
            open(house.east);
            await().atMost(PATIENCE).until(() -> back.seqs(house.east).size() == 26);
            assertThat(back.seqs(house.east))
                    .isEqualTo(LongStream.rangeClosed(11, 36).boxed().toList());
            assertThat(back.of("event").get(0).getLong("prev")).isEqualTo(10);
            assertThat(back.of("snapshot")).isEmpty();
        }
    }

    @Test
    void aResumePointAheadOfTheHeadOrOfAnotherEpochGetsASnapshot() {
        open(house.east);
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) == 1);
        try (FeedClient ahead =
                FeedClient.connect(house.vertx, house.port()).auth(house.token(coordinator), house.east, 99)) {
            await().atMost(PATIENCE).until(() -> ahead.snapshot(house.east).isPresent());
        }
        JsonObject other = new JsonObject()
                .put("type", "auth")
                .put("token", house.token(coordinator))
                .put("resume", new JsonObject().put(house.east.toString(), 1))
                .put(
                        "epochs",
                        new JsonObject()
                                .put(house.east.toString(), UUID.randomUUID().toString()));
        try (FeedClient restored = FeedClient.connect(house.vertx, house.port()).say(other)) {
            await().atMost(PATIENCE).until(() -> restored.snapshot(house.east).isPresent());
        }
    }

    @Test
    void whoGaveTheirRoleBackFindsNoDoorInWhatHappenedBefore() {
        Account volunteer = house.account("volunteer", AccountRole.VOLUNTEER, house.east);
        Incident plain = IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英");
        Offer won = IncidentSamples.offer(ApiHouse.person(volunteer), Role.FIRST_HAND, OfferState.ACCEPTED);
        Incident held = IncidentSamples.with(
                plain, List.of(won), List.of(IncidentSamples.assignment(won, AssignmentState.ON_SCENE)));
        Incident over = IncidentSamples.with(
                held, List.of(won), List.of(IncidentSamples.assignment(won, AssignmentState.CLEARED)));
        house.opened(plain);
        house.happened(held, "incident.assigned");
        house.happened(over, "incident.assignment_changed");
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) == 3);
        try (FeedClient back =
                FeedClient.connect(house.vertx, house.port()).auth(house.token(volunteer), house.east, 0)) {
            await().atMost(PATIENCE).until(() -> !back.of("heartbeat").isEmpty());
            assertThat(back.snapshot(house.east).orElseThrow().getJsonArray("incidents"))
                    .hasSize(1);
            assertThat(back.frames().toString()).doesNotContain("李秀英").doesNotContain("单元");
        }
    }

    @Test
    void aRestoreBehindAnOpenScreenStartsItAnew() {
        FeedClient screen = liveScreen(coordinator);
        IntStream.range(0, 5).forEach(i -> open(house.east));
        await().atMost(PATIENCE).until(() -> screen.seqs(house.east).size() == 5);
        house.feed.restore(house.east, 2);
        await().atMost(PATIENCE)
                .until(() -> screen.snapshot(house.east).orElseThrow().getLong("seq") == 2);
        open(house.east);
        await().atMost(PATIENCE)
                .until(() -> screen.seqs(house.east).get(screen.seqs(house.east).size() - 1) == 3);
        assertThat(screen.broken).isEmpty();
        screen.close();
    }

    @Test
    void twoNodesOnOneStoreShowTheSame() {
        int second = house.startServer();
        FeedClient one = liveScreen(coordinator);
        FeedClient two = FeedClient.connect(house.vertx, house.port(second)).auth(house.token(coordinator));
        await().atMost(PATIENCE).until(() -> two.snapshot(house.east).isPresent());
        IntStream.range(0, 100).forEach(i -> open(house.east));
        await().atMost(PATIENCE)
                .until(() -> one.seqs(house.east).size() == 100
                        && two.seqs(house.east).size() == 100);
        assertThat(one.seqs(house.east)).isEqualTo(two.seqs(house.east));
        one.close();
        two.close();
    }

    @Test
    void newsIsFoundWhenEveryHintWasLost() {
        FeedClient screen = liveScreen(coordinator);
        // Stored, and nobody told anybody.
        house.incidents.put(IncidentSamples.open(house.east, UUID.randomUUID(), "静"), "incident.opened");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> screen.seqs(house.east).size() == 1);
        screen.close();
    }

    @Test
    void aStoreThatDoesNotAnswerIsSaidAloudAndLosesNothing() {
        FeedClient screen = liveScreen(coordinator);
        house.database.wire = new DatabaseWire() {
            @Override
            public Future<Void> reach(Trip trip) {
                return Future.failedFuture("down");
            }
        };
        open(house.east);
        await().atMost(PATIENCE).until(() -> screen.of("heartbeat").stream().anyMatch(f -> f.getBoolean("degraded")));
        assertThat(screen.seqs(house.east)).isEmpty();
        house.database.wire = DatabaseWire.PERFECT;
        await().atMost(PATIENCE).until(() -> screen.seqs(house.east).size() == 1);
        screen.close();
    }

    /** Lent to the community beside for one incident: seen from the offer to the end, and nothing else of it ever. */
    @Test
    void whoIsLentFollowsTheIncidentTheyAreLentToAndNoOther() {
        Account lent = house.account("lent", AccountRole.VOLUNTEER, house.west);
        Account porter = house.account("porter", AccountRole.VOLUNTEER, house.west);
        FeedClient theirs = liveScreen(lent);
        FeedClient others = liveScreen(porter);
        Incident plain = IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英");
        Offer sample = IncidentSamples.offer(ApiHouse.person(lent), Role.FIRST_HAND, OfferState.PENDING);
        Offer offer = new Offer(
                sample.id(),
                sample.responder(),
                sample.role(),
                sample.slot(),
                sample.epoch(),
                sample.step(),
                sample.state(),
                house.clock.instant(),
                house.clock.instant().plusSeconds(600),
                sample.distanceMeters(),
                sample.etaSeconds());
        house.opened(IncidentSamples.open(house.east, UUID.randomUUID(), "王建国"));
        house.opened(IncidentSamples.with(plain, List.of(offer), List.of()));

        await().atMost(PATIENCE).until(() -> theirs.seqs(house.east).size() == 1);
        String path = "/api/v1/incidents/" + plain.id();
        String token = house.token(lent);
        assertThat(house.get(token, path).status()).isEqualTo(200);
        assertThat(house.post(token, "/api/v1/offers/" + offer.id() + "/accept", "")
                        .status())
                .isEqualTo(200);
        await().atMost(PATIENCE).until(() -> theirs.frames().toString().contains("李秀英"));
        String desk = house.token(coordinator);
        assertThat(house.post(desk, path + "/stand-down", "{\"disposition\":\"HELPED\"}")
                        .status())
                .isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> theirs.of("event").stream()
                        .anyMatch(frame -> frame.getString("event").equals("incident.stood_down")));
        int seen = theirs.seqs(house.east).size();
        assertThat(house.get(token, path).body())
                .as("over: the name is theirs no more")
                .doesNotContain("李秀英");

        house.opened(IncidentSamples.open(house.east, UUID.randomUUID(), "赵四"));
        FeedClient watching = liveScreen(coordinator);
        assertThat(watching.broken).isEmpty();
        assertThat(theirs.seqs(house.east)).hasSize(seen);
        assertThat(theirs.broken).isEmpty();
        assertThat(theirs.frames().toString()).doesNotContain("王建国").doesNotContain("赵四");
        assertThat(others.seqs(house.east)).isEmpty();
    }

    /** 120 is for a human at the desk to call, and for nobody else to read of. */
    @Test
    void whatTheDeskIsRemindedOfIsOnItsScreensAlone() {
        Account volunteer = house.account("volunteer", AccountRole.VOLUNTEER, house.east);
        FeedClient theirs = liveScreen(volunteer);
        FeedClient desk = liveScreen(coordinator);
        Incident plain = IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英");
        Offer offer = IncidentSamples.offer(ApiHouse.person(volunteer), Role.FIRST_HAND, OfferState.PENDING);
        house.opened(IncidentSamples.with(plain, List.of(offer), List.of()));
        ApiHouse.await(house.incidents.change(
                plain.id(),
                (incident, now) -> Decision.changed(
                        incident,
                        List.of(new IncidentEvent.OffersMade(
                                2, List.of(), List.of(), Optional.of("emergency v1"), List.of(Prompt.CALL_120))))));
        house.hints.publish(new Hint.CommunityNews(house.east));

        await().atMost(PATIENCE)
                .until(() -> desk.seqs(house.east).size() == 2
                        && theirs.seqs(house.east).size() == 2);
        assertThat(desk.of("event").get(0).containsKey("prompts")).isFalse();
        assertThat(desk.of("event").get(1).getJsonArray("prompts")).containsExactly("CALL_120");
        assertThat(theirs.frames().toString()).doesNotContain("prompts");
    }

    @Test
    void aVolunteerSeesOnlyWhatConcernsThemInAChainWithoutFalseGaps() {
        Account volunteer = house.account("volunteer", AccountRole.VOLUNTEER, house.east);
        Account other = house.account("other", AccountRole.VOLUNTEER, house.east);
        FeedClient theirs = liveScreen(volunteer);
        FeedClient others = liveScreen(other);
        FeedClient desk = liveScreen(coordinator);
        for (int i = 0; i < 20; i++) {
            Incident plain = IncidentSamples.open(house.east, UUID.randomUUID(), "李秀英");
            List<Offer> offers = i % 4 == 3
                    ? List.of(IncidentSamples.offer(ApiHouse.person(volunteer), Role.FIRST_HAND, OfferState.PENDING))
                    : List.of();
            house.opened(IncidentSamples.with(plain, offers, List.of()));
        }
        await().atMost(PATIENCE)
                .until(() -> desk.seqs(house.east).size() == 20
                        && theirs.seqs(house.east).size() == 5);
        assertThat(theirs.seqs(house.east)).containsExactly(4L, 8L, 12L, 16L, 20L);
        assertThat(theirs.of("event").stream().map(f -> f.getLong("prev"))).containsExactly(0L, 4L, 8L, 12L, 16L);
        assertThat(theirs.broken).isEmpty();
        assertThat(theirs.frames().toString()).doesNotContain("李秀英").doesNotContain("单元");
        assertThat(others.seqs(house.east)).isEmpty();
        await().atMost(PATIENCE)
                .until(() -> theirs.of("heartbeat")
                        .get(theirs.of("heartbeat").size() - 1)
                        .getJsonObject("heads")
                        .getLong(house.east.toString())
                        .equals(20L));
        List.of(theirs, others, desk).forEach(FeedClient::close);
    }

    @Test
    void aLargeSnapshotComesInPartsOfAtMost64KiB() {
        IntStream.range(0, 400).forEach(i -> open(house.east));
        await().atMost(PATIENCE).until(() -> house.feed.head(house.east) == 400);
        try (FeedClient screen = liveScreen(coordinator)) {
            assertThat(screen.snapshot(house.east).orElseThrow().getJsonArray("incidents"))
                    .hasSize(400);
            List<JsonObject> parts = screen.of("snapshot").stream()
                    .filter(f -> f.getString("community").equals(house.east.toString()))
                    .toList();
            assertThat(parts).hasSizeGreaterThan(3);
            assertThat(parts.subList(0, parts.size() - 1)).noneMatch(p -> p.getBoolean("complete"));
            assertThat(screen.largestFrameBytes()).isLessThanOrEqualTo(64 * 1024);
        }
    }

    @Test
    void positionsAreTheLatestPerIdAndOnlyWhileThereIsNeed() {
        UUID watch = new UUID(9, 9);
        putWatch(watch, Optional.empty(), DeviceNow.Care.NONE);
        FeedClient screen = liveScreen(coordinator);
        moved(watch, 100);
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        assertThat(screen.of("volatile")).isEmpty();
        open(house.east);
        await().atMost(PATIENCE).until(() -> screen.seqs(house.east).size() == 1);
        moved(watch, 1_000);
        await().atMost(PATIENCE).until(() -> !screen.of("volatile").isEmpty());
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        assertThat(screen.of("volatile")).hasSizeLessThan(10);
        assertThat(screen.of("volatile").get(screen.of("volatile").size() - 1).getDouble("lat"))
                .isEqualTo(34 + 999 / 10_000.0);
        Instant seenAt = Instant.parse("2026-11-22T04:00:00Z");
        house.hints.publish(new Hint.DeviceChanged(house.east, watch, "ONLINE", Optional.of(11), Optional.of(seenAt)));
        house.hints.publish(new Hint.DeviceChanged(house.east, watch, "OFFLINE", Optional.empty(), Optional.empty()));
        await().atMost(PATIENCE).until(() -> screen.of("state").size() >= 2);
        JsonObject online = screen.of("state").get(0);
        assertThat(online.getString("kind")).isEqualTo("device");
        assertThat(online.getInteger("battery")).isEqualTo(11);
        assertThat(online.getString("state")).isEqualTo("ONLINE");
        assertThat(online.getString("lastSeenAt")).isEqualTo(seenAt.toString());
        JsonObject offline = screen.of("state").get(1);
        assertThat(offline.getString("state")).isEqualTo("OFFLINE");
        assertThat(offline.getInteger("battery")).isEqualTo(11);
        assertThat(offline.getString("lastSeenAt")).isEqualTo(seenAt.toString());
        screen.close();
    }

    @Test
    void workOnADeviceAndAnAbsenceAreShownToTheDeskAsTheyAreSaid() {
        UUID watch = UUID.randomUUID();
        Person resident = new Person(UUID.randomUUID(), "王秀英");
        putWatch(watch, Optional.of(resident), DeviceNow.Care.NONE);
        FeedClient screen = liveScreen(coordinator);
        FeedClient other = liveScreen(house.account("hand", AccountRole.VOLUNTEER, house.east));
        Instant until = Instant.parse("2026-11-22T06:00:00Z");
        putWatch(watch, Optional.of(resident), new DeviceNow.Care(TestState.TESTED, Optional.of(until)));
        house.hints.publish(new Hint.UpkeepChanged(house.east, watch));
        await().atMost(PATIENCE).until(() -> screen.of("state").size() == 1);
        DeviceNow.Care away = new DeviceNow.Care(TestState.TESTED, Optional.empty(), true, Optional.of(until));
        putWatch(watch, Optional.of(resident), away);
        house.hints.publish(new Hint.UpkeepChanged(house.east, resident.id()));
        await().atMost(PATIENCE).until(() -> screen.of("state").size() >= 2);
        JsonObject last = screen.of("state").get(1);
        assertThat(last.getString("test")).isEqualTo("TESTED");
        assertThat(last.getString("maintenanceUntil")).isNull();
        assertThat(last.getString("awayUntil")).isEqualTo(until.toString());
        assertThat(screen.of("state").get(0).getString("maintenanceUntil")).isEqualTo(until.toString());
        assertThat(other.of("state")).isEmpty();
        screen.close();
    }

    private void putWatch(UUID watch, Optional<Person> resident, DeviceNow.Care care) {
        house.feed.putDevices(
                house.east,
                List.of(new DeviceNow(
                        new care.anling.core.common.DeviceId(watch),
                        DeviceKind.WATCH,
                        house.east,
                        resident,
                        Optional.of(80),
                        "ONLINE",
                        Optional.empty(),
                        Optional.empty(),
                        care)));
    }

    private void moved(UUID watch, int times) {
        for (int i = 0; i < times; i++) {
            Fix fix = new Fix(new Wgs84(34 + i / 10_000.0, 113), OptionalDouble.empty(), Instant.now());
            house.hints.publish(new Hint.PositionMoved(house.east, false, watch, fix));
        }
    }

    @Test
    void whoDoesNotSignInOrSpeaksNonsenseIsShown4401Or4400() {
        FeedClient silent = FeedClient.connect(house.vertx, house.port());
        assertCloses(silent, 4401);
        assertCloses(FeedClient.connect(house.vertx, house.port()).auth("x.y.z"), 4401);
        assertCloses(FeedClient.connect(house.vertx, house.port()).say("{\"type\":\"alive\"}"), 4401);
        for (String nonsense : List.of(
                "",
                "null",
                "[1]",
                "{",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"auth\"}",
                "{\"type\":7}",
                "{\"type\":\"auth\",\"token\":\"x\",\"resume\":{\"no-id\":1}}",
                "{\"type\":\"auth\",\"token\":\"x\",\"resume\":{\"" + house.east + "\":\"1\"}}")) {
            assertCloses(FeedClient.connect(house.vertx, house.port()).say(nonsense), 4400);
        }
    }

    private static void assertCloses(FeedClient client, int code) {
        await().atMost(PATIENCE).until(client::isClosed);
        assertThat(client.closeCode()).isEqualTo(code);
        client.close();
    }

    @Test
    void signingOutAndBeingDisabledAreFeltOnTheOpenSocket() {
        String token = house.token(coordinator);
        FeedClient screen = FeedClient.connect(house.vertx, house.port()).auth(token);
        await().atMost(PATIENCE).until(() -> !screen.of("heartbeat").isEmpty());
        house.post(token, "/api/v1/auth/logout", "");
        assertCloses(screen, 4401);
        Account second = house.account("second", AccountRole.COORDINATOR, house.east);
        FeedClient disabled = liveScreen(second);
        house.accounts.replace(new Account(
                second.id(),
                second.username(),
                second.name(),
                second.role(),
                second.community(),
                Optional.empty(),
                false));
        assertCloses(disabled, 4401);
        Account third = house.account("third", AccountRole.COORDINATOR, house.street);
        FeedClient movedAway = liveScreen(third);
        house.accounts.replace(new Account(
                third.id(), third.username(), third.name(), third.role(), house.west, Optional.empty(), true));
        assertCloses(movedAway, 4403);
    }

    @Test
    void anotherTokenOfTheSamePersonKeepsTheSocketAndAnotherPersonsDoesNot() {
        FeedClient screen = liveScreen(coordinator);
        screen.auth(house.token(coordinator));
        open(house.east);
        await().atMost(PATIENCE).until(() -> screen.seqs(house.east).size() == 1);
        assertThat(screen.of("snapshot")).hasSize(1);
        screen.say("{\"type\":\"alive\"}");
        await().atMost(PATIENCE).until(() -> house.presence.isWatched(house.east, Duration.ofMinutes(1)));
        Account somebody = house.account("somebody", AccountRole.COORDINATOR, house.east);
        screen.auth(house.token(somebody));
        assertCloses(screen, 4401);
    }

    @Test
    void aForeignPageIsRefusedBeforeTheUpgradeAndNoPageIsFine() {
        assertThat(upgrade("http://evil.example")).isEqualTo(403);
        assertThat(upgrade("null")).isEqualTo(403);
        assertThat(upgrade("http://127.0.0.1:" + house.port())).isEqualTo(101);
    }

    private int upgrade(String origin) {
        try {
            house.http
                    .newWebSocketBuilder()
                    .header("Origin", origin)
                    .subprotocols("anling.feed.v1")
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + house.port() + "/api/v1/feed"),
                            new java.net.http.WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    @Test
    void stoppingTellsScreensThatTheServerRestarts() {
        FeedClient screen = liveScreen(coordinator);
        house.stopServers();
        assertCloses(screen, 1012);
    }

    @Test
    void aReaderTooSlowIsClosedAndCostsLittle() {
        try (ApiHouse narrow = new ApiHouse(quick(512 * 1024), care.anling.verticles.api.HttpConfig.defaults())) {
            Account desk = narrow.account("zuoxi", AccountRole.COORDINATOR, narrow.east);
            FeedClient slow = FeedClient.connect(narrow.vertx, narrow.port()).auth(narrow.token(desk));
            FeedClient quick = FeedClient.connect(narrow.vertx, narrow.port()).auth(narrow.token(desk));
            await().atMost(PATIENCE)
                    .until(() -> !slow.of("heartbeat").isEmpty()
                            && !quick.of("heartbeat").isEmpty());
            slow.ws().pause();
            // Far more than kernel buffers and outbox hold together: about 1.3 KB each.
            int events = 12_000;
            for (int i = 0; i < events; i++) {
                narrow.incidents.put(
                        IncidentSamples.about(
                                new IncidentId(UUID.randomUUID()), narrow.place(narrow.east), List.of(), List.of()),
                        "incident.opened");
                if (i % 100 == 0) {
                    narrow.hints.publish(new Hint.CommunityNews(narrow.east));
                    pause();
                }
            }
            narrow.hints.publish(new Hint.CommunityNews(narrow.east));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> quick.seqs(narrow.east).size() == events);
            assertThat(quick.broken).isEmpty();
            slow.ws().resume();
            assertCloses(slow, 4408);
            assertThat(slow.seqs(narrow.east)).hasSizeLessThan(events);
            assertThat(slow.broken).isEmpty();
            quick.close();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
