package care.anling.verticles.api;

import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** One request on its way to an endpoint: who calls, what they name, what they say. Every reader refuses what does not fit. */
final class Call {

    static final String CALLER = "anling.caller";
    static final String PARAMETERS = "anling.parameters";

    /** A canonical UUID; {@code UUID.fromString} alone would take "1-1-1-1-1". */
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final RoutingContext context;

    Call(RoutingContext context) {
        this.context = context;
    }

    /** Whoever signed in; there is one on every route but those of signing in itself. */
    Caller caller() {
        Caller caller = context.get(CALLER);
        if (caller == null) {
            throw Refusal.notSignedIn();
        }
        return caller;
    }

    /** Only these. @throws Refusal 403 otherwise */
    Caller desk() {
        Caller caller = caller();
        if (!caller.account().role().isDesk()) {
            throw Refusal.notYourRole();
        }
        return caller;
    }

    void requireDesk() {
        var unused = desk();
    }

    private record Empty() {}

    /** For acts that say nothing but their name: no body, or an empty object. */
    void refuseFields() {
        var unused = body(Empty.class);
    }

    /** The id in the path. What is no id names nothing: 404. */
    UUID id() {
        return id("id");
    }

    UUID id(String name) {
        String text = context.pathParam(name);
        if (text == null || !UUID_TEXT.matcher(text).matches()) {
            throw Refusal.notFound();
        }
        return UUID.fromString(text);
    }

    static UUID uuid(String text, String field) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw Refusal.badRequest("bad_id", "“" + field + "” must be a UUID.");
        }
        return UUID.fromString(text);
    }

    /** The body as it stands, for edits in which an absent field is something else than a null one. */
    @SuppressWarnings("unchecked") // Keys of a JSON object are text.
    JsonObject json() {
        Buffer buffer = context.body() == null ? null : context.body().buffer();
        Object json = buffer == null ? null : Bodies.parse(buffer);
        return json instanceof Map<?, ?> map ? new JsonObject((Map<String, Object>) map) : new JsonObject();
    }

    /** The body as it came, for a sheet. */
    byte[] bytes() {
        Buffer buffer = context.body() == null ? null : context.body().buffer();
        return buffer == null ? new byte[0] : buffer.getBytes();
    }

    <T> T body(Class<T> type) {
        return Bodies.read(context.body() == null ? null : context.body().buffer(), type);
    }

    /** Path, query and headers, each as the contract has it, defaults filled in. */
    private JsonObject parameters() {
        JsonObject parameters = context.get(PARAMETERS);
        return parameters == null ? new JsonObject() : parameters;
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(parameters().getValue(name)).map(Object::toString);
    }

    /** @throws IllegalStateException unless the contract gives the operation such a parameter with a default */
    int number(String name) {
        Integer value = parameters().getInteger(name);
        if (value == null) {
            throw new IllegalStateException("the contract has no default for " + name);
        }
        return value;
    }

    int limit() {
        return number("limit");
    }

    /** What {@link #cursor} put out, or 400: cursors are ours to read. */
    Optional<String> cursor() {
        return query("cursor").map(text -> {
            try {
                return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                throw badCursor();
            }
        });
    }

    Optional<UUID> uuidCursor() {
        return cursor().map(text -> {
            if (!UUID_TEXT.matcher(text).matches()) {
                throw badCursor();
            }
            return UUID.fromString(text);
        });
    }

    long rowCursor() {
        return cursor().map(text -> {
                    if (!text.matches("[0-9]{1,18}")) {
                        throw badCursor();
                    }
                    return Long.parseLong(text);
                })
                .orElse(0L);
    }

    static Refusal badCursor() {
        return Refusal.badRequest("bad_cursor", "The cursor is not one of ours.");
    }

    static String cursor(Object last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** The address of the same list from {@code next} on, for the Link header. */
    String linkTo(String next) {
        StringBuilder link = new StringBuilder("<")
                .append(context.request().path())
                .append("?cursor=")
                .append(next);
        for (Map.Entry<String, String> given : context.queryParams()) {
            if (!given.getKey().equals("cursor")) {
                link.append('&')
                        .append(given.getKey())
                        .append('=')
                        .append(URLEncoder.encode(given.getValue(), StandardCharsets.UTF_8));
            }
        }
        return link.append(">; rel=\"next\"").toString();
    }

    /** Of whoever called, not of the proxy in between. */
    String remoteAddress() {
        return TrustedProxies.noted(context);
    }

    RoutingContext context() {
        return context;
    }
}
