package care.anling.counterexample.verticles.observe;

import care.anling.counterexample.app.TheApp;

public class KnowsTheApp {
    Object app() {
        return new TheApp();
    }
}
