package care.anling.counterexample.migrations;

import care.anling.counterexample.core.SpeaksVertx;

public class KnowsTheModel {
    Object model() {
        return new SpeaksVertx();
    }
}
