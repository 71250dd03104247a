package care.anling.core.geo;

/** A point on the earth, WGS-84 degrees. Everything inside Anling is in this datum; others are converted at the edge. */
public record Wgs84(double latitude, double longitude) {

    public Wgs84 {
        if (!(latitude >= -90 && latitude <= 90) || !(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("not a WGS-84 point: " + latitude + ", " + longitude);
        }
    }
}
