package care.anling.core.geo;

import java.time.Instant;
import java.util.OptionalDouble;

/** Where something was, how sure that is (metres, 68 % radius as devices report it) and when. */
public record Fix(Wgs84 point, OptionalDouble accuracyMeters, Instant at) {}
