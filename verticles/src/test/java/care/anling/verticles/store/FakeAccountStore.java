package care.anling.verticles.store;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accounts and sessions in memory. */
public final class FakeAccountStore implements AccountStore {

    private record Token(
            UUID session, UUID account, Instant expiresAt, Optional<ByteBuffer> predecessor, Optional<Instant> usedAt) {

        Token spent(Instant now) {
            return new Token(session, account, expiresAt, predecessor, Optional.of(now));
        }
    }

    private final Map<UUID, Credentials> accounts = new HashMap<>();
    private final Map<ByteBuffer, Token> tokens = new HashMap<>();
    private final Set<UUID> ended = new HashSet<>();
    private final Map<ByteBuffer, Instant> used = new HashMap<>();
    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeAccountStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeAccountStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    public void put(Account account, String passwordHash) {
        database.behind(tables -> accounts.put(account.id(), new Credentials(account, passwordHash)));
    }

    public void replace(Account account) {
        database.behind(tables -> accounts.computeIfPresent(
                account.id(), (id, before) -> new Credentials(account, before.passwordHash())));
    }

    @Override
    public Future<Optional<Credentials>> findByUsername(String username) {
        return database.statement(
                wire,
                "accounts.findByUsername",
                tables -> accounts.values().stream()
                        .filter(c -> c.account().username().equals(username))
                        .findFirst());
    }

    @Override
    public Future<Optional<Account>> find(UUID account) {
        return database.statement(
                wire,
                "accounts.find",
                tables -> Optional.ofNullable(accounts.get(account)).map(Credentials::account));
    }

    @Override
    public Future<Boolean> openSession(UUID session, Shown shown, byte[] refreshHash, Duration lifetime) {
        return database.statement(wire, "accounts.openSession", tables -> {
            Credentials now = accounts.get(shown.account());
            if (now == null || !now.account().enabled() || !now.shown().equals(shown)) {
                return false;
            }
            Instant end = database.now().plus(lifetime);
            tokens.put(
                    ByteBuffer.wrap(refreshHash),
                    new Token(session, shown.account(), end, Optional.empty(), Optional.empty()));
            return true;
        });
    }

    @Override
    public Future<Rotation> rotate(byte[] presentedHash, byte[] freshHash, Duration lifetime) {
        return database.statement(
                wire, "accounts.rotate", tables -> rotated(presentedHash, freshHash, lifetime, database.now()));
    }

    private Rotation rotated(byte[] presentedHash, byte[] freshHash, Duration lifetime, Instant now) {
        ByteBuffer shown = ByteBuffer.wrap(presentedHash);
        Token token = tokens.get(shown);
        if (token == null || ended.contains(token.session())) {
            return new Rotation.Refused();
        }
        Optional<ByteBuffer> spent = spendable(shown, token, now);
        if (spent.isEmpty() && token.usedAt().isPresent()) {
            ended.add(token.session());
            return new Rotation.Reused(token.session());
        }
        if (spent.isEmpty()) {
            return new Rotation.Refused();
        }
        tokens.computeIfPresent(spent.get(), (hash, live) -> live.spent(now));
        tokens.put(
                ByteBuffer.wrap(freshHash),
                new Token(token.session(), token.account(), now.plus(lifetime), Optional.of(shown), Optional.empty()));
        return new Rotation.Rotated(
                token.session(), accounts.get(token.account()).account());
    }

    /** The token itself or, when it was spent a moment ago, the unused one that was given for it. */
    private Optional<ByteBuffer> spendable(ByteBuffer shown, Token token, Instant now) {
        if (token.usedAt().isEmpty()) {
            return isLive(token, now) ? Optional.of(shown) : Optional.empty();
        }
        boolean late = !token.usedAt().get().isAfter(now.minus(REFRESH_GRACE));
        return late || !token.expiresAt().isAfter(now)
                ? Optional.empty()
                : tokens.entrySet().stream()
                        .filter(each -> each.getValue().predecessor().equals(Optional.of(shown)))
                        .filter(each -> isLive(each.getValue(), now))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    @Override
    public Future<Boolean> useOnce(byte[] hash, Duration kept) {
        return database.statement(wire, "accounts.useOnce", tables -> {
            Instant now = database.now();
            used.values().removeIf(end -> end.isBefore(now));
            return used.putIfAbsent(ByteBuffer.wrap(hash), now.plus(kept)) == null;
        });
    }

    @Override
    public Future<Void> endSession(UUID session) {
        return database.statement(wire, "accounts.endSession", tables -> {
            ended.add(session);
            return null;
        });
    }

    @Override
    public Future<Void> endSessions(UUID account) {
        return database.statement(wire, "accounts.endSessions", tables -> {
            tokens.values().stream()
                    .filter(token -> token.account().equals(account))
                    .forEach(token -> ended.add(token.session()));
            return null;
        });
    }

    @Override
    public Future<Void> changePassword(UUID account, String passwordHash, Optional<UUID> kept) {
        return database.statement(wire, "accounts.changePassword", tables -> {
            accounts.computeIfPresent(
                    account, (id, before) -> new Credentials(withOwnPassword(before.account()), passwordHash));
            tokens.values().stream()
                    .filter(token -> token.account().equals(account) && !kept.equals(Optional.of(token.session())))
                    .forEach(token -> ended.add(token.session()));
            return null;
        });
    }

    private static Account withOwnPassword(Account account) {
        return new Account(
                account.id(),
                account.username(),
                account.name(),
                account.role(),
                account.community(),
                account.resident(),
                account.enabled());
    }

    @Override
    public Future<Map<UUID, Account>> listLive(Set<UUID> sessions) {
        return database.statement(wire, "accounts.listLive", tables -> {
            Instant now = database.now();
            Map<UUID, Account> live = new HashMap<>();
            tokens.values().stream()
                    .filter(token -> sessions.contains(token.session()) && isLive(token, now))
                    .forEach(token -> live.put(
                            token.session(), accounts.get(token.account()).account()));
            return live;
        });
    }

    private boolean isLive(Token token, Instant now) {
        return token.usedAt().isEmpty()
                && !ended.contains(token.session())
                && token.expiresAt().isAfter(now)
                && accounts.get(token.account()).account().enabled();
    }
}
