package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mqtt.MqttClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices over REST on a real PostgreSQL, and what two nodes' doors make of it that hear no hint. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevicesTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String DEVICES = "/api/v1/devices";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CommunityId street = new CommunityId(Samples.id());
    private final CommunityId east = new CommunityId(Samples.id());
    private final CommunityId west = new CommunityId(Samples.id());
    private final CommunityId building = new CommunityId(Samples.id());
    private final UUID wang = Samples.id();
    private final UUID zhao = Samples.id();
    private PgHouse house;
    private String admin;
    private String desk;
    private String westAdmin;

    @BeforeAll
    void open() {
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL), ('" + east + "', 'COMMUNITY', '东里', '" + street + "'), ('" + west
                + "', 'COMMUNITY', '西里', '" + street + "'), ('" + building + "', 'BUILDING', '3号楼', '" + east + "')");
        POSTGRES.tell("INSERT INTO residents (id, community, building, name, pinyin, room) VALUES ('" + wang + "', '"
                + east + "', '" + building + "', '王秀英', 'wang xiuying', '502'), ('" + zhao + "', '" + west
                + "', NULL, '赵西', 'zhao xi', '1')");
        house = new PgHouse(POSTGRES);
        admin = house.token(house.account("admin", AccountRole.ADMIN, street, null));
        desk = house.token(house.account("desk", AccountRole.COORDINATOR, east, null));
        westAdmin = house.token(house.account("west", AccountRole.ADMIN, west, null));
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void empty() {
        POSTGRES.tell("DELETE FROM devices WHERE gateway IS NOT NULL");
        POSTGRES.tell("DELETE FROM devices");
    }

    private JsonObject watch() {
        return new JsonObject().put("kind", "WATCH").put("dialect", "native").put("community", east.toString());
    }

    private JsonObject added(JsonObject draft) {
        HttpResponse<String> answer = house.send(admin, "POST", DEVICES, draft.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private JsonObject patched(JsonObject device, JsonObject change) {
        return ok(house.send(admin, "PATCH", path(device), change.encode()));
    }

    private JsonObject posted(JsonObject device, String act, String body) {
        return ok(house.send(admin, "POST", path(device) + act, body));
    }

    private static String path(JsonObject device) {
        return DEVICES + "/" + device.getString("id");
    }

    private void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    private List<String> found(String token, String query) {
        JsonObject answer = ok(house.send(token, "GET", DEVICES + query, ""));
        return answer.getJsonArray("items").stream()
                .map(each -> ((JsonObject) each).getString("id"))
                .toList();
    }

    // --- the registry

    @Test
    void whatWasRegisteredIsReadBackWithoutItsSecret() {
        JsonObject made = added(
                watch().put("resident", wang.toString()).put("model", "W2").put("note", "左手"));
        assertThat(made.getString("secret")).hasSizeGreaterThanOrEqualTo(43);
        JsonObject read = ok(house.send(desk, "GET", path(made), ""));
        assertThat(read.containsKey("secret")).isFalse();
        made.remove("secret");
        assertThat(read).isEqualTo(made);
        assertThat(read.getJsonObject("resident").getString("name")).isEqualTo("王秀英");
        assertThat(read.getString("place")).isEqualTo("3号楼 502");
        assertThat(read.getString("liveness")).isEqualTo("NEVER_SEEN");
        assertThat(read.getJsonObject("entry"))
                .isEqualTo(new JsonObject().put("open", true).put("secrets", 1).putNull("oldSecretUntil"));
        String kept = POSTGRES.ask("SELECT encode(secret_hashes[1], 'hex') FROM devices")
                .get(0);
        assertThat(kept).hasSize(64);
    }

    @Test
    void aRepetitionIsAnsweredWithoutTheSecret() {
        String key = Samples.id().toString();
        String body = watch().encode();
        JsonObject first = new JsonObject(house.exactly(admin, "POST", DEVICES, body, "Idempotency-Key", key)
                .body());
        HttpResponse<String> second = house.exactly(admin, "POST", DEVICES, body, "Idempotency-Key", key);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(first.getString("secret")).isNotNull();
        assertThat(new JsonObject(second.body())).isEqualTo(first.putNull("secret"));
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM devices")).containsExactly("1");
    }

    @Test
    void namesThatMeanNothingHereAreRefused() {
        String nobody = Samples.id().toString();
        String url = DEVICES;
        refused(post(watch().put("resident", nobody)), 422, "resident_unknown");
        refused(post(watch().put("resident", zhao.toString())), 422, "resident_unknown");
        refused(post(watch().put("building", nobody)), 422, "place_unknown");
        refused(post(watch().put("gateway", nobody)), 422, "gateway_unknown");
        refused(post(watch().put("community", nobody)), 422, "place_unknown");
        refused(house.send(westAdmin, "POST", url, watch().encode()), 422, "place_unknown");
        refused(post(watch().put("dialect", "klingon")), 400, "bad_body");
        refused(post(watch().put("resident", wang.toString()).put("building", building.toString())), 400, "one_place");
        refused(house.send(desk, "POST", url, watch().encode()), 403, "forbidden");
        assertThat(found(admin, "")).isEmpty();
    }

    private HttpResponse<String> post(JsonObject draft) {
        return house.send(admin, "POST", DEVICES, draft.encode());
    }

    @Test
    void anAddressIsOneDevices() {
        JsonObject imei = watch().put("dialect", "imede").put("address", "865067123456789");
        JsonObject first = added(imei);
        refused(post(imei), 409, "address_taken");
        JsonObject other = added(watch().put("dialect", "imede").put("address", "865067123456780"));
        refused(
                house.send(
                        admin,
                        "PATCH",
                        path(other),
                        new JsonObject()
                                .put("address", first.getString("address"))
                                .encode()),
                409,
                "address_taken");
    }

    @Test
    void anEditNamesTheVersionItWasMadeOn() {
        JsonObject made = added(watch());
        HttpResponse<String> first = house.exactly(desk, "PATCH", path(made), "{\"note\":\"a\"}", "If-Match", "\"1\"");
        assertThat(first.headers().firstValue("ETag")).contains("\"2\"");
        refused(
                house.exactly(desk, "PATCH", path(made), "{\"note\":\"b\"}", "If-Match", "\"1\""),
                412,
                "changed_meanwhile");
        assertThat(house.exactly(desk, "PATCH", path(made), "{\"note\":\"b\"}").statusCode())
                .isEqualTo(428);
        assertThat(ok(house.send(desk, "GET", path(made), "")).getString("note"))
                .isEqualTo("a");
        assertThat(house.send(westAdmin, "PATCH", path(made), "{\"note\":\"b\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoHadItIsRemembered() {
        JsonObject made = added(watch());
        patched(made, new JsonObject().put("resident", wang.toString()));
        JsonObject hung = patched(
                made, new JsonObject().put("building", building.toString()).put("placeLabel", "大堂"));
        assertThat(hung.getValue("resident")).isNull();
        assertThat(hung.getString("place")).isEqualTo("3号楼 大堂");
        JsonObject moved = patched(made, new JsonObject().put("resident", zhao.toString()));
        assertThat(moved.getString("community")).isEqualTo(west.toString());
        assertThat(moved.getValue("building")).isNull();
        JsonObject history = ok(house.send(admin, "GET", path(made) + "/assignments", ""));
        assertThat(history.getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .map(each -> each.getJsonObject("resident") == null
                                ? each.getString("place")
                                : each.getJsonObject("resident").getString("name")))
                .containsExactly("赵西", "3号楼 大堂", "王秀英");
        assertThat(history.getJsonArray("items").getJsonObject(0).getString("until"))
                .isNull();
        assertThat(history.getJsonArray("items").getJsonObject(2).getString("until"))
                .isNotNull();
        assertThat(history.getJsonArray("items").getJsonObject(0).getString("by"))
                .isEqualTo("名-admin");
        // Whom it protected elsewhere is nothing to the next desk.
        JsonObject west = ok(house.send(westAdmin, "GET", path(made) + "/assignments", ""));
        assertThat(west.encode()).contains("赵西").doesNotContain("王秀英");
        assertThat(house.send(desk, "GET", path(made), "").statusCode()).isEqualTo(404);
    }

    @Test
    void aGatewayShowsItsChildrenAndStaysWhileTheySpeakThroughIt() {
        JsonObject gateway = added(watch().put("kind", "GATEWAY").put("dialect", "zigbee2mqtt"));
        JsonObject button = added(watch().put("kind", "PENDANT")
                .put("dialect", "zigbee2mqtt")
                .put("gateway", gateway.getString("id"))
                .put("address", "bed/button"));
        assertThat(button.getString("secret")).isNull();
        JsonObject read = ok(house.send(desk, "GET", path(gateway), ""));
        assertThat(read.getJsonArray("children")).hasSize(1);
        assertThat(read.getJsonArray("children").getJsonObject(0).getString("address"))
                .isEqualTo("bed/button");
        assertThat(found(desk, "?gateway=" + gateway.getString("id"))).containsExactly(button.getString("id"));
        refused(house.send(admin, "POST", path(gateway) + "/retire", "{\"reason\":\"x\"}"), 409, "gateway_in_use");
        posted(button, "/retire", "{\"reason\":\"x\"}");
        posted(gateway, "/retire", "{\"reason\":\"x\"}");
        refused(house.send(desk, "POST", path(button) + "/commands", "{\"command\":\"find\"}"), 404, "not_found");
    }

    @Test
    void aListIsNarrowedToWhatNeedsWork() {
        JsonObject heard = added(watch().put("resident", wang.toString()).put("model", "W2"));
        JsonObject lost = added(watch().put("model", "W3"));
        JsonObject fresh = added(watch().put("kind", "PENDANT").put("note", "备用"));
        JsonObject gone = added(watch());
        posted(gone, "/retire", "{\"reason\":\"丢失\"}");
        POSTGRES.tell("INSERT INTO device_latest (device, online, status_at, last_seen_at) VALUES ('"
                + heard.getString("id") + "', true, now(), now()), ('" + lost.getString("id")
                + "', true, now(), now() - interval '3 days')");
        String heardId = heard.getString("id");
        String lostId = lost.getString("id");
        String freshId = fresh.getString("id");
        assertThat(found(desk, "")).containsExactly(heardId, lostId, freshId);
        assertThat(found(desk, "?state=ONLINE")).containsExactly(heardId);
        assertThat(found(desk, "?state=OFFLINE")).containsExactly(lostId);
        assertThat(found(desk, "?state=NEVER_SEEN")).containsExactly(freshId);
        assertThat(found(desk, "?state=RETIRED")).containsExactly(gone.getString("id"));
        assertThat(found(desk, "?test=NEVER_TESTED&kind=PENDANT")).containsExactly(freshId);
        assertThat(found(desk, "?assigned=false")).containsExactly(lostId, freshId);
        assertThat(found(desk, "?resident=" + wang)).containsExactly(heardId);
        assertThat(found(desk, "?q=wangxiu")).containsExactly(heardId);
        assertThat(found(desk, "?q=w3")).containsExactly(lostId);
        assertThat(found(desk, "?q=%E5%A4%87%E7%94%A8")).containsExactly(freshId);
        assertThat(found(westAdmin, "")).isEmpty();
        refused(house.send(desk, "GET", DEVICES + "?state=SOMEHOW", ""), 400, "bad_query");
        JsonObject page = ok(house.send(desk, "GET", DEVICES + "?limit=2", ""));
        assertThat(found(desk, "?limit=2&cursor=" + page.getString("next"))).containsExactly(freshId);
    }

    // --- from a sheet

    private HttpResponse<String> sheet(String query, String text) {
        return house.exactly(admin, "POST", DEVICES + "/import" + query, text, "Content-Type", "text/csv");
    }

    @Test
    void aTryNamesEveryBadLineAndRegistersNothing() {
        added(watch().put("dialect", "imede").put("address", "865067123456789"));
        String text = """
                类型,协议,社区,长者,楼院,地址,网关,备注
                手表,native,东里,王秀英,,,,
                WATCH,imede,东里,,3号楼,865067123456789,,taken
                烟感,native,东里,王秀英,3号楼,,,both
                飞碟,klingon,南里,,,,,
                吊坠,zigbee2mqtt,西里,王秀英,,bed/b,%s,no gateway
                吊坠,native,西里,赵西,9号楼,,,
                手表,imede,东里,,,865067123456780,,
                手表,imede,东里,,,865067123456780,,twice
                """.formatted(Samples.id());
        JsonObject read = ok(sheet("?dryRun=true&language=en", text));
        assertThat(read.getInteger("good")).isEqualTo(2);
        assertThat(read.getJsonArray("troubles").stream()
                        .map(JsonObject.class::cast)
                        .map(each -> each.getInteger("line") + " " + each.getString("column")))
                .containsExactly(
                        "3 address",
                        "4 building",
                        "5 kind",
                        "5 dialect",
                        "5 community",
                        "6 resident",
                        "6 gateway",
                        "7 building",
                        "7 building",
                        "9 address");
        assertThat(read.getJsonArray("troubles").getJsonObject(2).getString("why"))
                .startsWith("There is no such kind");
        assertThat(ok(sheet("", text)).encode()).contains("没有这种终端");
        refused(sheet("?dryRun=false", text), 422, "sheet_has_troubles");
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM devices")).containsExactly("1");
    }

    @Test
    void aGoodSheetIsRegisteredWholeWithItsSecretsShownOnce() {
        JsonObject gateway = added(watch().put("kind", "GATEWAY").put("dialect", "zigbee2mqtt"));
        String text =
                "kind;dialect;community;resident;address;gateway\nWATCH;native;东里;王秀英;;\nPENDANT;zigbee2mqtt;东里;;bed/b;"
                        + gateway.getString("id") + "\n";
        String key = Samples.id().toString();
        String[] headers = {"Content-Type", "text/csv", "Idempotency-Key", key};
        JsonObject made = ok(house.exactly(admin, "POST", DEVICES + "/import?dryRun=false", text, headers));
        JsonObject first = made.getJsonArray("devices").getJsonObject(0);
        assertThat(first.getString("secret")).hasSizeGreaterThanOrEqualTo(43);
        assertThat(made.getJsonArray("devices").getJsonObject(1).getString("secret"))
                .isNull();
        JsonObject again = ok(house.exactly(admin, "POST", DEVICES + "/import?dryRun=false", text, headers));
        assertThat(again.getJsonArray("devices").getJsonObject(0)).isEqualTo(first.putNull("secret"));
        assertThat(found(admin, "?resident=" + wang)).containsExactly(first.getString("id"));
        assertThat(POSTGRES.ask("SELECT encode(secret_hashes[1], 'hex') FROM devices WHERE id = '"
                                + first.getString("id") + "'")
                        .get(0))
                .hasSize(64);
        assertThat(sheet("", "").statusCode()).isEqualTo(400);
        assertThat(house.send(admin, "POST", DEVICES + "/import", "{}").statusCode())
                .isEqualTo(415);
    }

    // --- at the doors

    private static boolean isLetIn(DeviceNode node, String device, String secret) {
        MqttClient client = node.client(device, secret);
        return node.connect(client)
                .transform(answer -> {
                    boolean in = answer.succeeded();
                    return (in ? client.disconnect() : io.vertx.core.Future.<Void>succeededFuture()).map(in);
                })
                .await();
    }

    private static void until(java.util.concurrent.Callable<Boolean> holds) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(holds);
    }

    private static CompletableFuture<Void> connected(DeviceNode node, MqttClient client) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        client.closeHandler(closed -> ended.complete(null));
        ApiHouse.await(node.connect(client));
        return ended;
    }

    @Test
    void everyNodeLetsInWhoWasRegisteredAndEndsWhoWasRetired() throws Exception {
        try (DeviceNode one = new DeviceNode(POSTGRES);
                DeviceNode two = new DeviceNode(POSTGRES)) {
            JsonObject made = added(watch());
            String id = made.getString("id");
            String secret = made.getString("secret");
            until(() -> isLetIn(one, id, secret));
            until(() -> isLetIn(two, id, secret));
            CompletableFuture<Void> ended = connected(two, two.client(id, secret));
            posted(made, "/retire", "{\"reason\":\"丢失\"}");
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            until(() -> !isLetIn(one, id, secret));
            assertThat(isLetIn(two, id, secret)).isFalse();
        }
        JsonObject again = added(watch());
        JsonObject heard = posted(again, "/retire", "{\"reason\":\"下周四来取\",\"stillHeard\":true}");
        assertThat(heard.getJsonObject("entry").getBoolean("open")).isTrue();
        refused(house.send(admin, "POST", path(again) + "/rotate-secret", ""), 409, "device_retired");
        refused(house.send(admin, "PATCH", path(again), "{\"note\":\"a\"}"), 409, "device_retired");
        assertThat(posted(again, "/retire", "{\"reason\":\"取走了\"}")
                        .getJsonObject("entry")
                        .getBoolean("open"))
                .isFalse();
    }

    @Test
    void everyNodeTakesBothSecretsUntilTheRotationIsFinished() throws Exception {
        try (DeviceNode one = new DeviceNode(POSTGRES);
                DeviceNode two = new DeviceNode(POSTGRES)) {
            JsonObject made = added(watch());
            String id = made.getString("id");
            String old = made.getString("secret");
            until(() -> isLetIn(two, id, old));
            JsonObject rotated = posted(made, "/rotate-secret", "{\"overlapHours\":24}");
            String fresh = rotated.getString("secret");
            assertThat(rotated.getJsonObject("entry").getInteger("secrets")).isEqualTo(2);
            assertThat(rotated.getJsonObject("entry").getString("oldSecretUntil"))
                    .isNotNull();
            until(() -> isLetIn(one, id, fresh));
            until(() -> isLetIn(two, id, fresh));
            assertThat(isLetIn(one, id, old)).isTrue();
            CompletableFuture<Void> ended = connected(two, two.client(id, old));
            assertThat(posted(made, "/finish-rotation", "")
                            .getJsonObject("entry")
                            .getInteger("secrets"))
                    .isEqualTo(1);
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            until(() -> !isLetIn(one, id, old));
            assertThat(isLetIn(two, id, fresh)).isTrue();
            // The next one at once: the second of three is out too.
            String third =
                    posted(made, "/rotate-secret", "{\"overlapHours\":0}").getString("secret");
            until(() -> isLetIn(one, id, third));
            assertThat(isLetIn(one, id, fresh)).isFalse();
        }
    }

    @Test
    void aCommandReachesItsDeviceAndItsAnswerIsRead() throws Exception {
        try (DeviceNode node = new DeviceNode(POSTGRES)) {
            JsonObject made = added(watch());
            String id = made.getString("id");
            String commands = path(made) + "/commands";
            until(() -> isLetIn(node, id, made.getString("secret")));
            MqttClient client = node.client(id, made.getString("secret"));
            CompletableFuture<JsonObject> told = new CompletableFuture<>();
            client.publishHandler(word -> told.complete(word.payload().toJsonObject()));
            ApiHouse.await(node.connect(client));
            HttpResponse<String> sent =
                    house.send(desk, "POST", commands, "{\"command\":\"speak\",\"args\":{\"text\":\"王医生马上到\"}}");
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
            String command = new JsonObject(sent.body()).getString("id");
            assertThat(state(commands)).isEqualTo("PENDING");
            ApiHouse.await(client.subscribe("v1/" + id + "/down/#", 1));
            JsonObject word = told.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(word.getString("id")).isEqualTo(command);
            assertThat(word.getJsonObject("args").getString("text")).isEqualTo("王医生马上到");
            ApiHouse.await(client.publish(
                    "v1/" + id + "/up/reply",
                    Buffer.buffer("{\"command\":\"" + command + "\",\"ok\":true}"),
                    MqttQoS.AT_LEAST_ONCE,
                    false,
                    false));
            until(() -> state(commands).equals("DONE"));
        }
    }

    private String state(String commands) {
        return ok(house.send(desk, "GET", commands, ""))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("state");
    }

    @Test
    void whatADeviceWasToldIsReadableToThoseWhoMayAndNotInTheDatabase() {
        JsonObject made = added(watch());
        String commands = path(made) + "/commands";
        assertThat(house.send(desk, "POST", commands, "{\"command\":\"call\",\"args\":{\"number\":\"13911112222\"}}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(POSTGRES.ask("SELECT c::text FROM device_commands c WHERE device = '" + made.getString("id") + "'"))
                .singleElement()
                .asString()
                .contains("call", "s1.test.")
                .doesNotContain("13911112222");
        assertThat(ok(house.send(desk, "GET", commands, ""))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonObject("args")
                        .getString("number"))
                .isEqualTo("13911112222");
        assertThatThrownBy(() -> POSTGRES.tell("UPDATE device_commands SET args = '{\"number\":\"139\"}'"))
                .hasStackTraceContaining("device_commands_sealed");
    }

    @Test
    void aCommandNobodyAnsweredHasExpired() {
        JsonObject made = added(watch());
        String commands = path(made) + "/commands";
        assertThat(house.send(desk, "POST", commands, "{\"command\":\"find\"}").statusCode())
                .isEqualTo(201);
        POSTGRES.tell("UPDATE device_commands SET expires_at = now() - interval '1 second'");
        assertThat(state(commands)).isEqualTo("EXPIRED");
        refused(house.send(desk, "POST", commands, "{\"command\":\"find\",\"args\":{\"a\":1}}"), 400, "no_arguments");
        String long5k = "\"" + "x".repeat(5_000) + "\"";
        refused(
                house.send(desk, "POST", commands, "{\"command\":\"configure\",\"args\":{\"a\":" + long5k + "}}"),
                400,
                "too_long");
        for (int i = 0; i < 120; i++) {
            POSTGRES.tell("INSERT INTO device_commands (id, device, command, args, expires_at, by, by_name) VALUES ('"
                    + Samples.id() + "', '" + made.getString("id") + "', 'find', '', now(), '" + wang + "', 'x')");
        }
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM device_commands")).containsExactly("100");
    }
}
