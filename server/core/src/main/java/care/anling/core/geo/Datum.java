package care.anling.core.geo;

import java.util.Optional;

/**
 * The datums devices and maps in China speak. GCJ-02 shifts WGS-84 by some hundred metres inside China; BD-09 shifts
 * GCJ-02 once more. Neither is published; these are the formulas everybody uses, good to a decimetre.
 */
public enum Datum {
    WGS84,
    GCJ02,
    BD09;

    /** Krasovsky 1940, as GCJ-02 has it. */
    private static final double SEMI_MAJOR_METERS = 6_378_245.0;

    private static final double ECCENTRICITY_SQUARED = 0.006_693_421_622_965_94;

    /** Where the shift is rooted: 105° E, 35° N. */
    private static final double ORIGIN_LONGITUDE = 105;

    private static final double ORIGIN_LATITUDE = 35;

    /** About a centimetre. Three or four rounds reach it; the limit only guards the loop. */
    private static final double ENOUGH_DEGREES = 1e-7;

    private static final int MAX_ROUNDS = 10;

    private static final double BAIDU_TURN = Math.PI * 3000 / 180;

    /**
     * The point as WGS-84; empty if the numbers are no place on earth, or exactly 0, 0, which is what a receiver without
     * a fix reports.
     */
    public Optional<Wgs84> find(double latitude, double longitude) {
        boolean onEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
        boolean noFix = latitude == 0 && longitude == 0;
        return onEarth && !noFix ? Optional.of(toWgs84(latitude, longitude)) : Optional.empty();
    }

    private Wgs84 toWgs84(double latitude, double longitude) {
        return switch (this) {
            case WGS84 -> new Wgs84(latitude, longitude);
            case GCJ02 -> fromGcj02(latitude, longitude);
            case BD09 -> fromBd09(latitude, longitude);
        };
    }

    private static Wgs84 fromBd09(double latitude, double longitude) {
        double x = longitude - 0.0065;
        double y = latitude - 0.006;
        double radius = Math.hypot(x, y) - 0.000_02 * Math.sin(y * BAIDU_TURN);
        double angle = Math.atan2(y, x) - 0.000_003 * Math.cos(x * BAIDU_TURN);
        return fromGcj02(radius * Math.sin(angle), radius * Math.cos(angle));
    }

    /** The shift has no inverse in closed form: guess, shift, correct. */
    private static Wgs84 fromGcj02(double latitude, double longitude) {
        if (!isShifted(latitude, longitude)) {
            return new Wgs84(latitude, longitude);
        }
        double guessLatitude = latitude;
        double guessLongitude = longitude;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            double offLatitude = guessLatitude + shiftNorth(guessLatitude, guessLongitude) - latitude;
            double offLongitude = guessLongitude + shiftEast(guessLatitude, guessLongitude) - longitude;
            guessLatitude -= offLatitude;
            guessLongitude -= offLongitude;
            if (Math.max(Math.abs(offLatitude), Math.abs(offLongitude)) < ENOUGH_DEGREES) {
                break;
            }
        }
        return new Wgs84(guessLatitude, guessLongitude);
    }

    /** The box in which the shift is applied; outside both datums are one. */
    private static boolean isShifted(double latitude, double longitude) {
        return longitude >= 72.004 && longitude <= 137.8347 && latitude >= 0.8293 && latitude <= 55.8271;
    }

    /** Degrees of latitude. */
    private static double shiftNorth(double latitude, double longitude) {
        double x = longitude - ORIGIN_LONGITUDE;
        double y = latitude - ORIGIN_LATITUDE;
        double meters = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
        meters += waves(x);
        meters += (20 * sinPi(y) + 40 * sinPi(y / 3) + 160 * sinPi(y / 12) + 320 * sinPi(y / 30)) * 2 / 3;
        double flattening = flattening(latitude);
        double meridianRadius = SEMI_MAJOR_METERS * (1 - ECCENTRICITY_SQUARED) / (flattening * Math.sqrt(flattening));
        return Math.toDegrees(meters / meridianRadius);
    }

    /** Degrees of longitude. */
    private static double shiftEast(double latitude, double longitude) {
        double x = longitude - ORIGIN_LONGITUDE;
        double y = latitude - ORIGIN_LATITUDE;
        double meters = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
        meters += waves(x);
        meters += (20 * sinPi(x) + 40 * sinPi(x / 3) + 150 * sinPi(x / 12) + 300 * sinPi(x / 30)) * 2 / 3;
        double parallelRadius =
                SEMI_MAJOR_METERS / Math.sqrt(flattening(latitude)) * Math.cos(Math.toRadians(latitude));
        return Math.toDegrees(meters / parallelRadius);
    }

    private static double waves(double x) {
        return (20 * sinPi(6 * x) + 20 * sinPi(2 * x)) * 2 / 3;
    }

    private static double sinPi(double turns) {
        return Math.sin(turns * Math.PI);
    }

    private static double flattening(double latitude) {
        double sine = Math.sin(Math.toRadians(latitude));
        return 1 - ECCENTRICITY_SQUARED * sine * sine;
    }
}
