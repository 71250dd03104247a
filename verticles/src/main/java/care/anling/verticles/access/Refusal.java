package care.anling.verticles.access;

import io.vertx.core.json.JsonObject;

/**
 * A request refused for a reason its sender can understand; becomes one {@code application/problem+json} at the edge.
 * Carries no stack trace: it is an answer, not an accident.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient JsonObject extra;

    /** @param code stable, snake_case, for machines @param detail one sentence for people, never holding personal data */
    public Refusal(int status, String code, String detail, JsonObject extra) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.extra = extra;
    }

    public Refusal(int status, String code, String detail) {
        this(status, code, detail, new JsonObject());
    }

    public static Refusal notSignedIn() {
        return new Refusal(401, "not_signed_in", "A valid access token is needed.");
    }

    public static Refusal notFound() {
        return new Refusal(404, "not_found", "There is no such thing, or it is not yours to see.");
    }

    public static Refusal notYourRole() {
        return new Refusal(403, "forbidden", "Your role never has this act.");
    }

    public static Refusal badRequest(String code, String detail) {
        return new Refusal(400, code, detail);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Further members of the problem, such as {@code winner}. */
    public JsonObject extra() {
        return extra;
    }
}
