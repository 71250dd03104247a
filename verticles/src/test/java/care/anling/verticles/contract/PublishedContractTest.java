package care.anling.verticles.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What was published once stays: apps and scripts of other people were written against it. New operations, fields and
 * words are free. {@code -Danling.freeze=true} writes down what is published from now on, too.
 */
class PublishedContractTest {

    private static final Path FROZEN = Path.of("src/test/resources/contract/published.txt");

    @Test
    void nothingPublishedIsTakenBack() throws IOException {
        List<String> now = List.copyOf(Promises.of(document()));
        if (Boolean.getBoolean("anling.freeze")) {
            Files.write(FROZEN, now);
        }
        assertThat(Promises.broken(Files.readAllLines(FROZEN), now))
                .as("who relied on this breaks; if it is meant, it needs a new version segment (/api/v2)")
                .isEmpty();
    }

    @Test
    void aBreakIsSeen() {
        assertBreaks(paths -> paths.remove("/api/v1/me"), "gone: GET /api/v1/me");
        assertBreaks(paths -> paths.getJsonObject("/api/v1/me/duty").remove("put"), "gone: PUT /api/v1/me/duty");
        assertBreaks(
                paths -> paths.getJsonObject("/api/v1/incidents")
                        .getJsonObject("get")
                        .put("parameters", new JsonArray()),
                "takes query limit");
        assertSchemaBreaks(
                "Me", me -> me.getJsonObject("properties").remove("onDuty"), "gives 200 application/json /onDuty");
        assertSchemaBreaks("Me", me -> me.getJsonArray("required").remove("name"), "gives 200 application/json /name");
        assertSchemaBreaks("StandDown", body -> body.getJsonArray("required").add("note"), "newly demanded");
        assertSchemaBreaks("Disposition", words -> words.getJsonArray("enum").remove("TEST"), "= TEST");
        assertSchemaBreaks("Note", body -> body.getJsonObject("properties").remove("text"), "takes body/text");
    }

    @Test
    void anAdditionBreaksNobody() {
        JsonObject document = document();
        JsonObject me = schema(document, "Me");
        me.getJsonObject("properties").put("badge", new JsonObject().put("type", "string"));
        me.getJsonArray("required").add("badge").add("responder");
        schema(document, "Note").getJsonObject("properties").put("pinned", new JsonObject().put("type", "boolean"));
        document.getJsonObject("paths")
                .put("/api/v1/more", document.getJsonObject("paths").getJsonObject("/api/v1/incidents/{id}/notes"));
        assertThat(Promises.broken(Promises.of(document()), Promises.of(document)))
                .isEmpty();
    }

    /** {@code {description: one, two}} is a description "one" and a field called "two". */
    @Test
    void noCommaCutADescriptionInTwo() {
        for (String resource : List.of(OpenApi.RESOURCE, "contract/asyncapi.yaml")) {
            assertThat(emptyFields(resource, Yaml.read(resource))).isEmpty();
        }
    }

    private static List<String> emptyFields(String at, Object json) {
        List<String> found = new ArrayList<>();
        if (json instanceof JsonObject object) {
            for (String name : object.fieldNames()) {
                Object value = object.getValue(name);
                if (value == null) {
                    found.add(at + "/" + name);
                }
                found.addAll(emptyFields(at + "/" + name, value));
            }
        }
        if (json instanceof JsonArray array) {
            array.forEach(each -> found.addAll(emptyFields(at + "/*", each)));
        }
        return found;
    }

    private static void assertSchemaBreaks(String schema, Consumer<JsonObject> change, String report) {
        JsonObject document = document();
        change.accept(schema(document, schema));
        assertReport(document, report);
    }

    private static void assertBreaks(Consumer<JsonObject> change, String report) {
        JsonObject document = document();
        change.accept(document.getJsonObject("paths"));
        assertReport(document, report);
    }

    private static void assertReport(JsonObject changed, String report) {
        assertThat(Promises.broken(Promises.of(document()), Promises.of(changed)))
                .anySatisfy(line -> assertThat(line).contains(report));
    }

    private static JsonObject schema(JsonObject document, String name) {
        return document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    private static JsonObject document() {
        return Yaml.read(OpenApi.RESOURCE);
    }
}
