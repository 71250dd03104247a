package care.anling.verticles.store;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accounts and sessions in memory, with the same promises as PostgreSQL's. */
public final class FakeAccountStore implements AccountStore {

    private record Token(UUID session, UUID account, Instant expiresAt, boolean used) {}

    private final Clock clock;
    private final Map<UUID, Credentials> accounts = new HashMap<>();
    private final Map<ByteBuffer, Token> tokens = new HashMap<>();
    private final Set<UUID> ended = new java.util.HashSet<>();

    public FakeAccountStore(Clock clock) {
        this.clock = clock;
    }

    public synchronized void put(Account account, String passwordHash) {
        accounts.put(account.id(), new Credentials(account, passwordHash));
    }

    public synchronized void replace(Account account) {
        accounts.computeIfPresent(account.id(), (id, before) -> new Credentials(account, before.passwordHash()));
    }

    @Override
    public synchronized Future<Optional<Credentials>> findByUsername(String username) {
        return Future.succeededFuture(accounts.values().stream()
                .filter(c -> c.account().username().equals(username))
                .findFirst());
    }

    @Override
    public synchronized Future<Optional<Account>> find(UUID account) {
        return Future.succeededFuture(Optional.ofNullable(accounts.get(account)).map(Credentials::account));
    }

    @Override
    public synchronized Future<Void> openSession(UUID session, UUID account, byte[] refreshHash, Duration lifetime) {
        tokens.put(
                ByteBuffer.wrap(refreshHash),
                new Token(session, account, clock.instant().plus(lifetime), false));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Rotation> rotate(byte[] presentedHash, byte[] freshHash, Duration lifetime) {
        Token token = tokens.get(ByteBuffer.wrap(presentedHash));
        if (token == null || ended.contains(token.session())) {
            return Future.succeededFuture(new Rotation.Refused());
        }
        if (token.used()) {
            ended.add(token.session());
            return Future.succeededFuture(new Rotation.Reused(token.session()));
        }
        Account account = accounts.get(token.account()).account();
        if (!account.enabled() || !token.expiresAt().isAfter(clock.instant())) {
            return Future.succeededFuture(new Rotation.Refused());
        }
        tokens.put(
                ByteBuffer.wrap(presentedHash), new Token(token.session(), token.account(), token.expiresAt(), true));
        tokens.put(
                ByteBuffer.wrap(freshHash),
                new Token(token.session(), token.account(), clock.instant().plus(lifetime), false));
        return Future.succeededFuture(new Rotation.Rotated(token.session(), account));
    }

    @Override
    public synchronized Future<Void> endSession(UUID session) {
        ended.add(session);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Map<UUID, Account>> listLive(Set<UUID> sessions) {
        Map<UUID, Account> live = new HashMap<>();
        for (Token token : tokens.values()) {
            Account account = accounts.get(token.account()).account();
            boolean isLive = sessions.contains(token.session())
                    && !ended.contains(token.session())
                    && token.expiresAt().isAfter(clock.instant())
                    && account.enabled();
            if (isLive) {
                live.put(token.session(), account);
            }
        }
        return Future.succeededFuture(live);
    }
}
