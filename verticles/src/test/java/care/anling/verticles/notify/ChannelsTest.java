package care.anling.verticles.notify;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.Role;
import care.anling.core.notice.NoticeKind;
import care.anling.core.notice.Outcome;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.notify.Channel.Attempt;
import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.Samples;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each channel against a real peer on this machine. */
class ChannelsTest {

    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    private final Vertx vertx = Vertx.vertx();
    private final Clock clock = Clock.systemUTC();
    private final SigningKey key = SigningKey.generate();
    private final VapidKey vapid = new VapidKey(key, "mailto:admin@example.org");

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static Letter letter() {
        return new Letter(
                Samples.id(),
                NoticeKind.OFFER,
                new IncidentId(Samples.id()),
                Optional.empty(),
                Optional.of(Role.FIRST_HAND),
                Optional.empty(),
                false,
                new Letter.Words("紧急求助", "3号楼附近 · 约 4 分钟步行", "zh"),
                Instant.now().plusSeconds(60),
                Duration.ofSeconds(60));
    }

    // --- web push

    @Test
    void theExampleOfTheRfcOpensInOurBrowser() throws Exception {
        Browser browser = Browser.of(
                "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "BTBZMqHH6r4Tts7J_aSIgg");

        assertThat(browser.open(
                        Browser.decode("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
                                + "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQe"
                                + "xSgSxsj_Qulcy4a-fN")))
                .isEqualTo("When I grow up, I want to be a watermelon");
    }

    @Test
    void aPushOpensInItsBrowserAloneAndIsSignedForItsPushService() throws Exception {
        Peer service = Peer.start(vertx);
        Browser browser = Browser.subscribe();
        Letter letter = letter();

        Attempt attempt = push(new PushChannel(vertx, vapid, clock, true), service, browser, letter);

        assertThat(attempt.outcome()).isEqualTo(Outcome.TAKEN);
        Peer.Received got = service.received.get(0);
        assertThat(new JsonObject(browser.open(got.body().getBytes()))).isEqualTo(letter.toJson());
        assertThat(letter.toJson().getString("body")).isEqualTo("3号楼附近 · 约 4 分钟步行");
        assertThat(got.header("Content-Encoding")).isEqualTo("aes128gcm");
        assertThat(Integer.parseInt(got.header("TTL"))).isBetween(1, 60);
        assertThat(got.header("Urgency")).isEqualTo("high");
        assertThat(got.header("Topic")).hasSizeLessThanOrEqualTo(32).matches("[A-Za-z0-9_-]+");
        verifyVapid(got.header("Authorization"), service);
    }

    /** As a push service does (RFC 8292 §3), on the JCA alone. */
    private void verifyVapid(String header, Peer service) throws Exception {
        Map<String, String> parts = Map.of(
                "t",
                header.replaceAll(".*\\bt=([^,\\s]+).*", "$1"),
                "k",
                header.replaceAll(".*\\bk=([^,\\s]+).*", "$1"));
        assertThat(parts.get("k")).isEqualTo(vapid.publicKey());
        String[] token = parts.get("t").split("\\.");
        Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
        es256.initVerify(Browser.publicKey(Browser.decode(parts.get("k"))));
        es256.update((token[0] + "." + token[1]).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(es256.verify(Browser.decode(token[2]))).isTrue();
        JsonObject claims =
                new JsonObject(new String(Browser.decode(token[1]), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(claims.getString("aud")).isEqualTo(service.uri("").toString());
        assertThat(claims.getString("sub")).isEqualTo("mailto:admin@example.org");
        assertThat(claims.getLong("exp"))
                .isBetween(clock.instant().getEpochSecond(), clock.instant().getEpochSecond() + 24 * 3600);
    }

    @Test
    void whatAPushServiceAnswersDecides() throws Exception {
        Peer service = Peer.start(vertx);
        PushChannel channel = new PushChannel(vertx, vapid, clock, true);
        Browser browser = Browser.subscribe();

        service.status = 410;
        assertThat(push(channel, service, browser, letter()).gone()).isTrue();
        service.status = 429;
        assertThat(push(channel, service, browser, letter()).outcome()).isEqualTo(Outcome.FAILED);
        service.status = 307;
        assertThat(push(channel, service, browser, letter()).outcome())
                .as("no redirect is followed")
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void noPushGoesToAPrivateAddressByWhateverName() throws Exception {
        PushChannel channel = new PushChannel(vertx, vapid, clock, false);
        Browser browser = Browser.subscribe();

        for (String endpoint : new String[] {
            "https://localhost/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://10.1.2.3/x",
            "https://169.254.169.254/x"
        }) {
            Attempt attempt = send(channel, letter(), address(endpoint, browser));
            assertThat(attempt.outcome()).as(endpoint).isEqualTo(Outcome.REFUSED);
            assertThat(attempt.why()).as(endpoint).isEqualTo("a private address");
        }
        for (String endpoint : new String[] {
            "http://push.example.org/x",
            "https://push.example.org:22/x",
            "https://user@push.example.org/x",
            "file:///etc"
        }) {
            assertThat(PushEndpoint.parse(endpoint, false)).as(endpoint).isEmpty();
        }
    }

    @Test
    void onlyTheInternetIsPublic() throws Exception {
        for (String address : new String[] {
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::1",
            "2001:db8::1",
            "2001::1",
            "ff02::1"
        }) {
            assertThat(PushEndpoint.isPublic(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
        for (String address : new String[] {"8.8.8.8", "142.250.74.42", "2a00:1450:4001:82b::200a"}) {
            assertThat(PushEndpoint.isPublic(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
    }

    private Attempt push(PushChannel channel, Peer service, Browser browser, Letter letter) {
        return send(channel, letter, address(service.uri("/push/1").toString(), browser));
    }

    private static ChannelAddress address(String endpoint, Browser browser) {
        return new ChannelAddress(
                Samples.id(), ChannelKind.PUSH, 10, endpoint, Optional.empty(), Optional.of(browser.keys()));
    }

    /** On an event loop, as the notifier does: elsewhere an answer may be over before anybody listened for its end. */
    private Attempt send(Channel channel, Letter letter, ChannelAddress to) {
        Promise<Attempt> attempt = Promise.promise();
        vertx.runOnContext(on -> channel.send(letter, to).onComplete(attempt));
        return await(attempt.future());
    }

    // --- webhook

    @Test
    void aGatewayGetsASignedRequestThatIsTheSameWhenSentAgain() {
        Peer gateway = Peer.start(vertx);
        gateway.status = 202;
        WebhookSignature signature = WebhookSignature.of(SECRET).orElseThrow();
        Letter letter = letter();
        WebhookChannel channel = new WebhookChannel(
                vertx, Map.of("sms", new WebhookChannel.Gateway(gateway.uri("/send"), signature)), clock);
        ChannelAddress to = webhook("sms", "+8613900000000");

        assertThat(send(channel, letter, to).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(send(channel, letter, to).outcome()).isEqualTo(Outcome.TAKEN);

        assertThat(gateway.received).hasSize(2).allSatisfy(got -> {
            JsonObject body = got.body().toJsonObject();
            assertThat(body.getString("to")).isEqualTo("+8613900000000");
            assertThat(body.getString("text")).isEqualTo("紧急求助 · 3号楼附近 · 约 4 分钟步行");
            assertThat(got.header("Idempotency-Key")).isEqualTo(letter.id().toString());
            assertThat(got.header("webhook-id")).isEqualTo(letter.id().toString());
            WebhookSignature.Claim claim = new WebhookSignature.Claim(
                    got.header("webhook-id"), got.header("webhook-timestamp"), got.header("webhook-signature"));
            assertThat(signature.verifies(claim, got.body().toString(), clock.instant()))
                    .isTrue();
            assertThat(signature.verifies(claim, got.body() + " ", clock.instant()))
                    .as("another body")
                    .isFalse();
            assertThat(signature.verifies(
                            claim, got.body().toString(), clock.instant().plusSeconds(301)))
                    .as("played again later")
                    .isFalse();
        });
    }

    @Test
    void aGatewayThatIsDownOrUnknownIsAnAnswerNotAnAccident() {
        Peer gateway = Peer.start(vertx);
        WebhookSignature signature = WebhookSignature.of(SECRET).orElseThrow();
        WebhookChannel channel = new WebhookChannel(
                vertx,
                Map.of(
                        "busy", new WebhookChannel.Gateway(gateway.uri("/send"), signature),
                        "down", new WebhookChannel.Gateway(java.net.URI.create("http://127.0.0.1:1/"), signature)),
                clock);
        gateway.status = 503;
        assertThat(send(channel, letter(), webhook("busy", "1")).outcome()).isEqualTo(Outcome.FAILED);
        gateway.status = 400;
        assertThat(send(channel, letter(), webhook("busy", "1")).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(send(channel, letter(), webhook("down", "1")).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(send(channel, letter(), webhook("none", "1")).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theSignatureIsThatOfStandardWebhooks() {
        // The example of the Standard Webhooks specification's reference libraries.
        WebhookSignature known =
                WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

        assertThat(known.sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1614265330), "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void whileASecretIsChangedBothOpen() {
        String other = Base64.getEncoder()
                .encodeToString("another secret of enough bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        WebhookSignature old = WebhookSignature.of(SECRET).orElseThrow();
        WebhookSignature both = WebhookSignature.of(other + ", " + SECRET).orElseThrow();
        Instant now = clock.instant();
        String signed = both.sign("id", now, "body");

        assertThat(old.verifies(claim(now, signed), "body", now)).isTrue();
        assertThat(both.verifies(claim(now, old.sign("id", now, "body")), "body", now))
                .isTrue();
        assertThat(WebhookSignature.of("c2hvcnQ=")).isEmpty();
        assertThat(WebhookSignature.of("not base64!")).isEmpty();
        assertThat(both.toString()).doesNotContain(other);
    }

    private static WebhookSignature.Claim claim(Instant at, String signature) {
        return new WebhookSignature.Claim("id", Long.toString(at.getEpochSecond()), signature);
    }

    private static ChannelAddress webhook(String gateway, String to) {
        return new ChannelAddress(Samples.id(), ChannelKind.WEBHOOK, 20, to, Optional.of(gateway), Optional.empty());
    }

    // --- e-mail

    @Test
    void aMailArrivesOnceTakenAndCarriesTheNoticesId() throws Exception {
        GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        try {
            MailChannel channel = new MailChannel(vertx, server(smtp.getSmtp().getPort(), MailChannel.Security.NONE));
            Letter letter = letter();

            assertThat(send(channel, letter, mail("li@example.org")).outcome()).isEqualTo(Outcome.TAKEN);

            MimeMessage got = smtp.getReceivedMessages()[0];
            assertThat(got.getSubject()).isEqualTo("紧急求助");
            assertThat(got.getContent().toString()).contains("紧急求助 · 3号楼附近 · 约 4 分钟步行");
            assertThat(got.getHeader("Message-ID")).containsExactly("<" + letter.id() + "@anling.example>");
            assertThat(got.getAllRecipients()).hasSize(1);
        } finally {
            smtp.stop();
        }
    }

    @Test
    void nothingLeavesInTheClearWhereTlsIsAskedFor() {
        GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        try {
            MailChannel channel =
                    new MailChannel(vertx, server(smtp.getSmtp().getPort(), MailChannel.Security.STARTTLS));

            assertThat(send(channel, letter(), mail("li@example.org")).outcome())
                    .isEqualTo(Outcome.FAILED);
            assertThat(smtp.getReceivedMessages()).isEmpty();
        } finally {
            smtp.stop();
        }
    }

    @Test
    void nothingIsSmuggledIntoAHeader() {
        for (String address : new String[] {
            "a@b.cn\r\nBcc: c@d.cn",
            "a@b.cn,c@d.cn",
            "<a@b.cn>",
            "\"a b\"@c.cn",
            "a@b.cn ",
            "a",
            "@b.cn",
            "a@",
            "a@b.cn\0"
        }) {
            assertThat(MailAddress.parse(address)).as(address).isEmpty();
        }
        assertThat(MailAddress.parse("li.si+alarm@mail.example.org")).isPresent();
        assertThat(MailChannel.oneLine("紧急\r\nBcc: c@d.cn")).isEqualTo("紧急  Bcc: c@d.cn");
    }

    private static MailChannel.Server server(int port, MailChannel.Security security) {
        return new MailChannel.Server(
                "127.0.0.1",
                port,
                security,
                Optional.empty(),
                MailAddress.parse("anling@anling.example").orElseThrow());
    }

    private static ChannelAddress mail(String address) {
        return new ChannelAddress(Samples.id(), ChannelKind.EMAIL, 30, address, Optional.empty(), Optional.empty());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
