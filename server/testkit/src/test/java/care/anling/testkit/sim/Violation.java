package care.anling.testkit.sim;

/** Something that must always hold did not. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String promise;

    /** @param promise S1–S8, L1–L4 */
    Violation(String promise, String what) {
        super(promise + ": " + what);
        this.promise = promise;
    }

    String promise() {
        return promise;
    }
}
