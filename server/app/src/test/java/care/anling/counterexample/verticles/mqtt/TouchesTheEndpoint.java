package care.anling.counterexample.verticles.mqtt;

import io.vertx.mqtt.MqttEndpoint;

public class TouchesTheEndpoint {
    void accept(MqttEndpoint endpoint) {
        endpoint.accept();
    }
}
