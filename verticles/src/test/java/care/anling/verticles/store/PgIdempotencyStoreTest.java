package care.anling.verticles.store;

import care.anling.verticles.vault.TestVault;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgIdempotencyStoreTest extends IdempotencyStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Override
    IdempotencyStore store() {
        return new PgIdempotencyStore(POSTGRES.everybodys(), TestVault.open());
    }

    @Override
    void age(Duration by) {
        POSTGRES.tell("UPDATE idempotency_keys SET created_at = created_at - interval '" + by.toMillis() + " ms'");
    }
}
