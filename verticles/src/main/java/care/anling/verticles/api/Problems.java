package care.anling.verticles.api;

import care.anling.core.common.Rejection;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.StoreFailure;
import care.anling.verticles.vault.VaultFailure;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every failure becomes one {@code application/problem+json} (RFC 9457) here: with a stable code, never with a stack trace. */
final class Problems {

    static final String MEDIA_TYPE = "application/problem+json";

    /** Set while a body arrives: what fails then is how the sender framed it, or the sender is gone. */
    static final String READING = "anling.reading";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final Map<Integer, Refusal> BY_STATUS = Stream.of(
                    new Refusal(400, "bad_request", "The request is malformed."),
                    Refusal.notSignedIn(),
                    Refusal.notYourRole(),
                    Refusal.notFound(),
                    new Refusal(405, "method_not_allowed", "This address does not answer this method."),
                    new Refusal(406, "not_acceptable", "This address does not speak that media type."),
                    new Refusal(408, "timeout", "The request took too long to arrive."),
                    new Refusal(413, "body_too_large", "The body is larger than this call allows."),
                    new Refusal(428, "if_match_needed", "Say with If-Match which version the edit was made on."),
                    new Refusal(431, "headers_too_large", "The headers are larger than this server takes."),
                    new Refusal(414, "address_too_long", "The address is too long."),
                    new Refusal(
                            415,
                            "unsupported_media_type",
                            "Bodies must be of the documented media type (application/json, but for sheets), not compressed."))
            .collect(Collectors.toUnmodifiableMap(Refusal::status, Function.identity()));

    private static final Refusal INTERNAL = new Refusal(500, "internal", "Something went wrong on our side.");
    private static final Refusal SEALED = new Refusal(
            500,
            "sealed_text_unreadable",
            "Something stored here does not open with this server's keys. Its log says which.");
    private static final Refusal STORE = new Refusal(503, "store_unavailable", "The store does not answer. Try again.");

    private Problems() {}

    static Refusal of(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        if (failure instanceof HttpException http) {
            return BY_STATUS.getOrDefault(http.getStatusCode(), INTERNAL);
        }
        if (failure instanceof StoreFailure store) {
            LOG.warn("store.failure kind={} sqlstate={}", store.kind(), store.sqlState());
            return store.kind() == StoreFailure.Kind.TRANSIENT ? STORE : INTERNAL;
        }
        if (failure instanceof VaultFailure) {
            LOG.error("sealed_text.unreadable {}", failure.getMessage());
            return SEALED;
        }
        LOG.error("request.failure {}", failure.toString(), failure);
        return INTERNAL;
    }

    static Refusal ofStatus(int status, @Nullable Throwable failure) {
        Refusal known = BY_STATUS.get(status);
        if (known != null && !(failure instanceof Refusal)) {
            return known;
        }
        return failure == null ? INTERNAL : of(failure);
    }

