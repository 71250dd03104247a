package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.verticles.notify.WebhookSignature;
import java.util.Optional;

/**
 * A telephone system that tells us who is calling.
 *
 * @param name as the configuration has it; shown at the desk
 * @param home the part of the tree whose hotline it is; absent for everybody's
 */
public record Exchange(String name, WebhookSignature signature, Optional<CommunityId> home) {}
