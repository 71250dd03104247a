package care.anling.verticles.access;

import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * From a token to who is calling, as they are now and not as they were when it was made: a session that was ended or an
 * account that was disabled or moved is felt within {@link #BELIEVED_FOR}.
 */
public final class Sessions implements Callers {

    public static final Duration BELIEVED_FOR = Duration.ofSeconds(2);
    private static final int MAX_REMEMBERED = 20_000;

    private final Tokens tokens;
    private final AccountStore accounts;
    private final TreeCache trees;
    private final SecondStep.Policy policy;
    private final Cache<UUID, Account> recent = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(BELIEVED_FOR)
            .build();

    /** @param policy whether those whose sign-in can have a second step may do without */
    public Sessions(Tokens tokens, AccountStore accounts, TreeCache trees, SecondStep.Policy policy) {
        this.policy = policy;
        this.tokens = tokens;
        this.accounts = accounts;
        this.trees = trees;
    }

    /**
     * Refuses with 403 {@code password_change_required} or {@code totp_enrolment_required} who has to do that before
     * anything else.
     */
    @Override
    public Future<Caller> authenticate(String token) {
        return authenticateLimited(token).map(caller -> {
            if (caller.account().mustChangePassword()) {
                throw new Refusal(
                        403, "password_change_required", "Change your password first: POST /api/v1/me/password.");
            }
            if (mustEnrol(caller.account())) {
                throw new Refusal(
                        403,
                        "totp_enrolment_required",
                        "Set up the second step of signing in first: POST /api/v1/me/totp.");
            }
            return caller;
        });
    }

    /** Whether their sign-in needs a second step and has none yet. */
    public boolean mustEnrol(Account account) {
        return policy == SecondStep.Policy.REQUIRED && SecondStep.isFor(account.role()) && !account.totp();
    }

    /** Also who has something to do first: for the few acts that this needs. */
    public Future<Caller> authenticateLimited(String token) {
        return tokens.verify(token).compose(claims -> account(claims).map(account -> caller(claims, account)));
    }

    private Future<Account> account(Tokens.Claims claims) {
        Account known = recent.getIfPresent(claims.session());
        if (known != null && known.id().equals(claims.account())) {
            return Future.succeededFuture(known);
        }
        return accounts.listLive(Set.of(claims.session())).map(live -> {
            Account account = live.get(claims.session());
            if (account == null || !account.id().equals(claims.account())) {
                throw Refusal.notSignedIn();
            }
            recent.put(claims.session(), account);
            return account;
        });
    }

    private Caller caller(Tokens.Claims claims, Account account) {
        return new Caller(account, trees.tree().viewerOf(account), claims.session(), claims.expiresAt());
    }

    @Override
    public Future<Map<UUID, Caller>> recheck(Map<UUID, Caller> callers) {
        if (callers.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return accounts.listLive(callers.keySet()).map(live -> {
            // Who was just put out must not come back in on what was believed a moment ago.
            callers.keySet().forEach(this::forget);
            recent.putAll(live);
            Map<UUID, Caller> renewed = new HashMap<>();
            live.forEach((session, account) -> {
                if (!account.mustChangePassword() && !mustEnrol(account)) {
                    renewed.put(session, renewed(callers, session, account));
                }
            });
            return renewed;
        });
    }

    private Caller renewed(Map<UUID, Caller> callers, UUID session, Account account) {
        Caller before = Optional.ofNullable(callers.get(session)).orElseThrow();
        return new Caller(account, trees.tree().viewerOf(account), session, before.expiresAt());
    }

    /** Signed out here: felt at once on this node. */
    public void forget(UUID session) {
        recent.invalidate(session);
    }

    /**
     * Signs somebody out everywhere: no refresh token of theirs is good any more, requests on this node are refused from
     * now on, those on others within {@link #BELIEVED_FOR}, and their screens are closed with 4401 when they are next
     * looked at. Doing it twice is no error.
     */
    public Future<Void> endAll(UUID account) {
        return accounts.endSessions(account)
                .onSuccess(ended ->
                        recent.asMap().values().removeIf(known -> known.id().equals(account)));
    }

    /** Signs this one session out, likewise. */
    public Future<Void> end(UUID session) {
        return accounts.endSession(session).onSuccess(ended -> forget(session));
    }
}
