package care.anling.core.dispatch;

import care.anling.core.geo.Distance;
import care.anling.core.geo.Wgs84;
import java.time.Duration;

/**
 * The way to the door on foot, by the same rule for whoever is chosen and whoever is waited for.
 *
 * @param straightMeters the line between the two points
 * @param seconds along streets and stairs
 */
public record Walk(double straightMeters, int seconds) {

    /** Streets against the straight line: 1.3 in dense housing (Boscoe et al. 2012 measured 1.4 over whole countries). */
    static final double DETOUR = 1.3;

    /** A healthy adult in a hurry, without running (Bohannon 1997: comfortable 1.4, fastest 2.5 m/s). */
    static final double METERS_PER_SECOND = 1.4;

    /** To drop what one does, take the jacket and be out of the door; our estimate. */
    static final Duration SETTING_OUT = Duration.ofSeconds(30);

    /** A storey of 3 m upstairs: about 6 m of incline at 0.5 m/s (Fruin 1971). */
    static final Duration PER_STOREY = Duration.ofSeconds(12);

    /** GB 50096: houses of seven storeys and more have lifts. Below, everybody climbs. */
    static final int FIRST_FLOOR_WITH_LIFT = 7;

    /** To wait for a lift and ride it; our estimate. */
    static final Duration LIFT = Duration.ofSeconds(60);

    /** The middle of a six-storey house, for a door whose floor nobody wrote down. */
    static final int UNKNOWN_FLOOR = 3;

    /** Of somebody on the way already. */
    public static Walk between(Wgs84 from, Door door) {
        double meters = Distance.between(from, door.at()).meters();
        long seconds = Math.round(meters * DETOUR / METERS_PER_SECOND);
        return new Walk(
                meters,
                Math.toIntExact(
                        seconds + stairs(door.floor().orElse(UNKNOWN_FLOOR)).toSeconds()));
    }

    /** Of somebody who has only just been asked. */
    public static Walk setOut(Wgs84 from, Door door) {
        Walk walk = between(from, door);
        return new Walk(walk.straightMeters, Math.toIntExact(walk.seconds + SETTING_OUT.toSeconds()));
    }

    /** As {@link Offer#distanceMeters()} tells it. */
    public int meters() {
        return (int) Math.round(straightMeters * DETOUR);
    }

    /** Floors count as in China: the ground floor is the first. Below ground one climbs down. */
    private static Duration stairs(int floor) {
        if (floor >= FIRST_FLOOR_WITH_LIFT) {
            return LIFT;
        }
        return PER_STOREY.multipliedBy(floor >= 1 ? floor - 1 : -floor);
    }
}
