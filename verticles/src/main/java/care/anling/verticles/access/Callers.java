package care.anling.verticles.access;

import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** Who is calling, as they are now. */
public interface Callers {

    /** Fails with {@link Refusal} 401 unless the token is good and its session alive. */
    Future<Caller> authenticate(String token);

    /** Those of these callers whose session still lives, each as they are now. Asks the store, once for all. */
    Future<Map<UUID, Caller>> recheck(Map<UUID, Caller> callers);
}
