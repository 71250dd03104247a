package care.anling.verticles.view;

import care.anling.core.device.Vitals;
import care.anling.core.triage.LatestVitals;
import care.anling.core.triage.News2;
import care.anling.core.triage.News2Parameter;
import care.anling.verticles.store.Dossier;
import care.anling.verticles.store.Dossier.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * The early-warning score of the dossier's fresh readings, saying what is missing. Without a single fresh parameter there
 * is no score at all: a zero would look like health.
 */
final class NewsView {

    private static final Set<String> SCORED = Set.of("hr", "sys", "spo2", "temp", "rr");

    private NewsView() {}

    static Optional<JsonObject> toJson(Dossier dossier) {
        return dossier.resident().flatMap(about -> {
            LatestVitals latest = LatestVitals.NONE;
            for (Reading reading : dossier.readings()) {
                latest = latest.with(vitals(reading), reading.at());
            }
            News2.Score score = News2.score(latest, about.clinical().profile(), dossier.readAt());
            boolean nothingMeasured = score.points().keySet().stream().allMatch(News2Parameter.OXYGEN::equals);
            return nothingMeasured ? Optional.empty() : Optional.of(json(score, dossier));
        });
    }

    private static JsonObject json(News2.Score score, Dossier dossier) {
        JsonArray missing = new JsonArray();
        score.missing().forEach(parameter -> missing.add(parameter.wire()));
        Optional<Instant> newest = dossier.readings().stream()
                .filter(reading -> SCORED.contains(reading.kind()))
                .map(Reading::at)
                .max(Comparator.naturalOrder());
        return new JsonObject()
                .put("score", score.score())
                .put("complete", score.complete())
                .put("missing", missing)
                .put("lowerBound", score.lowerBound())
                .put("upperBound", score.upperBound())
                .put("at", newest.map(Instant::toString).orElse(null));
    }

    private static Vitals vitals(Reading reading) {
        return new Vitals(
                only("hr", reading),
                only("sys", reading),
                only("dia", reading),
                only("spo2", reading),
                only("temp", reading),
                only("rr", reading),
                Optional.empty(),
                only("glucose", reading),
                Optional.empty());
    }

    private static Optional<Double> only(String kind, Reading reading) {
        return reading.kind().equals(kind) ? Optional.of(reading.value()) : Optional.empty();
    }
}
