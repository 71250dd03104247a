package care.anling.verticles.oidc;

/** Why what came back is not believed: for the log. Who tried is told only that it did not work. */
final class Distrust extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason never holds a token, a code or a name */
    Distrust(String reason) {
        super(reason, null, false, false);
    }
}
