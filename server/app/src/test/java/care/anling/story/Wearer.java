package care.anling.story;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A device's own connection, MQTT 3.1.1 by an independent client. */
final class Wearer implements AutoCloseable {

    private static final int ANSWER_SECONDS = 90;

    private final String id;
    private final Mqtt3AsyncClient client;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private Wearer(String id, Mqtt3AsyncClient client) {
        this.id = id;
        this.client = client;
    }

    static Wearer connect(int port, String id, String secret) {
        Wearer wearer = new Wearer(id, client(port, id, secret));
        wearer.client.publishes(
                MqttGlobalPublishFilter.ALL,
                word -> wearer.heard.add(new String(word.getPayloadAsBytes(), StandardCharsets.UTF_8)));
        wearer.client
                .connectWith()
                .cleanSession(true)
                .keepAlive(60)
                .send()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
        return wearer;
    }

    private static Mqtt3AsyncClient client(int port, String id, String secret) {
        return MqttClient.builder()
                .useMqttVersion3()
                .identifier("story-" + UUID.randomUUID())
                .serverHost("127.0.0.1")
                .serverPort(port)
                .simpleAuth()
                .username(id)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
    }

    Wearer listen() {
        client.subscribeWith()
                .topicFilter("v1/" + id + "/down/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
        return this;
    }

    String id() {
        return id;
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    /** Completes with the PUBACK; fails when the connection ends before it. */
    CompletableFuture<Mqtt3Publish> pressing(String payload) {
        return saying(MqttQos.AT_LEAST_ONCE, "v1/" + id + "/up/sos", payload);
    }

    /** Returns when it has been acknowledged. */
    void press(String payload) {
        pressing(payload).orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    CompletableFuture<Mqtt3Publish> saying(MqttQos qos, String topic, String payload) {
        return client.publishWith()
                .topic(topic)
                .qos(qos)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    void say(MqttQos qos, String topic, String payload) {
        saying(qos, topic, payload).orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    @Override
    public void close() {
        // Already closed from the other side is as good.
        client.disconnect()
                .exceptionally(gone -> null)
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
