package care.anling.counterexample.verticles.observe;

import care.anling.counterexample.testkit.TheTestkit;

public class KnowsTheTestkit {
    Object testkit() {
        return new TheTestkit();
    }
}
