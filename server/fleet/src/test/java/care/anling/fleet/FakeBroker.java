package care.anling.fleet;

import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/** An MQTT server that notes everything and answers as the test says. */
final class FakeBroker {

    record Heard(String client, String topic, String payload, int qos, boolean dup) {}

    final List<Heard> heard = new CopyOnWriteArrayList<>();
    final List<String> logins = new CopyOnWriteArrayList<>();
    final List<String> subscriptions = new CopyOnWriteArrayList<>();
    final List<MqttEndpoint> open = new CopyOnWriteArrayList<>();
    private final MqttServer server;
    /** Says whether to acknowledge; otherwise the connection is closed, as a server does that could not store it. */
    volatile BiPredicate<Integer, Heard> acknowledge = (index, heard) -> true;

    FakeBroker(Vertx vertx) throws Exception {
        this(vertx, 0);
    }

    FakeBroker(Vertx vertx, int port) throws Exception {
        server = MqttServer.create(vertx, new MqttServerOptions().setPort(port).setHost("127.0.0.1"));
        server.endpointHandler(this::onConnect);
        server.listen().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    URI uri() {
        return URI.create("mqtt://127.0.0.1:" + server.actualPort());
    }

    void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private void onConnect(MqttEndpoint endpoint) {
        logins.add(endpoint.auth().getUsername());
        endpoint.subscribeHandler(subscribe -> {
            subscribe.topicSubscriptions().forEach(one -> subscriptions.add(one.topicName()));
            endpoint.subscribeAcknowledge(
                    subscribe.messageId(),
                    subscribe.topicSubscriptions().stream()
                            .map(one -> one.qualityOfService())
                            .toList());
        });
        endpoint.publishAutoAck(false);
        endpoint.publishHandler(message -> {
            Heard said = new Heard(
                    endpoint.clientIdentifier(),
                    message.topicName(),
                    message.payload().toString(),
                    message.qosLevel().value(),
                    message.isDup());
            int index = heard.size();
            heard.add(said);
            if (said.qos() == 1) {
                if (acknowledge.test(index, said)) {
                    endpoint.publishAcknowledge(message.messageId());
                } else {
                    endpoint.close();
                }
            }
        });
        open.add(endpoint);
        endpoint.closeHandler(ignored -> open.remove(endpoint));
        endpoint.accept(!endpoint.isCleanSession() && logins.size() > 1);
    }
}
