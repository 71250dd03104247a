package care.anling.verticles.notify;

import care.anling.verticles.store.ChannelAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Gateways of the operator's: SMS, voice calls, a monitoring centre. Each request is signed, carries the notice's id as
 * its idempotency key, and follows no redirect. 2xx means taken; the gateway may report later that somebody has it.
 */
public final class WebhookChannel implements Channel {

    /** @param signature under the gateway's secret */
    public record Gateway(URI url, WebhookSignature signature) {}

    private final HttpClient client;
    private final Map<String, Gateway> gateways;
    private final InstantSource clock;

    public WebhookChannel(Vertx vertx, Map<String, Gateway> gateways, InstantSource clock) {
        this.client = Outbound.client(vertx);
        this.gateways = Map.copyOf(gateways);
        this.clock = clock;
    }

    @Override
    public Future<Attempt> send(Letter letter, ChannelAddress to) {
        Gateway gateway = gateways.get(to.gateway().orElse(""));
        if (gateway == null) {
            return Future.succeededFuture(Attempt.refused("no gateway of this name is configured"));
        }
        String body = body(letter, to).encode();
        return Outbound.post(client, request(gateway, letter, body), Buffer.buffer(body))
                .map(WebhookChannel::judge)
                .otherwise(failure -> Attempt.failed(Outbound.reason(failure)));
    }

    private RequestOptions request(Gateway gateway, Letter letter, String body) {
        Instant now = clock.instant();
        String id = letter.id().toString();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(gateway.url().toString())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Idempotency-Key", id)
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .putHeader("webhook-signature", gateway.signature().sign(id, now, body))
                .putHeader("webhook-key-id", gateway.signature().keyId());
    }

    private static JsonObject body(Letter letter, ChannelAddress to) {
        return new JsonObject()
                .put("id", letter.id().toString())
                .put("type", letter.kind().name())
                .put("to", to.address())
                .put("text", letter.words().spoken())
                .put("language", letter.words().language())
                .put("incident", letter.incident().toString())
                .put("drill", letter.drill())
                .put("expiresAt", letter.expiresAt().toString());
    }

    private static Attempt judge(int status) {
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
