package care.anling.app;

import java.util.List;

/** Why a command cannot go on, in words for the person who started it. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int USAGE_OR_CONFIGURATION = 2;

    private final List<String> problems;

    public StartFailure(List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public StartFailure(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }

    public int exitCode() {
        return USAGE_OR_CONFIGURATION;
    }
}
