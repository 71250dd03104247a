package care.anling.verticles.api;

import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountStore;
import care.anling.verticles.store.AccountStore.Credentials;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A second step for one's own sign-in, and taking somebody's away who lost their phone. */
final class TotpRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(TotpRoutes.class);
    private static final int MAX_PASSWORD = 256;
    private static final int MAX_CODE = 32;

    private final ApiPorts.Access access;
    private final SecondStep secondStep;
    private final AccountStore accounts;

    TotpRoutes(ApiPorts ports) {
        this.access = ports.access();
        this.secondStep = access.secondStep();
        this.accounts = ports.stores().accounts();
    }

    void mount(Operations operations) {
        operations.on("enrolTotp", this::enrol, TotpRoutes::shownOnce);
        operations.on("confirmTotp", this::confirm, TotpRoutes::shownOnce);
        operations.on("renewRecoveryCodes", this::renew, TotpRoutes::shownOnce);
        operations.on("resetTotp", this::reset);
    }

    /** A repeat does nothing and shows nothing: a secret that was kept to be shown again would lie about for a day. */
    private static Future<Answer> shownOnce(Call call, UUID account) {
        return Future.failedFuture(new Refusal(
                409, "shown_once", "This was done, and shown once. For a new one use a new Idempotency-Key."));
    }

    record Enrol(@Nullable String password) {}

    record Code(@Nullable String code) {}

    /** With the password again: whoever finds an unlocked screen must not make the account their own. */
    private Future<Answer> enrol(Call call) {
        Account account = call.caller().account();
        String password = Bodies.text(call.body(Enrol.class).password(), "password", MAX_PASSWORD);
        return slowly(
                        call,
                        () -> accounts.findByUsername(account.username()).compose(found -> checked(found, password)))
                .compose(right -> secondStep.begin(account))
                .map(fresh ->
                        Answer.ok(new JsonObject().put("secret", fresh.secret()).put("uri", fresh.uri())));
    }

    private Future<Void> checked(Optional<Credentials> found, String password) {
        String hash = found.orElseThrow(Refusal::notSignedIn).passwordHash();
        return access.passwords().matches(password, hash).map(right -> {
            if (!right) {
                throw new Refusal(403, "wrong_password", "The password is wrong.");
            }
            return null;
        });
    }

    private Future<Answer> confirm(Call call) {
        Caller caller = call.caller();
        UUID account = caller.account().id();
        String code = code(call);
        return slowly(call, () -> secondStep.confirm(account, code, caller.session()))
                .onSuccess(codes -> {
                    LOG.info("totp.enrolled account={}", account);
                    // What was believed of this session a moment ago may still say that there is none.
                    access.sessions().forget(caller.session());
                })
                .map(TotpRoutes::codes);
    }

    private Future<Answer> renew(Call call) {
        UUID account = call.caller().account().id();
        String code = code(call);
        return slowly(call, () -> secondStep.renewRecovery(account, code)).map(TotpRoutes::codes);
    }

    private static String code(Call call) {
        return Bodies.text(call.body(Code.class).code(), "code", MAX_CODE);
    }

    private static Answer codes(List<String> codes) {
        return Answer.ok(new JsonObject().put("recoveryCodes", new JsonArray(codes)));
    }

    /** Whoever lost their phone and their codes; they are signed out everywhere. */
    private Future<Answer> reset(Call call) {
        Caller admin = call.caller();
        UUID account = call.id();
        return accounts.find(account)
                .map(found -> found.filter(other -> access.trees().tree().isKeptBy(admin.viewer(), other))
                        .orElseThrow(Refusal::notFound))
                .compose(theirs -> secondStep.reset(account))
                .compose(gone -> access.sessions().endAll(account))
                .onSuccess(ended -> LOG.info(
                        "totp.reset account={} by={}", account, admin.account().id()))
                .map(ended -> Answer.nothing());
    }

    /** Like signing in: what is wrong costs a try of this address and account. */
    private <T> Future<T> slowly(Call call, Supplier<Future<T>> check) {
        return access.throttle()
                .slowly(call.remoteAddress(), call.caller().account().username(), check);
    }
}
