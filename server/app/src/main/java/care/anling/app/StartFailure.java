package care.anling.app;

import java.util.List;

/** Why a command cannot go on, in words for the person who started it. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int USAGE_OR_CONFIGURATION = 2;

    private static final int FAILURE = 1;

    private final List<String> problems;
    private final int exitCode;

    private StartFailure(List<String> problems, int exitCode) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
        this.exitCode = exitCode;
    }

    public StartFailure(List<String> problems) {
        this(problems, USAGE_OR_CONFIGURATION);
    }

    /** Asked rightly, and yet it cannot be done. */
    public static StartFailure failed(String problem) {
        return new StartFailure(List.of(problem), FAILURE);
    }

    public StartFailure(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }

    public int exitCode() {
        return exitCode;
    }
}
