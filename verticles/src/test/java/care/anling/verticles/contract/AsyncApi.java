package care.anling.verticles.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The published contract of MQTT and the feed: its examples, and whether a message is of the shape it promises. */
public final class AsyncApi {

    private static final AsyncApi PUBLISHED = new AsyncApi(Yaml.read("contract/asyncapi.yaml"));

    /** @param channel a key of the document's {@code channels} */
    public record Example(String channel, String message, String name, JsonObject payload) {
        @Override
        public String toString() {
            return message + " " + name;
        }
    }

    private final JsonObject document;
    private final Shapes shapes;

    private AsyncApi(JsonObject document) {
        this.document = document;
        JsonObject parts = new JsonObject();
        JsonObject messages = document.getJsonObject("components").getJsonObject("messages");
        messages.fieldNames()
                .forEach(name -> parts.put(name, messages.getJsonObject(name).getJsonObject("payload")));
        shapes = new Shapes("asyncapi.yaml", document.getJsonObject("components"), parts);
        // Frames hold incidents as REST has them.
        shapes.add("openapi.yaml", OpenApi.read().document().getJsonObject("components"), new JsonObject());
    }

    public static AsyncApi published() {
        return PUBLISHED;
    }

    /** @return every example of a channel's messages */
    public List<Example> examples(String channel) {
        List<Example> examples = new ArrayList<>();
        JsonObject messages =
                document.getJsonObject("channels").getJsonObject(channel).getJsonObject("messages");
        for (String key : messages.fieldNames()) {
            JsonObject message = Refs.resolved(document, messages.getJsonObject(key));
            message.getJsonArray("examples", new JsonArray()).forEach(each -> {
                JsonObject example = (JsonObject) each;
                examples.add(new Example(channel, key, example.getString("name"), example.getJsonObject("payload")));
            });
        }
        return examples;
    }

    /** Tests ask from several threads; the set of schemas belongs to one at a time. */
    public synchronized Optional<Misfit> misfit(String message, JsonObject payload) {
        return shapes.misfit(message, payload);
    }
}
