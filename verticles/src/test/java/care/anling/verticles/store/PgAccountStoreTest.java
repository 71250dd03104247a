package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgAccountStoreTest extends AccountStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Override
    AccountStore store() {
        return new PgAccountStore(POSTGRES.pools().access());
    }

    @Override
    void age(Duration by) {
        POSTGRES.tell("UPDATE refresh_tokens SET issued_at = issued_at - interval '" + by.toMillis()
                + " ms', expires_at = expires_at - interval '" + by.toMillis() + " ms'");
    }

    @Override
    CommunityId node() {
        CommunityId street = Samples.community();
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '安宁街道')");
        return street;
    }

    @Override
    void put(Account account, String passwordHash) {
        POSTGRES.tell(
                "INSERT INTO accounts (id, username, password_hash, name, role, community, disabled, must_change_password) VALUES ('"
                        + account.id() + "', '" + account.username() + "', '" + passwordHash + "', '" + account.name()
                        + "', '"
                        + account.role() + "', '" + account.community() + "', " + !account.enabled() + ", "
                        + account.mustChangePassword() + ")"
                        + " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, role = EXCLUDED.role, disabled = EXCLUDED.disabled,"
                        + " must_change_password = EXCLUDED.must_change_password");
    }
}
