package care.anling.counterexample.verticles.engine;

import io.vertx.core.eventbus.EventBus;

public class ShoutsOnTheBus {
    void shout(EventBus bus) {
        bus.publish("somewhere", "something");
    }
}
