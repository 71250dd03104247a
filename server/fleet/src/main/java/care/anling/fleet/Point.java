package care.anling.fleet;

/** A point on the ground, WGS-84 degrees; flat-earth sums, which are right to centimetres within a street. */
public record Point(double lat, double lon) {

    private static final double METERS_PER_DEGREE = 111_195;

    public double metersTo(Point other) {
        return Math.hypot(north(other), east(other));
    }

    /** So many metres towards another point, stopping there. */
    public Point towards(Point other, double meters) {
        double way = metersTo(other);
        if (way <= meters) {
            return other;
        }
        return moved(north(other) / way * meters, east(other) / way * meters);
    }

    public Point moved(double metersNorth, double metersEast) {
        return new Point(
                rounded(lat + metersNorth / METERS_PER_DEGREE),
                rounded(lon + metersEast / (METERS_PER_DEGREE * Math.cos(Math.toRadians(lat)))));
    }

    private double north(Point other) {
        return (other.lat - lat) * METERS_PER_DEGREE;
    }

    private double east(Point other) {
        return (other.lon - lon) * METERS_PER_DEGREE * Math.cos(Math.toRadians(lat));
    }

    private static double rounded(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }
}
