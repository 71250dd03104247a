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

    /**
     * How long after its first use a refresh token may be presented again, by the database's clock: long enough for a phone
     * on a bad line that never got the answer to ask again, short beside the day a stolen one would be good for.
     */
    Duration REFRESH_GRACE = Duration.ofSeconds(30);

    Future<Optional<Credentials>> findByUsername(String username);

    /** The account itself, enabled or not. */
    Future<Optional<Account>> find(UUID account);

    /**
     * Signs in: the session lives until it is ended or its last refresh token expires. False, and no session, when what
     * was shown for it is no longer what the account asks for: hashing a password takes a while, and a change that ends
     * every session must end this one, too.
     */
    Future<Boolean> openSession(UUID session, Shown shown, byte[] refreshHash, Duration lifetime);

    /**
     * Trades a refresh token for the next one. In one transaction; a second use of the same token ends its session,
     * because one of the two who hold it has stolen it (RFC 9700, 4.14.2).
     *
     * <p>But for an answer that was lost on the way: within {@link #REFRESH_GRACE} of its first use, and while the token
     * given for it was never used, it is good again. The token given then takes the place of the one given before, which is
     * dead from there on and has no grace of its own. So one line of tokens lives at any time, as without the grace, and a
     * thief gains no second one: if thief and owner both hold an answer, whoever holds the replaced one presents it at
     * their next refresh, and that ends the session. The theft shows one refresh later, but it shows. Giving the same
     * answer twice would let both go on with it, and needs tokens kept in the clear.
     */
    Future<Rotation> rotate(byte[] presentedHash, byte[] freshHash, Duration lifetime);

    /** Uses something up for everybody; false when somebody has. Forgotten after {@code kept}, when nobody takes it any more. */
    Future<Boolean> useOnce(byte[] hash, Duration kept);

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
    record Credentials(Account account, String passwordHash) {

        /** When these are what somebody came in with. */
        public Shown shown() {
            return new Shown(account.id(), passwordHash, account.totp());
        }
    }

    /**
     * What the account had when somebody showed that it is theirs.
     *
     * @param secondStep whether it had one
     */
    record Shown(UUID account, String passwordHash, boolean secondStep) {}

    /** What became of a refresh token. */
    sealed interface Rotation {

        record Rotated(UUID session, Account account) implements Rotation {}

        /** Used before: its session is over. */
        record Reused(UUID session) implements Rotation {}

        /** Unknown, expired, ended, or of a disabled account. */
        record Refused() implements Rotation {}
    }
}
