package care.anling.counterexample.verticles.live;

import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;

public class BridgesTheBus {
    Object bridge() {
        return new SockJSBridgeOptions();
    }
}
