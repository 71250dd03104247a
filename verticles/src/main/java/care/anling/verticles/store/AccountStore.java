package care.anling.verticles.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who may sign in, and who is signed in. A session is a family of refresh tokens, each used once; only their SHA-256
 * is kept.
 */
public interface AccountStore {

    Future<Optional<Credentials>> findByUsername(String username);

    /** The account itself, enabled or not. */
    Future<Optional<Account>> find(UUID account);

    /** Signs in: the session lives until it is ended or its last refresh token expires. */
    Future<Void> openSession(UUID session, UUID account, byte[] refreshHash, Duration lifetime);

    /**
     * Trades a refresh token for the next one, once. In one transaction; a second use of the same token ends its
     * session, because one of the two who hold it has stolen it.
     */
    Future<Rotation> rotate(byte[] presentedHash, byte[] freshHash, Duration lifetime);

    /** Ends it at once; ending an ended one is no error. */
    Future<Void> endSession(UUID session);

    /** Ends every session of the account at once; likewise. */
    Future<Void> endSessions(UUID account);

    /**
     * A new password, which need not be changed, and the end of every session of the account but {@code kept}. In one
     * transaction.
     */
    Future<Void> changePassword(UUID account, String passwordHash, Optional<UUID> kept);

    /** Those of these sessions that are neither ended nor expired and whose account is enabled, with the account as it is now. */
    Future<Map<UUID, Account>> listLive(Set<UUID> sessions);

    /** @param passwordHash Argon2id in its own text form */
    record Credentials(Account account, String passwordHash) {}

    /** What became of a refresh token. */
    sealed interface Rotation {

        record Rotated(UUID session, Account account) implements Rotation {}

        /** Used before: its session is over. */
        record Reused(UUID session) implements Rotation {}

        /** Unknown, expired, ended, or of a disabled account. */
        record Refused() implements Rotation {}
    }
}
