package care.anling.core.dispatch;

import care.anling.core.geo.Distance;
import care.anling.core.geo.Wgs84;

/**
 * The way to the door on foot, by the same rule that ranks people.
 *
 * @param straightMeters the line between the two points
 * @param seconds along streets and stairs
 */
public record Walk(double straightMeters, int seconds) {

    public static Walk between(Wgs84 from, Wgs84 door) {
        double meters = Distance.between(from, door).meters();
        double seconds = meters * Ranking.DETOUR / Ranking.WALKING_METERS_PER_SECOND + Ranking.STAIRS.toSeconds();
        return new Walk(meters, (int) Math.round(seconds));
    }

    /** As {@link Offer#distanceMeters()} tells it. */
    public int meters() {
        return (int) Math.round(straightMeters * Ranking.DETOUR);
    }
}
