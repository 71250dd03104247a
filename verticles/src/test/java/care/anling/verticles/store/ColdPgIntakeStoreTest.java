package care.anling.verticles.store;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract for a store that has never seen the database's clock: it looks under lock, always. */
class ColdPgIntakeStoreTest implements IntakeStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private PgIntakeStore store;

    @BeforeEach
    void openStore() {
        store = new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
    }

    @Override
    public IntakeStore store() {
        return store;
    }

    @Override
    public IncidentStore incidents() {
        return new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine());
    }

    @Override
    public void age(Duration by) {
        POSTGRES.tell("UPDATE signal_keys SET at = at - interval '" + by.toSeconds() + " seconds'");
    }
}
