package care.anling.core.device;

import java.time.Instant;
import java.util.Optional;

/** Whether somebody has tried the button lately. */
public enum TestState {
    /** There is nothing to press. */
    NOT_EXPECTED,
    NEVER_TESTED,
    TESTED,
    TEST_OVERDUE;

    public static TestState of(Expectation expected, Optional<Instant> testedAt, Instant now) {
        if (expected.testEvery().isEmpty()) {
            return NOT_EXPECTED;
        }
        return testedAt.map(at -> now.isBefore(at.plus(expected.testEvery().get())) ? TESTED : TEST_OVERDUE)
                .orElse(NEVER_TESTED);
    }
}
