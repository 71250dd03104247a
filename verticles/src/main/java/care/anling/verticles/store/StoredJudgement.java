package care.anling.verticles.store;

import care.anling.core.dispatch.Judgement;
import java.time.Instant;

/** A judgement and when it was made. */
public record StoredJudgement(Judgement judgement, Instant at) {}
