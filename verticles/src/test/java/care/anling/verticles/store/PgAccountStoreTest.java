package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.AccountStore.Rotation;
import care.anling.verticles.store.AccountStore.Shown;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
                + " ms', used_at = used_at - interval '" + by.toMillis()
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

    /** Whoever signs out, is signed out, or gets another password while a refresh of theirs is under way. */
    @ParameterizedTest
    @EnumSource(Ending.class)
    void aRefreshUnderWayDoesNotOutliveTheEndOfItsSession(Ending ending) throws SQLException {
        open("t1");
        Future<Rotation> refresh;
        Future<?> end;
        try (Connection held = POSTGRES.connect()) {
            held.setAutoCommit(false);
            try (Statement statement = held.createStatement()) {
                statement.execute("SELECT 1 FROM refresh_tokens FOR UPDATE");
            }
            refresh = store().rotate(hash("t1"), hash("t2"), LIFETIME);
            waiting(1);
            end = ending.of(store(), session, id);
            waiting(2);
            held.rollback();
        }
        assertThat(PgFixture.await(refresh)).isInstanceOf(Rotation.Rotated.class);
        PgFixture.await(end);
        assertThat(isLive()).isFalse();
        assertThat(PgFixture.await(store().rotate(hash("t2"), hash("t3"), LIFETIME)))
                .isInstanceOf(Rotation.Refused.class);
    }

    /** A sign-in under way when the account changes hands waits for it, and then comes to nothing. */
    @Test
    void aSignInThatMeetsANewPasswordOpensNothing() throws SQLException {
        Shown shown = PgFixture.await(store().findByUsername("user-" + id))
                .orElseThrow()
                .shown();
        Future<Void> change;
        Future<Boolean> opening;
        try (Connection held = POSTGRES.connect()) {
            held.setAutoCommit(false);
            try (Statement statement = held.createStatement()) {
                statement.execute("SELECT 1 FROM accounts WHERE id = '" + id + "' FOR UPDATE");
            }
            change = store().changePassword(id, "another", Optional.empty());
            waiting(1);
            opening = store().openSession(session, shown, hash("t1"), LIFETIME);
            waiting(2);
            held.rollback();
        }
        PgFixture.await(change);
        assertThat(PgFixture.await(opening)).isFalse();
        assertThat(isLive()).isFalse();
    }

    private enum Ending {
        SIGN_OUT {
            @Override
            Future<?> of(AccountStore store, UUID session, UUID account) {
                return store.endSession(session);
            }
        },
        SIGNED_OUT_EVERYWHERE {
            @Override
            Future<?> of(AccountStore store, UUID session, UUID account) {
                return store.endSessions(account);
            }
        },
        ANOTHER_PASSWORD {
            @Override
            Future<?> of(AccountStore store, UUID session, UUID account) {
                return store.changePassword(account, "another", Optional.empty());
            }
        },
        SECOND_STEP_SET_UP {
            @Override
            Future<?> of(AccountStore store, UUID session, UUID account) {
                POSTGRES.tell("INSERT INTO totp (account, secret) VALUES ('" + account + "', 's1.x')");
                return new PgTotpStore(POSTGRES.pools().access())
                        .confirm(new TotpStore.Confirmation(account, "s1.x", 1, List.of(), Samples.id()));
            }
        },
        SECOND_STEP_TAKEN_AWAY {
            @Override
            Future<?> of(AccountStore store, UUID session, UUID account) {
                POSTGRES.tell("INSERT INTO totp (account, secret) VALUES ('" + account + "', 's1.x')");
                return new PgTotpStore(POSTGRES.pools().access()).reset(account);
            }
        };

        abstract Future<?> of(AccountStore store, UUID session, UUID account);
    }

    private static void waiting(int many) {
        Awaitility.await()
                .until(() -> POSTGRES.ask("SELECT pid::text FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                        + " AND datname = current_database()")
                                .size()
                        == many);
    }

    /** Two of one session at once: while the first trades, the second waits and then sees what the first gave out. */
    @Test
    void twoAtOnceAreAnsweredOneAfterTheOtherAndLeaveOneLine() throws SQLException {
        open("t1");
        Future<Rotation> one;
        Future<Rotation> other;
        try (Connection held = POSTGRES.connect()) {
            held.setAutoCommit(false);
            try (Statement statement = held.createStatement()) {
                statement.execute("SELECT 1 FROM refresh_tokens FOR UPDATE");
            }
            one = store().rotate(hash("t1"), hash("t2"), LIFETIME);
            other = store().rotate(hash("t1"), hash("t3"), LIFETIME);
            waiting(2);
            held.rollback();
        }
        assertThat(PgFixture.await(one)).isInstanceOf(Rotation.Rotated.class);
        assertThat(PgFixture.await(other)).isInstanceOf(Rotation.Rotated.class);
        assertThat(POSTGRES.ask(
                        "SELECT count(*) FROM refresh_tokens WHERE used_at IS NULL AND family = '" + session + "'"))
                .containsExactly("1");
        assertThat(isLive()).isTrue();
    }
}
