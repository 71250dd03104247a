package care.anling.core.incident;

import care.anling.core.common.Person;
import java.time.Instant;

/** A human took notice. Stops no ladder. */
public record Acknowledgement(Person by, Instant at) {}
