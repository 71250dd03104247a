package care.anling.verticles.mqtt.codec;

import care.anling.core.geo.Datum;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Positions off the wire, in WGS-84 from here on. A position that cannot be true is left out; its alarm stays. */
final class Positions {

    private static final double LEAST_USEFUL_ACCURACY_METERS = 100_000;

    private final Dropped dropped;

    Positions(Dropped dropped) {
        this.dropped = dropped;
    }

    /** {@code {"lat","lon","acc","crs"}}. */
    Optional<Fix> ofNative(JsonNode json, Instant at) {
        String datum = WireJson.text(json, "crs").orElse("WGS84");
        return fix(json, "lat", "lon", datum, at);
    }

    /** {@code {"latitude","longitude"}}, WGS-84 as a GPS receiver gives it. */
    Optional<Fix> ofImede(JsonNode gps, Instant at) {
        return fix(gps, "latitude", "longitude", "WGS84", at);
    }

    private Optional<Fix> fix(JsonNode json, String latitude, String longitude, String datum, Instant at) {
        if (!WireJson.has(json, latitude) && !WireJson.has(json, longitude)) {
            return Optional.empty();
        }
        Optional<Wgs84> point = point(WireJson.number(json, latitude), WireJson.number(json, longitude), datum);
        if (point.isEmpty()) {
            dropped.count(CodecReason.IMPLAUSIBLE_POSITION);
            return Optional.empty();
        }
        return Optional.of(new Fix(point.get(), accuracy(json), at));
    }

    private static Optional<Wgs84> point(Optional<Double> latitude, Optional<Double> longitude, String datum) {
        if (latitude.isEmpty() || longitude.isEmpty()) {
            return Optional.empty();
        }
        try {
            return datum(datum).flatMap(it -> it.find(latitude.get(), longitude.get()));
        } catch (IllegalArgumentException shiftedOffTheEarth) {
            return Optional.empty();
        }
    }

    /** An unknown datum gives no position: one that is 500 m off sends a volunteer to the wrong street. */
    private static Optional<Datum> datum(String crs) {
        return switch (crs.toUpperCase(Locale.ROOT).replace("-", "")) {
            case "WGS84" -> Optional.of(Datum.WGS84);
            case "GCJ02" -> Optional.of(Datum.GCJ02);
            case "BD09", "BD09LL" -> Optional.of(Datum.BD09);
            default -> Optional.empty();
        };
    }

    private static OptionalDouble accuracy(JsonNode json) {
        return WireJson.number(json, "acc")
                .filter(meters -> meters >= 0 && meters <= LEAST_USEFUL_ACCURACY_METERS)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }
}
