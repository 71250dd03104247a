package care.anling.story;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What devices say. The makers' own samples are those the codecs are tested against. */
final class Payloads {

    private Payloads() {}

    /** @param name below {@code dialects} in the core's test resources, as {@code imede/SOS.json} */
    static String sample(String name) throws IOException {
        try (InputStream in = Payloads.class.getResourceAsStream("/dialects/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("no sample " + name + " in server/core/src/test/resources/dialects");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A press that is told from every other by its id and time. */
    static String press(String id) {
        return "{\"id\":\"%s\",\"at\":\"%s\"}".formatted(id, Instant.now());
    }
}
