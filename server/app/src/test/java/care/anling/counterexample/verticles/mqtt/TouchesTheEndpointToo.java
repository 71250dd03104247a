package care.anling.counterexample.verticles.mqtt;

import io.vertx.mqtt.MqttEndpoint;

public class TouchesTheEndpointToo {
    void close(MqttEndpoint endpoint) {
        endpoint.close();
    }
}
