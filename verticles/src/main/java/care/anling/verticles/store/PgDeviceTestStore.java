package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/** Test presses on PostgreSQL. Called from an event loop; never blocks. */
public final class PgDeviceTestStore implements DeviceTestStore {

    private final Pool pool;

    public PgDeviceTestStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Boolean> pass(DeviceId device, String key) {
        return Queries.ask(pool, "SELECT pass_device_test($1, $2) AS passed", Tuple.of(device.value(), key))
                .map(rows -> rows.findFirst().orElseThrow().getBoolean("passed"));
    }

    @Override
    public Future<Void> note(DeviceId device) {
        return Queries.tell(pool, "SELECT note_device_test($1)", Tuple.of(device.value()));
    }
}
