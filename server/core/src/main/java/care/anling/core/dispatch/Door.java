package care.anling.core.dispatch;

import care.anling.core.community.Place;
import care.anling.core.geo.Wgs84;
import java.util.Optional;

/** Where help is needed; the ground floor is the first. */
public record Door(Wgs84 at, Optional<Integer> floor) {

    /** Empty for a place nobody has put on the map. */
    public static Optional<Door> of(Place place) {
        return place.at().map(at -> new Door(at, place.floor()));
    }
}
