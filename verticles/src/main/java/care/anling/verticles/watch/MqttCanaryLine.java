package care.anling.verticles.watch;

import care.anling.core.common.DeviceId;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A canary's connection over real MQTT to the real port. On one event loop. */
public final class MqttCanaryLine implements CanaryLine {

    private final Vertx vertx;
    private final String host;
    private final IntSupplier port;
    private @Nullable MqttClient client;
    private @Nullable Promise<Void> awaited;
    private String device = "";

    /** @param port known once the door is open */
    public MqttCanaryLine(Vertx vertx, String host, IntSupplier port) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
    }

    @Override
    public Future<Void> open(DeviceId id, String secret, Consumer<JsonObject> words) {
        MqttClient known = client;
        if (known != null && known.isConnected()) {
            known.publishHandler(message -> hear(message.payload().toString(), words));
            return Future.succeededFuture();
        }
        device = id.toString();
        MqttClientOptions options = new MqttClientOptions()
                .setClientId("canary-" + device)
                .setUsername(device)
                .setPassword(secret)
                .setCleanSession(true)
                .setAutoKeepAlive(true);
        options.setReconnectAttempts(0);
        MqttClient fresh = MqttClient.create(vertx, options);
        fresh.publishHandler(message -> hear(message.payload().toString(), words));
        // One press at a time: whatever is acknowledged is that one.
        fresh.publishCompletionHandler(packet -> settle(null));
        fresh.closeHandler(closed -> settle(new IllegalStateException("connection lost")));
        client = fresh;
        return fresh.connect(port.getAsInt(), host)
                .compose(connack -> fresh.subscribe("v1/" + device + "/down/incident", 1))
                .mapEmpty();
    }

    private void settle(@Nullable Throwable failure) {
        Promise<Void> one = awaited;
        if (one != null && failure == null) {
            one.tryComplete();
        } else if (one != null) {
            one.tryFail(failure);
        }
    }

    private static void hear(String payload, Consumer<JsonObject> words) {
        try {
            words.accept(new JsonObject(payload));
        } catch (DecodeException notOurs) {
            // Then it is no word of an incident, and the walk misses it.
        }
    }

    @Override
    public Future<Void> press(String event) {
        MqttClient open = client;
        if (open == null) {
            return Future.failedFuture("not connected");
        }
        Promise<Void> acknowledged = Promise.promise();
        awaited = acknowledged;
        JsonObject said = new JsonObject().put("id", event).put("drill", true);
        return open.publish("v1/" + device + "/up/sos", said.toBuffer(), MqttQoS.AT_LEAST_ONCE, false, false)
                .compose(written -> acknowledged.future());
    }

    @Override
    public Future<Void> close() {
        MqttClient open = client;
        client = null;
        return open == null || !open.isConnected() ? Future.succeededFuture() : open.disconnect();
    }
}
