package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.notify.MailAddress;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.notify.PushChannel;
import care.anling.verticles.notify.PushEndpoint;
import care.anling.verticles.notify.VapidKey;
import care.anling.verticles.notify.WebhookChannel.Gateway;
import care.anling.verticles.notify.WebhookSignature;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountStore;
import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelAddress.PushKeys;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.ChannelStore;
import care.anling.verticles.store.NoticeStore;
import care.anling.verticles.store.NoticeStore.DeadLetter;
import care.anling.verticles.store.RegisterStore.Edited;
import care.anling.verticles.view.Viewer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How people can be reached beside their feed, what they and the gateways confirm, and what reached nobody. */
final class NoticeRoutes {

    /** Browsers of one person. Beyond it the oldest go. */
    private static final int MAX_SUBSCRIPTIONS = 10;

    /** A telephone number, or whatever short name the gateway has for somebody. */
    private static final Pattern GATEWAY_ADDRESS = Pattern.compile("\\+?[0-9A-Za-z:._@-]{1,64}");

    private final AccountStore accounts;
    private final ChannelStore channels;
    private final NoticeStore notices;
    private final TreeCache trees;
    private final NotifyConfig config;
    private final IdSource ids;
    private final Clock clock;

    NoticeRoutes(ApiPorts ports) {
        this.accounts = ports.stores().accounts();
        this.channels = ports.stores().channels();
        this.notices = ports.stores().notices();
        this.trees = ports.access().trees();
        this.config = ports.notifying();
        this.ids = ports.ids();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("getPushKey", this::pushKey);
        operations.on("subscribePush", this::subscribe);
        operations.on(
                "withdrawPush",
                call -> unsubscribe(
                        call, Bodies.text(call.body(Withdrawn.class).endpoint(), "endpoint", PushEndpoint.MAX_CHARS)));
        operations.on(
                "unsubscribePush",
                call -> unsubscribe(call, call.query("endpoint").orElseThrow(Refusal::notFound)));
        operations.on("listMyChannels", call -> list(call.caller().account().id()));
        operations.on("listChannels", call -> theirs(call).compose(this::verified));
        operations.on("setChannels", this::setChannels);
        operations.on("confirmNotice", this::confirm);
        operations.on("listNotifications", this::deadLetters);
        operations.on("confirmThroughGateway", this::confirmThroughGateway);
    }

    private Future<Answer> pushKey(Call call) {
        return Future.succeededFuture(Answer.ok(new JsonObject()
                .put("key", config.vapid().map(VapidKey::publicKey).orElse(null))));
    }

    record Subscription(
            @Nullable String endpoint,
            @Nullable Long expirationTime,
            @Nullable Keys keys) {}

    record Keys(@Nullable String p256dh, @Nullable String auth) {}

    private Future<Answer> subscribe(Call call) {
        Subscription body = call.body(Subscription.class);
        String endpoint = Bodies.text(body.endpoint(), "endpoint", PushEndpoint.MAX_CHARS);
        Keys given = Bodies.needed(body.keys(), "keys");
        PushKeys keys = new PushKeys(Bodies.text(given.p256dh(), "p256dh", 128), Bodies.text(given.auth(), "auth", 64));
        if (config.vapid().isEmpty()) {
            throw new Refusal(409, "push_not_configured", "This server sends no pushes.");
        }
        if (PushEndpoint.parse(endpoint, config.testPushServices()).isEmpty()) {
            throw Refusal.badRequest("bad_endpoint", "“endpoint” must be the https address of a push service.");
        }
        if (!PushChannel.isKeys(keys)) {
            throw Refusal.badRequest("bad_keys", "“keys” are not those of a push subscription.");
        }
        ChannelAddress channel = new ChannelAddress(
                ids.next(), ChannelKind.PUSH, ChannelKind.PUSH.stage(), endpoint, Optional.empty(), Optional.of(keys));
        return channels.subscribe(call.caller().account().id(), channel, MAX_SUBSCRIPTIONS)
                .map(done -> Answer.nothing());
    }

    /** The address in the body: whoever has it can push, and proxies write down what stands in a URL. */
    record Withdrawn(@Nullable String endpoint) {}

    private Future<Answer> unsubscribe(Call call, String endpoint) {
        return channels.unsubscribe(call.caller().account().id(), endpoint).map(NoticeRoutes::nothingIf);
    }

    private static Answer nothingIf(boolean there) {
        if (!there) {
            throw Refusal.notFound();
        }
        return Answer.nothing();
    }

    private Future<Answer> list(UUID account) {
        return channels.channelsOf(account)
                .map(found ->
                        Answer.list(found.stream().map(NoticeRoutes::describe).toList(), Optional.empty()));
    }

    /** Of a push only where it goes: the rest of its address is as good as a key. */
    private static JsonObject describe(ChannelAddress channel) {
        String address = channel.kind() == ChannelKind.PUSH
                ? PushEndpoint.parse(channel.address(), true)
                        .map(endpoint -> endpoint.uri().getHost())
                        .orElse("")
                : channel.address();
        JsonObject json = new JsonObject()
                .put("kind", channel.kind().name())
                .put("stage", channel.stage())
                .put("address", address);
        channel.gateway().ifPresent(gateway -> json.put("gateway", gateway));
        return json;
    }

