package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.verticles.tls.TakenBack;
import io.vertx.mqtt.MqttEndpoint;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** What the library does that no server would be told of otherwise. */
class ClientEndpointTest {

    /** One that is closing must not keep all others connected whose certificate was taken back. */
    @Test
    void aClientThatIsGoneHasShownNothing() {
        MqttEndpoint closed = (MqttEndpoint) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MqttEndpoint.class}, (proxy, method, given) -> {
                    throw new IllegalArgumentException("MQTT endpoint is closed");
                });
        assertThat(new ClientEndpoint(closed).showed(TakenBack.NOTHING)).isFalse();
    }
}
