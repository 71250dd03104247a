package care.anling.core.common;

import java.util.UUID;

/** Where fresh identifiers come from: random in production, a seed in a simulation. Never called inside a decision. */
@FunctionalInterface
public interface IdSource {

    UUID next();
}
