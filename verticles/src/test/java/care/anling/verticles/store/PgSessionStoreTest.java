package care.anling.verticles.store;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgSessionStoreTest extends SessionStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @BeforeEach
    void empty() {
        POSTGRES.tell("TRUNCATE mqtt_sessions");
    }

    @Override
    SessionStore store() {
        return new PgSessionStore(POSTGRES.pools().intake());
    }
}
