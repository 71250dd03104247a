package care.anling.verticles.store;

import care.anling.core.common.ResidentId;
import care.anling.core.incident.Subject;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The protected and their doors, in memory. */
public final class FakeResidentStore implements ResidentStore {

    private final Map<ResidentId, Subject> residents = new HashMap<>();
    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeResidentStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeResidentStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    public void put(Subject resident) {
        database.behind(tables -> residents.put(new ResidentId(resident.id()), resident));
    }

    @Override
    public Future<Optional<Subject>> findSubject(ResidentId resident) {
        return database.statement(
                wire, "residents.findSubject", tables -> Optional.ofNullable(residents.get(resident)));
    }
}