    /** The one mapper from what the incident's rules refuse to what HTTP says. */
    static Refusal of(Rejection rejection) {
        return switch (rejection.code()) {
            case INCIDENT_ABSENT, OFFER_UNKNOWN, OFFER_NOT_YOURS, ASSIGNMENT_UNKNOWN, ASSIGNMENT_NOT_YOURS ->
                Refusal.notFound();
            case INCIDENT_STOOD_DOWN -> conflict("incident_stood_down", "The incident has been stood down.");
            case ALREADY_STOOD_DOWN -> conflict("already_stood_down", "The incident has been stood down before.");
            case OFFER_TAKEN -> named("offer_taken", "Somebody else was faster.", rejection);
            case OFFER_LAPSED -> conflict("offer_lapsed", "The offer is no longer open.");
            case OFFER_DECLINED -> conflict("offer_declined", "You declined this offer before.");
            case ASSIGNMENT_ENDED -> named("assignment_ended", "The assignment is over.", rejection);
            case ASSIGNMENT_OUT_OF_ORDER -> conflict("assignment_out_of_order", "The assignment is further than that.");
            case ROLE_TAKEN -> named("role_taken", "The role, or this person, is taken.", rejection);
            case DEADLINE_MOVED -> conflict("deadline_moved", "The deadline has moved.");
            case NOTHING_TO_CANCEL -> conflict("nothing_to_cancel", "Nothing is open to cancel.");
            case SUBJECT_DIFFERS -> conflict("subject_differs", "The incident is about somebody else.");
            case MERGE_OTHER_WAY ->
                conflict(
                        "merge_other_way", "Merge the other one into the resident's: no resident is lost in a device.");
            case MERGE_SAME -> conflict("merge_same", "An incident is not merged into itself.");
            case DISPOSITION_RESERVED ->
                conflict("disposition_reserved", "To end an incident as part of another one, merge it.");
            case HAND_OVER_TO_HOLDER -> named("hand_over_to_holder", "They hold a role here already.", rejection);
            case NOT_ON_SCENE -> conflict("not_on_scene", "Only who is on scene at the door checks in.");
            case TOO_MANY_HANDS -> conflict("too_many_hands", "No more hands can be called for on one incident.");
        };
    }

    static Throwable lapsedIfOver(Throwable failure) {
        boolean over = failure instanceof Refusal refusal
                && (refusal.code().equals("incident_stood_down")
                        || refusal.code().equals("already_stood_down"));
        return over ? of(Rejection.of(Rejection.Code.OFFER_LAPSED)) : failure;
    }

    private static Refusal conflict(String code, String detail) {
        return new Refusal(409, code, detail);
    }

    private static Refusal named(String code, String detail, Rejection rejection) {
        JsonObject extra = new JsonObject();
        rejection.winner().ifPresent(winner -> extra.put("winner", new JsonObject().put("name", winner.name())));
        return new Refusal(409, code, detail, extra);
    }

    static Answer answer(Refusal refusal, String instance) {
        JsonObject json = new JsonObject()
                .put("type", "about:blank#" + refusal.code())
                .put("title", title(refusal.status()))
                .put("status", refusal.status())
                .put("detail", refusal.detail())
                .put("code", refusal.code())
                .put("instance", instance)
                .mergeIn(refusal.extra());
        Answer answer = new Answer(refusal.status(), Optional.of(json.encode()), Map.of("Content-Type", MEDIA_TYPE));
        return switch (refusal.status()) {
            case 401 -> answer.with("WWW-Authenticate", "Bearer");
            case 503 -> answer.with("Retry-After", "1");
            case 429 -> answer.with("Retry-After", "30");
            default -> answer;
        };
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not signed in";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 409 -> "Conflict";
            case 413 -> "Body too large";
            case 415 -> "Unsupported media type";
            case 412 -> "Changed meanwhile";
            case 422 -> "Not possible";
            case 428 -> "Which version?";
            case 429 -> "Too many tries";
            case 503 -> "Not available";
            default -> status < 500 ? "Refused" : "Internal error";
        };
    }

    /** The last stop of every request that failed, wherever it failed. */
    static void handle(RoutingContext context) {
        Throwable failure = context.failure();
        int status = context.statusCode();
        boolean unreadable = Boolean.TRUE.equals(context.get(READING))
                && failure != null
                && !(failure instanceof Refusal || failure instanceof HttpException);
        if (unreadable) {
            LOG.debug("request.unreadable {}", String.valueOf(failure));
        }
        Refusal refusal = unreadable ? ofStatus(400, null) : failure == null ? ofStatus(status, null) : of(failure);
        Operations.write(context, answer(refusal, context.request().path()));
    }

    /** What HTTP itself cannot make sense of, or will not guess at. Whatever follows on the line is not read. */
    static void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        Answer answer = answer(ofStatus(status, null), "");
        WebPages.putSecurityHeaders(request.response());
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(answer.body().orElse(""))
                .eventually(() -> request.connection().close())
                .onFailure(gone -> LOG.debug("answer.unsent {}", gone.getMessage()));
    }
}
