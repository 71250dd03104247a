package care.anling.verticles.store;

import org.junit.jupiter.api.extension.RegisterExtension;

class PgDownlinkStoreTest extends DownlinkStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Override
    DownlinkStore store() {
        return new PgDownlinkStore(POSTGRES.pools().intake());
    }

    @Override
    IntakeStore intake() {
        return new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
    }
}
