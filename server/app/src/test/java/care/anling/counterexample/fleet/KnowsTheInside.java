package care.anling.counterexample.fleet;

import care.anling.counterexample.core.SpeaksVertx;

public class KnowsTheInside {
    Object inside() {
        return new SpeaksVertx();
    }
}
