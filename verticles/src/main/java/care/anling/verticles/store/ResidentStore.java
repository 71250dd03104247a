package care.anling.verticles.store;

import care.anling.core.common.ResidentId;
import care.anling.core.incident.Subject;
import io.vertx.core.Future;
import java.util.Optional;

/** The protected, as far as an incident needs them: name, feed node and door; nothing clinical. */
public interface ResidentStore {

    Future<Optional<Subject>> findSubject(ResidentId resident);
}
