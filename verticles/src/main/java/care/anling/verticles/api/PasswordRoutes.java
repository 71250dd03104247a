package care.anling.verticles.api;

import care.anling.verticles.access.Caller;
import care.anling.verticles.access.PasswordPolicy;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountStore;
import care.anling.verticles.store.AccountStore.Credentials;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A new password for oneself. Every other session of the account ends: whoever knew the old one is out. */
final class PasswordRoutes {

    private static final int WRONG_PASSWORD = 403;

    private final ApiPorts.Access access;
    private final AccountStore accounts;

    PasswordRoutes(ApiPorts ports) {
        this.access = ports.access();
        this.accounts = ports.stores().accounts();
    }

    void mount(Operations operations) {
        operations.on("changePassword", this::change);
    }

    record Change(
            @Nullable String currentPassword, @Nullable String newPassword) {}

    private Future<Answer> change(Call call) {
        Caller caller = call.caller();
        Account account = caller.account();
        Change body = call.body(Change.class);
        String current = Bodies.text(body.currentPassword(), "currentPassword", PasswordPolicy.MOST_CHARACTERS);
        String fresh = Bodies.text(body.newPassword(), "newPassword", PasswordPolicy.MOST_CHARACTERS);
        PasswordPolicy.refuseWeak(fresh, account.username());
        if (fresh.equals(current)) {
            throw new Refusal(422, "password_unchanged", "The new password is the old one.");
        }
        return access.throttle()
                .slowly(
                        call.remoteAddress(),
                        account.username(),
                        () -> accounts.findByUsername(account.username()).compose(found -> checked(found, current)))
                .compose(right -> access.passwords().hashed(fresh))
                .compose(hash -> accounts.changePassword(account.id(), hash, Optional.of(caller.session())))
                .map(changed -> done(caller.session()));
    }

    private Future<Void> checked(Optional<Credentials> found, String current) {
        String hash = found.orElseThrow(Refusal::notSignedIn).passwordHash();
        return access.passwords().matches(current, hash).map(right -> {
            if (!right) {
                throw new Refusal(WRONG_PASSWORD, "wrong_password", "The current password is wrong.");
            }
            return null;
        });
    }

    private Answer done(UUID session) {
        // What was believed of this session a moment ago may still say that it has to be changed.
        access.sessions().forget(session);
        return Answer.nothing();
    }
}
