package care.anling.counterexample.verticles.mqtt;

import care.anling.counterexample.verticles.live.BridgesTheBus;

public class OpensTheFeed {
    Object feed() {
        return new BridgesTheBus();
    }
}
