package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.incident.Incident;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Delivery;
import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.notify.VapidKey;
import care.anling.verticles.notify.WebhookChannel.Gateway;
import care.anling.verticles.notify.WebhookSignature;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.DueNotice;
import care.anling.verticles.store.OutboxStore.Settling;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channels, receipts and dead letters over HTTP; every answer is held against the contract. */
class NoticeRoutesTest {

    private static final String POINT =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

    private final WebhookSignature signature = WebhookSignature.of(SECRET).orElseThrow();
    private final VapidKey vapid = new VapidKey(SigningKey.generate(), "mailto:admin@example.org");
    private final ApiHouse house = new ApiHouse();
    private final Account admin = house.account("admin", AccountRole.ADMIN, house.east);
    private final Account li = house.account("li", AccountRole.VOLUNTEER, house.east);
    private final String liSays = house.token(li);
    private final Incident incident = IncidentSamples.open(house.east, house.resident, "李秀英");

    @BeforeEach
    void openWithChannels() {
        house.notify = new NotifyConfig(
                Optional.of(vapid),
                false,
                Optional.empty(),
                Map.of("sms", new Gateway(URI.create("https://gateway.example/"), signature)));
        house.serve(house.incidents);
        house.opened(incident);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String subscription(String endpoint, String point) {
        return new JsonObject()
                .put("endpoint", endpoint)
                .put("expirationTime", null)
                .put("keys", new JsonObject().put("p256dh", point).put("auth", "BTBZMqHH6r4Tts7J_aSIgg"))
                .encode();
    }

    private UUID noticeFor(Account account) {
        return house.outbox.put(
                Notice.of(NoticeKind.ALARM, Audience.account(account.id()), incident.id(), house.clock.instant()),
                house.east);
    }

    @Test
    void aBrowserSubscribesAndLeaves() {
        String endpoint = "https://push.example.org/abc";
        assertThat(house.get(liSays, "/api/v1/push/key").json().getString("key"))
                .isEqualTo(vapid.publicKey());

        assertThat(house.put(liSays, "/api/v1/me/push-subscriptions", subscription(endpoint, POINT))
                        .status())
                .isEqualTo(204);
        assertThat(house.get(liSays, "/api/v1/me/notification-channels").body())
                .contains("push.example.org")
                .doesNotContain("abc");

        HttpRequest.Builder leave =
                house.request(liSays, "/api/v1/me/push-subscriptions?endpoint=https%3A%2F%2Fpush.example.org%2Fabc");
        assertThat(house.send(leave.DELETE()).status()).isEqualTo(204);
        assertThat(house.send(leave.DELETE()).status()).isEqualTo(404);
    }

    /** Whoever has the address can push: it need not stand in a URL, which proxies write down. */
    @Test
    void aBrowserLeavesWithoutItsAddressInAUrl() {
        String path = "/api/v1/me/push-subscriptions";
        String endpoint = "https://push.example.org/abc";
        String body = new JsonObject().put("endpoint", endpoint).encode();
        house.put(liSays, path, subscription(endpoint, POINT));

        assertThat(house.post(house.token(admin), path + "/withdraw", body).status())
                .as("somebody else's")
                .isEqualTo(404);
        assertThat(house.post(liSays, path + "/withdraw", "{}").status()).isEqualTo(400);
        assertThat(house.post(liSays, path + "/withdraw", body, "Idempotency-Key", "w1")
                        .status())
                .isEqualTo(204);
        assertThat(house.post(liSays, path + "/withdraw", body, "Idempotency-Key", "w1")
                        .status())
                .isEqualTo(204);
        assertThat(house.post(liSays, path + "/withdraw", body).status()).isEqualTo(404);
        assertThat(house.get(liSays, "/api/v1/me/notification-channels").body()).doesNotContain("push.example.org");
    }

    private ApiHouse.Reply set(String path, String number, String tag) {
        HttpRequest.Builder request = house.request(house.token(admin), path)
                .PUT(HttpRequest.BodyPublishers.ofString(
                        "{\"channels\":[{\"kind\":\"WEBHOOK\",\"gateway\":\"sms\",\"address\":\"" + number + "\"}]}"))
                .header("Content-Type", "application/json");
        return house.send(tag.isEmpty() ? request : request.header("If-Match", tag));
    }

    private static String tag(ApiHouse.Reply reply) {
        return reply.raw().headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void twoWhoWriteAtOnceDoNotSwallowEachOther() {
        String path = "/api/v1/users/" + li.id() + "/notification-channels";
        assertThat(house.get(liSays, path).status()).isEqualTo(403);
        Account far = house.account("far", AccountRole.ADMIN, house.west);
        assertThat(house.get(house.token(far), path).status()).isEqualTo(404);
        String read = tag(house.get(house.token(admin), path));

        ApiHouse.Reply first = set(path, "+8613900000001", read);
        assertThat(first.status()).isEqualTo(200);
        ApiHouse.Reply late = set(path, "+8613900000002", read);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.code()).isEqualTo("changed_meanwhile");
        assertThat(house.get(house.token(admin), path).body())
                .contains("+8613900000001")
                .doesNotContain("+8613900000002");
        // A browser of theirs is no change of what the office wrote.
        house.put(liSays, "/api/v1/me/push-subscriptions", subscription("https://push.example.org/abc", POINT));
        assertThat(tag(house.get(house.token(admin), path))).isEqualTo(tag(first));
        assertThat(set(path, "+8613900000002", tag(first)).status()).isEqualTo(200);
        assertThat(set(path, "+8613900000003", "").status()).isEqualTo(200);
        assertThat(set(path, "+8613900000004", "*").status()).isEqualTo(200);
        assertThat(set(path, "+8613900000005", "W/\"1\"").status()).isEqualTo(400);
    }

    @Test
    void anAddressOfOurOwnNetworkIsNoPushService() {
        for (String endpoint : List.of(
                "http://push.example.org/abc",
                "https://push.example.org:8443/x",
                "https://a:b@push.example.org/",
                "x")) {
            assertThat(house.put(liSays, "/api/v1/me/push-subscriptions", subscription(endpoint, POINT))
                            .code())
                    .as(endpoint)
                    .isEqualTo("bad_endpoint");
        }
        assertThat(house.put(liSays, "/api/v1/me/push-subscriptions", subscription("https://push.example.org/", "BAAA"))
                        .code())
                .isEqualTo("bad_keys");
    }

    @Test
    void onlyTheOfficeSetsNumbersAndOnlyOfItsOwnPeople() {
        String path = "/api/v1/users/" + li.id() + "/notification-channels";
        String body = "{\"channels\":[{\"kind\":\"WEBHOOK\",\"gateway\":\"sms\",\"address\":\"+8613900000000\"}]}";

        assertThat(house.put(liSays, path, body).status()).isEqualTo(403);
        Account far = house.account("far", AccountRole.ADMIN, house.west);
        assertThat(house.put(house.token(far), path, body).status()).isEqualTo(404);

        assertThat(house.put(house.token(admin), path, body).body()).contains("+8613900000000");
        assertThat(house.put(
                                house.token(admin),
                                path,
                                "{\"channels\":[{\"kind\":\"EMAIL\",\"address\":\"a@b.cn\\r\\nBcc: c@d.cn\"}]}")
                        .code())
                .isEqualTo("bad_channel");
        assertThat(house.put(
                                house.token(admin),
                                path,
                                "{\"channels\":[{\"kind\":\"WEBHOOK\",\"gateway\":\"none\",\"address\":\"1\"}]}")
                        .code())
                .isEqualTo("bad_channel");
    }

    @Test
    void aReceiptIsForOnesOwnNotice() {
        UUID notice = noticeFor(li);
        String path = "/api/v1/me/notifications/" + notice + "/receipt";

        assertThat(house.post(house.token(admin), path, "").status()).isEqualTo(404);
        assertThat(house.outbox.stateOf(notice)).isEqualTo(DeliveryState.PENDING);
        assertThat(house.post(liSays, path, "").status()).isEqualTo(204);
        assertThat(house.post(liSays, path, "").status()).isEqualTo(204);
        assertThat(house.outbox.stateOf(notice)).isEqualTo(DeliveryState.RECEIVED);
    }

    @Test
    void aGatewayProvesItself() {
        UUID notice = house.outbox.put(
                Notice.of(NoticeKind.ALARM, Audience.outside("sms"), incident.id(), house.clock.instant()), house.east);
        String body = "{\"id\":\"" + notice + "\"}";
        String now = Long.toString(house.clock.instant().getEpochSecond());
        String good = signature.sign("m1", house.clock.instant(), body);

        assertThat(confirm("sms", now, good, body + " ")).isEqualTo(401);
        assertThat(confirm("voice", now, good, body)).isEqualTo(401);
        assertThat(confirm("sms", Long.toString(Long.parseLong(now) - 600), good, body))
                .isEqualTo(401);
        assertThat(house.outbox.stateOf(notice)).isEqualTo(DeliveryState.PENDING);

        assertThat(confirm("sms", now, good, body)).isEqualTo(204);
        assertThat(house.outbox.stateOf(notice)).isEqualTo(DeliveryState.RECEIVED);
    }

    private int confirm(String gateway, String timestamp, String signed, String body) {
        return house.post(
                        "",
                        "/api/v1/webhooks/receipts",
                        body,
                        "webhook-gateway",
                        gateway,
                        "webhook-id",
                        "m1",
                        "webhook-timestamp",
                        timestamp,
                        "webhook-signature",
                        signed)
                .status();
    }

    @Test
    void deadLettersAreTheDesksAndStayInTheirCommunity() {
        for (int i = 0; i < 3; i++) {
            Account somebody = house.account("v" + i, AccountRole.VOLUNTEER, house.east);
            noticeFor(somebody);
        }
        List<DueNotice> claimed = ApiHouse.await(house.outbox.claimDue(10, Duration.ofSeconds(30)));
        ApiHouse.await(house.outbox.settle(claimed.stream()
                .map(due -> new Settling(due.id(), due.claim(), Delivery.FRESH.toNobody(), due.claimedAt(), ""))
                .toList()));
        Account desk = house.account("desk", AccountRole.COORDINATOR, house.east);
        Account otherDesk = house.account("other", AccountRole.COORDINATOR, house.west);

        ApiHouse.Reply page = house.get(house.token(desk), "/api/v1/notifications?state=dead&limit=2");
        assertThat(page.json().getJsonArray("items")).hasSize(2);
        String next = page.json().getString("next");
        assertThat(house.get(house.token(desk), "/api/v1/notifications?limit=2&cursor=" + next)
                        .json()
                        .getJsonArray("items"))
                .hasSize(1);
        assertThat(house.get(house.token(otherDesk), "/api/v1/notifications")
                        .json()
                        .getJsonArray("items"))
                .isEmpty();
        assertThat(house.get(liSays, "/api/v1/notifications").status()).isEqualTo(403);
    }
}
