package care.anling.testkit.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the feed writes, as far as a simulated screen looks at it: a third of a world's time would go into reading
 * all of every frame, once for every desk it is shown to. Nobody may change what it gives.
 */
final class FrameReader {

    /** An event reaches all its screens within a second or two, a hundred frames later. */
    private static final int REMEMBERED_FRAMES = 512;

    /** Characters that tell two frames apart well enough: the whole of one would take longer than comparing. */
    private static final int SAMPLED = 24;

    /** What {@link Screen} and {@link Human} ask for; everything else is walked over. */
    private static final Set<String> READ = Set.of(
            "type",
            "community",
            "epoch",
            "seq",
            "prev",
            "complete",
            "incidents",
            "incident",
            "id",
            "state",
            "version",
            "resident",
            "offers",
            "assignments",
            "responder");

    /** Its fields are the names of feed nodes. */
    private static final String HEADS = "heads";

    private record Known(String frame, JsonObject read) {}

    private static final JsonFactory JSON = new JsonFactory();

    private final Known[] known = new Known[REMEMBERED_FRAMES];

    JsonObject read(String frame) {
        int place = sample(frame) & (REMEMBERED_FRAMES - 1);
        Known found = known[place];
        if (found == null || !found.frame().equals(frame)) {
            found = new Known(frame, parse(frame));
            known[place] = found;
        }
        return found.read();
    }

    private JsonObject parse(String frame) {
        try (JsonParser parser = JSON.createParser(frame)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no frame: " + frame);
            }
            return object(parser, false);
        } catch (IOException noJson) {
            throw new UncheckedIOException("no frame: " + frame, noJson);
        }
    }

    private static JsonObject object(JsonParser parser, boolean everything) throws IOException {
        JsonObject read = new JsonObject();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (everything || READ.contains(field)) {
                read.put(field, value(parser, value, false));
            } else if (field.equals(HEADS)) {
                read.put(field, value(parser, value, true));
            } else {
                parser.skipChildren();
            }
        }
        return read;
    }

    private static JsonArray array(JsonParser parser) throws IOException {
        JsonArray read = new JsonArray();
        for (JsonToken value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser.nextToken()) {
            read.add(value(parser, value, false));
        }
        return read;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken value, boolean everything) throws IOException {
        return switch (value) {
            case START_OBJECT -> object(parser, everything);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("no value: " + value);
        };
    }

    private static int sample(String frame) {
        int hash = frame.length();
        for (int i = 0; i < SAMPLED; i++) {
            hash = 31 * hash + frame.charAt((int) ((long) i * (frame.length() - 1) / SAMPLED));
        }
        // The number of an event stands in front.
        for (int i = 60; i < Math.min(100, frame.length()); i++) {
            hash = 31 * hash + frame.charAt(i);
        }
        return hash ^ hash >>> 16;
    }
}
