package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.escalation.DeadlineKind;
import java.time.Duration;
import java.time.Instant;

/** A deadline that has fallen due. {@code late} is by the database's clock, for the figures. */
public record DueDeadline(
        IncidentId incident, CommunityId community, DeadlineKind kind, Instant dueAt, Duration late, int attempts) {}
