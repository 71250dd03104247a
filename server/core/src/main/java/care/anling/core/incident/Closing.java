package care.anling.core.incident;

import care.anling.core.common.Person;
import java.time.Instant;

/** How a response ended. */
public record Closing(Disposition disposition, Person by, Instant at) {}
