package care.anling.verticles.api;

import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.IdempotencyStore;
import care.anling.verticles.store.IdempotencyStore.Claim;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a POST safe to repeat: the same {@code Idempotency-Key} of the same account at the same address is done once in a
 * day. Its answer is kept and said again; but where it holds health data, or a person's name and door, only what is needed
 * to recognise the repeat is kept, and the repeat reads anew ({@link Operations.Again}): a copy would be shown past the
 * record of looks, and to somebody who may no longer see it. What failed on our side, or was refused before anything was decided, is not remembered: its repeat is
 * a first try.
 */
final class Repetition {

    private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);
    private static final Duration BELIEVED_FOR = Duration.ofHours(24);
    private static final Duration ABANDONED_AFTER = Duration.ofSeconds(30);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Set<Integer> DECIDED = Set.of(200, 201, 204, 409);

    private final IdempotencyStore store;

    Repetition(IdempotencyStore store) {
        this.store = store;
    }

    Operations.Endpoint once(Operations.Endpoint endpoint) {
        return once(new Twice(endpoint, Optional.empty()));
    }

    Operations.Endpoint once(Operations.Endpoint endpoint, Operations.Again again) {
        return once(new Twice(endpoint, Optional.of(again)));
    }

    private record Twice(Operations.Endpoint first, Optional<Operations.Again> again) {}

    private Operations.Endpoint once(Twice twice) {
        return call -> {
            String header = call.context().request().getHeader("Idempotency-Key");
            return header == null ? twice.first().answer(call) : remembered(call, header, twice);
        };
    }

    private Future<Answer> remembered(Call call, String header, Twice twice) {
        if (!KEY.matcher(header).matches()) {
            throw Refusal.badRequest("bad_idempotency_key", "Idempotency-Key: 1 to 255 visible ASCII characters.");
        }
        RoutingContext context = call.context();
        String route = "POST " + context.request().path();
        IdempotencyStore.Key key =
                new IdempotencyStore.Key(call.caller().account().id(), route, header);
        return store.claim(key, bodyHash(context), BELIEVED_FOR, ABANDONED_AFTER)
                .compose(claim -> answer(claim, call, key, twice));
    }

    private Future<Answer> answer(Claim claim, Call call, IdempotencyStore.Key key, Twice twice) {
        if (claim instanceof Claim.Answered before) {
            return before.status() < 400 && twice.again().isPresent()
                    ? twice.again().get().answer(call, about(call, before)).map(read -> repeated(before, read))
                    : Future.succeededFuture(repeated(before, kept(before)));
        }
        if (claim instanceof Claim.BodyDiffers) {
            return Future.failedFuture(
                    new Refusal(422, "idempotency_key_reused", "This Idempotency-Key came with another body before."));
        }
        if (claim instanceof Claim.UnderWay) {
            return Future.failedFuture(
                    new Refusal(409, "idempotency_under_way", "The first request with this key is still under way."));
        }
        return first(call, twice.first())
                .compose(done -> keep(key, done, twice.again().isEmpty()));
    }

    private static Answer kept(Claim.Answered before) {
        Answer answer =
                new Answer(before.status(), Optional.of(before.body()).filter(text -> !text.isEmpty()), Map.of());
        return before.status() >= 400 ? answer.with("Content-Type", Problems.MEDIA_TYPE) : answer;
    }

    private static Answer repeated(Claim.Answered before, Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("Idempotency-Replayed", "true");
        before.location().ifPresent(location -> headers.put("Location", location));
        return new Answer(before.status(), answer.body(), Map.copyOf(headers));
    }

    private static UUID about(Call call, Claim.Answered before) {
        return before.location()
                .map(made -> UUID.fromString(made.substring(made.lastIndexOf('/') + 1)))
                .orElseGet(() -> call.context().pathParams().containsKey("id")
                        ? call.id()
                        : call.caller().account().id());
    }

    private static Future<Answer> first(Call call, Operations.Endpoint endpoint) {
        Future<Answer> answer;
        try {
            answer = endpoint.answer(call);
        } catch (RuntimeException failure) {
            answer = Future.failedFuture(failure);
        }
        return answer.recover(failure -> Future.succeededFuture(
                Problems.answer(Problems.of(failure), call.context().request().path())));
    }

    private Future<Answer> keep(IdempotencyStore.Key key, Answer done, boolean whole) {
        String body =
                whole || done.status() >= 400 ? done.repeated().or(done::body).orElse("") : "";
        Future<Void> kept = DECIDED.contains(done.status())
                ? store.remember(
                        key,
                        new Claim.Answered(
                                done.status(),
                                body,
                                Optional.ofNullable(done.headers().get("Location"))))
                : store.forget(key);
        // What was done was done: failing to note it must not turn a success into a failure.
        return kept.transform(noted -> {
            if (noted.failed()) {
                LOG.warn("idempotency.unnoted {}", noted.cause().getMessage());
            }
            return Future.succeededFuture(done);
        });
    }

    private static byte[] bodyHash(RoutingContext context) {
        Buffer body = context.body() == null ? null : context.body().buffer();
        try {
            return MessageDigest.getInstance("SHA-256").digest(body == null ? new byte[0] : body.getBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