    record Channels(@Nullable List<OneChannel> channels) {}

    record OneChannel(
            @Nullable ChannelKind kind,
            @Nullable String address,
            @Nullable String gateway,
            @Nullable Integer stage) {}

    private Future<Answer> setChannels(Call call) {
        List<ChannelAddress> wanted = new ArrayList<>();
        Bodies.needed(call.body(Channels.class).channels(), "channels").forEach(one -> wanted.add(channel(one)));
        return theirs(call)
                .compose(account -> channels.replaceVerified(account, wanted, ResidentRoutes.ifMatch(call))
                        .map(fresh -> ResidentRoutes.require(fresh ? Edited.DONE : Edited.STALE))
                        .compose(done -> verified(account)));
    }

    private Future<UUID> theirs(Call call) {
        return accounts.find(call.id())
                .map(found -> found.filter(
                                other -> trees.tree().isKeptBy(call.caller().viewer(), other))
                        .map(Account::id)
                        .orElseThrow(Refusal::notFound));
    }

    /** The version first: read after the list, it could be of a newer one. */
    private Future<Answer> verified(UUID account) {
        return channels.version(account)
                .compose(version -> list(account).map(answer -> answer.with("ETag", ResidentRoutes.tag(version))));
    }

    private ChannelAddress channel(OneChannel one) {
        ChannelKind kind = Bodies.needed(one.kind(), "kind");
        String address = Bodies.text(one.address(), "address", 254);
        String gateway = one.gateway();
        boolean good = switch (kind) {
            case EMAIL -> gateway == null && MailAddress.parse(address).isPresent();
            case WEBHOOK ->
                gateway != null
                        && config.gateways().containsKey(gateway)
                        && GATEWAY_ADDRESS.matcher(address).matches();
            case FEED, PUSH -> false;
        };
        if (!good) {
            throw Refusal.badRequest(
                    "bad_channel", "A channel is an e-mail address, or a number and the name of a configured gateway.");
        }
        return new ChannelAddress(
                ids.next(),
                kind,
                one.stage() == null ? kind.stage() : one.stage(),
                address,
                Optional.ofNullable(gateway),
                Optional.empty());
    }

    private Future<Answer> confirm(Call call) {
        call.refuseFields();
        return notices.receivedBy(call.caller().account().id(), Set.of(call.id()))
                .map(known -> nothingIf(known > 0));
    }

    private Future<Answer> deadLetters(Call call) {
        int limit = call.limit();
        Viewer viewer = call.desk().viewer();
        // A notice does not say of which building its incident is: a desk of one building sees none.
        Set<CommunityId> nodes = viewer.building().isPresent() ? Set.of() : viewer.nodes();
        return notices.listDead(nodes, call.uuidCursor(), limit + 1).map(found -> {
            List<DeadLetter> page = found.size() > limit ? found.subList(0, limit) : found;
            Optional<String> next = found.size() > limit
                    ? Optional.of(Call.cursor(page.get(limit - 1).id()))
                    : Optional.empty();
            Answer answer =
                    Answer.list(page.stream().map(NoticeRoutes::describe).toList(), next);
            return next.map(cursor -> answer.with("Link", call.linkTo(cursor))).orElse(answer);
        });
    }

    private static JsonObject describe(DeadLetter letter) {
        return new JsonObject()
                .put("id", letter.id().toString())
                .put("kind", letter.kind().name())
                .put(
                        "audience",
                        new JsonObject()
                                .put("kind", letter.audience().kind().name())
                                .put("id", letter.audience().id())
                                .put("name", letter.name().orElse(null)))
                .put("incident", letter.incident().toString())
                .put("community", letter.community().toString())
                .put("state", "DEAD")
                .put("madeAt", letter.madeAt().toString())
                .put("settledAt", letter.settledAt().toString())
                .put("trouble", letter.trouble());
    }

    record GatewayReceipt(@Nullable String id) {}

    /** Not signed in but signed: the gateway proves itself over the very bytes it sent. */
    private Future<Answer> confirmThroughGateway(Call call) {
        String name = call.query("webhook-gateway").orElse("");
        Gateway gateway = config.gateways().get(name);
        WebhookSignature.Claim claim = new WebhookSignature.Claim(
                call.query("webhook-id").orElse(""),
                call.query("webhook-timestamp").orElse(""),
                call.query("webhook-signature").orElse(""));
        String body = call.context().body().buffer().toString();
        if (gateway == null || !gateway.signature().verifies(claim, body, clock.instant())) {
            throw new Refusal(401, "bad_signature", "The signature is not that of a configured gateway, or too old.");
        }
        UUID notice = Call.uuid(Bodies.text(call.body(GatewayReceipt.class).id(), "id", 36), "id");
        return notices.receivedThrough(name, notice).map(NoticeRoutes::nothingIf);
    }
}
