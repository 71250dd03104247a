package care.anling.verticles.store;

import java.util.List;

/**
 * What the emergency transaction writes: one landing per arrival, in order, and one change per incident touched.
 */
public record IntakeWrite(List<Landing> landings, List<Change> changes) {}
