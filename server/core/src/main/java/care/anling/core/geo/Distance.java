package care.anling.core.geo;

/** A length on the ground. */
public record Distance(double meters) implements Comparable<Distance> {

    /** IUGG mean earth radius R₁; against the ellipsoid it is wrong by at most 0.5 %, far below any fix's accuracy. */
    private static final double EARTH_RADIUS_METERS = 6_371_008.8;

    public Distance {
        if (!(meters >= 0)) {
            throw new IllegalArgumentException("not a distance: " + meters + " m");
        }
    }

    /** The great circle, by the haversine formula: steady for points a few metres apart. */
    public static Distance between(Wgs84 from, Wgs84 to) {
        double latitude = Math.toRadians(to.latitude() - from.latitude());
        double longitude = Math.toRadians(to.longitude() - from.longitude());
        double haversine = square(Math.sin(latitude / 2))
                + Math.cos(Math.toRadians(from.latitude()))
                        * Math.cos(Math.toRadians(to.latitude()))
                        * square(Math.sin(longitude / 2));
        return new Distance(2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(haversine))));
    }

    @Override
    public int compareTo(Distance other) {
        return Double.compare(meters, other.meters);
    }

    private static double square(double value) {
        return value * value;
    }
}
