package care.anling.counterexample.verticles.live;

import care.anling.counterexample.verticles.api.SpeaksSql;

public class ImportsApi {
    Object door() {
        return new SpeaksSql();
    }
}
