package care.anling.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where stories of a desk begin: the shared town, nothing open in it, and one watch to press. */
abstract class QuietTown {

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    final DemoTown town = SHARED.town();
    final JsonNode watch = town.wornWatches().get(2);

    @BeforeEach
    void quiet() throws IOException, InterruptedException {
        town.signIn("desk.street").standDownAll();
    }
}
