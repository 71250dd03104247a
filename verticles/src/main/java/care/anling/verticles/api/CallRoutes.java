package care.anling.verticles.api;

import care.anling.core.common.IdSource;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.notify.WebhookSignature;
import care.anling.verticles.store.CallStore;
import care.anling.verticles.store.CallStore.Ring;
import care.anling.verticles.store.CallStore.Rung;
import care.anling.verticles.store.CallStore.Said;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hotline: a telephone system says who rings, and whoever may be calling pops up at their desk. */
final class CallRoutes {

    private final CallStore calls;
    private final List<Exchange> exchanges;
    private final Hints hints;
    private final IdSource ids;
    private final Clock clock;

    CallRoutes(ApiPorts ports) {
        this.calls = ports.stores().calls();
        this.exchanges = ports.access().exchanges();
        this.hints = ports.hints();
        this.ids = ports.ids();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("announceCall", this::announce);
        operations.on("getCall", this::get);
    }

    record Announced(
            @Nullable String from,
            @Nullable String to,
            @Nullable String callId) {}

    /** Not signed in but signed: which telephone system it is, its secret says. Whom the number belongs to is not its to know. */
    private Future<Answer> announce(Call call) {
        WebhookSignature.Claim claim = new WebhookSignature.Claim(
                call.query("webhook-id").orElse(""),
                call.query("webhook-timestamp").orElse(""),
                call.query("webhook-signature").orElse(""));
        Exchange exchange = signer(claim, call.context().body().buffer().toString());
        Announced body = call.body(Announced.class);
        Said said = new Said(
                Optional.ofNullable(body.from()), Optional.ofNullable(body.to()), Optional.ofNullable(body.callId()));
        return calls.ring(new Ring(ids.next(), exchange.name(), exchange.home(), claim.id(), said))
                .onSuccess(this::tell)
                .map(rung ->
                        Answer.accepted(new JsonObject().put("id", rung.call().toString())));
    }

    private Exchange signer(WebhookSignature.Claim claim, String body) {
        return exchanges.stream()
                .filter(exchange -> exchange.signature().verifies(claim, body, clock.instant()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        401, "bad_signature", "The signature is not that of a configured exchange, or too old."));
    }

    private void tell(Rung rung) {
        rung.communities().forEach(community -> hints.publish(new Hint.CommunityNews(community)));
    }

    private Future<Answer> get(Call call) {
        return calls.find(call.id()).map(found -> Answer.ok(describe(found.orElseThrow(Refusal::notFound))));
    }

    private static JsonObject describe(CallStore.Call call) {
        return new JsonObject()
                .put("id", call.id().toString())
                .put("at", call.rangAt().toString())
                .put("exchange", call.exchange())
                .put("from", call.said().from().orElse(null))
                .put("to", call.said().to().orElse(null))
                .put("callId", call.said().callId().orElse(null));
    }
}
