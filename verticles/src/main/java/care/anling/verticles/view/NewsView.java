package care.anling.verticles.view;

import care.anling.verticles.store.Dossier;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The early-warning score of the dossier's freshest readings, saying what is missing. */
final class NewsView {

    private NewsView() {}

    static Optional<JsonObject> toJson(Dossier dossier) {
        return Optional.empty();
    }
}
