package care.anling.verticles.notify;

import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelAddress.PushKeys;
import com.zerodeplibs.webpush.EncryptedPushMessage;
import com.zerodeplibs.webpush.MessageEncryption;
import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Web push: RFC 8030 over HTTPS, encrypted for the one browser (RFC 8291), signed by us (RFC 8292). The push service's 201
 * means taken and no more — in China it may be a quarter of an hour before the phone hears of it; the receipt is the word
 * of a page that somebody looks at, or opened by pressing it. The name is resolved once and the connection goes to the
 * address that was looked at, so that a name cannot change its mind in between.
 */
public final class PushChannel implements Channel {

    private static final int GONE = 410;
    private static final int UNKNOWN = 404;
    private static final int ID_BYTES = 16;

    private final Vertx vertx;
    private final HttpClient client;
    private final VapidKey key;
    private final InstantSource clock;
    private final boolean tests;
    private final MessageEncryption encryption = MessageEncryptions.of();

    /** @param tests whether push services may be on this machine and speak plain HTTP */
    public PushChannel(Vertx vertx, VapidKey key, InstantSource clock, boolean tests) {
        this.vertx = vertx;
        this.client = Outbound.client(vertx);
        this.key = key;
        this.clock = clock;
        this.tests = tests;
    }

    @Override
    public Future<Attempt> send(Letter letter, ChannelAddress to) {
        Optional<PushEndpoint> endpoint = PushEndpoint.parse(to.address(), tests);
        if (endpoint.isEmpty() || to.keys().isEmpty()) {
            return Future.succeededFuture(Attempt.gone("not an endpoint of a push service"));
        }
        return resolve(endpoint.get())
                .compose(address -> tests || PushEndpoint.isPublic(address)
                        ? sendTo(address, endpoint.get(), letter, to.keys().get())
                        : Future.succeededFuture(Attempt.gone("a private address")))
                .otherwise(failure -> Attempt.failed(Outbound.reason(failure)));
    }

    private Future<InetAddress> resolve(PushEndpoint endpoint) {
        return ((VertxInternal) vertx).nameResolver().resolve(endpoint.host());
    }

    private Future<Attempt> sendTo(InetAddress address, PushEndpoint endpoint, Letter letter, PushKeys keys) {
        return seal(endpoint, letter, keys)
                .compose(envelope -> envelope.message()
                        .map(message -> Outbound.post(
                                        client, request(address, endpoint, letter, envelope.authorization()), message)
                                .map(PushChannel::judge))
                        .orElseGet(() -> Future.succeededFuture(Attempt.gone("the browser's key is none"))));
    }

    private record Envelope(String authorization, Optional<Buffer> message) {}

    /** A millisecond of elliptic curves each: beside the event loop, because a burst has hundreds. */
    private Future<Envelope> seal(PushEndpoint endpoint, Letter letter, PushKeys keys) {
        String text = letter.toJson().encode();
        return vertx.executeBlocking(
                () -> new Envelope(key.authorization(endpoint, clock.instant()), encrypt(text, keys)), false);
    }

    private Optional<Buffer> encrypt(String text, PushKeys keys) {
        UserAgentMessageEncryptionKeyInfo browser;
        try {
            browser = UserAgentMessageEncryptionKeyInfo.of(keys.p256dh(), keys.auth());
        } catch (RuntimeException notAPoint) {
            return Optional.empty();
        }
        EncryptedPushMessage encrypted = encryption.encrypt(browser, PushMessage.ofUTF8(text));
        return Optional.of(Buffer.buffer(encrypted.toBytes()));
    }

    /** Whether these could be a browser's keys at all. */
    public static boolean isKeys(PushKeys keys) {
        try {
            return UserAgentMessageEncryptionKeyInfo.of(keys.p256dh(), keys.auth()) != null;
        } catch (RuntimeException notAPoint) {
            return false;
        }
    }

    private static RequestOptions request(
            InetAddress address, PushEndpoint endpoint, Letter letter, String authorization) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(endpoint.uri().toString())
                .setServer(SocketAddress.inetSocketAddress(endpoint.port(), address.getHostAddress()))
                .putHeader("Authorization", authorization)
                .putHeader("Content-Encoding", "aes128gcm")
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("TTL", Long.toString(Math.max(1, letter.left().toSeconds())))
                .putHeader("Urgency", "high")
                // The same notice sent again replaces the one not delivered yet (RFC 8030 §5.4).
                .putHeader("Topic", topic(letter.id()));
    }

    private static String topic(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(ID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static Attempt judge(int status) {
        if (status == GONE || status == UNKNOWN) {
            return Attempt.gone("HTTP " + status);
        }
        return switch (Outbound.outcome(status)) {
            case TAKEN -> Attempt.TAKEN;
            case FAILED -> Attempt.failed("HTTP " + status);
            case RECEIVED, REFUSED, ABSENT -> Attempt.refused("HTTP " + status);
        };
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
