package care.anling.verticles.store;

import care.anling.core.common.ResidentId;
import care.anling.verticles.store.RegisterStore.Looker;
import care.anling.verticles.store.RegisterStore.Scope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What the law lets a resident ask for: everything we hold of them, and that we forget it. */
public interface ErasureStore {

    enum Erased {
        DONE,
        /** There is none in scope. */
        ABSENT,
        /** The name given is not theirs: somebody else would have been forgotten. */
        NAME_DIFFERS,
        /** Help is on its way; nobody is forgotten meanwhile. */
        INCIDENT_OPEN
    }

    /**
     * Everything that is held of a resident, sealed texts opened; a recorded look at all of it. Absent outside one's scope.
     * Bounded: of readings and looks the newest.
     */
    Future<Optional<JsonObject>> export(Scope scope, ResidentId resident, Looker looker);

    /** Forgets who they were, for good, and records by whom and why. What happened stays, without them. */
    Future<Erased> erase(Scope scope, ResidentId resident, Order order, Looker looker);

    /** @param name as whoever orders it wrote it, to be sure whom they mean */
    record Order(String name, String reason) {}
}
