package care.anling.verticles.mqtt.codec;

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
    /** Receivers without a fix report the point where the equator meets Greenwich. */
    private static final double NULL_ISLAND_DEGREES = 1e-6;

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
        double lat = latitude.get();
        double lon = longitude.get();
        boolean onEarth = lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
        boolean nullIsland = Math.abs(lat) < NULL_ISLAND_DEGREES && Math.abs(lon) < NULL_ISLAND_DEGREES;
        if (!onEarth || nullIsland) {
            return Optional.empty();
        }
        return inWgs84(new Wgs84(lat, lon), datum);
    }

    /** An unknown datum gives no position: one that is 500 m off sends a volunteer to the wrong street. */
    private static Optional<Wgs84> inWgs84(Wgs84 point, String datum) {
        return datum.toUpperCase(Locale.ROOT).replace("-", "").equals("WGS84") ? Optional.of(point) : Optional.empty();
    }

    private static OptionalDouble accuracy(JsonNode json) {
        return WireJson.number(json, "acc")
                .filter(meters -> meters >= 0 && meters <= LEAST_USEFUL_ACCURACY_METERS)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }
}
