package care.anling.verticles.api;

import care.anling.verticles.access.Refusal;
import care.anling.verticles.oidc.OidcSignIn;
import care.anling.verticles.oidc.OidcSignIn.Person;
import care.anling.verticles.oidc.OidcSignIn.Returned;
import care.anling.verticles.store.AccountStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in through the house's own provider: it stands in for the password, and for nothing else. */
final class OidcRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(OidcRoutes.class);
    private static final int MAX_CODE = 2048;
    private static final int MAX_ATTEMPT = 1024;

    private final ApiPorts.Access access;
    private final AccountStore accounts;
    private final AuthRoutes auth;

    OidcRoutes(ApiPorts ports, AuthRoutes auth) {
        this.access = ports.access();
        this.accounts = ports.stores().accounts();
        this.auth = auth;
    }

    void mount(Operations operations) {
        operations.on("getSignInMethods", call -> Future.succeededFuture(methods()));
        operations.on("beginOidc", this::begin);
        operations.on("signInByOidc", this::signIn);
    }

    private Answer methods() {
        JsonObject methods = new JsonObject();
        access.oidc().ifPresent(oidc -> methods.put("oidc", new JsonObject().put("name", oidc.name())));
        return Answer.ok(methods);
    }

    private Future<Answer> begin(Call call) {
        call.refuseFields();
        return provider()
                .begin()
                .map(begun -> Answer.ok(
                        new JsonObject().put("location", begun.location()).put("attempt", begun.attempt())));
    }

    record Came(
            @Nullable String code,
            @Nullable String state,
            @Nullable String attempt,
            @Nullable String iss) {}

    private Future<Answer> signIn(Call call) {
        Came body = call.body(Came.class);
        OidcSignIn provider = provider();
        Returned returned = new Returned(
                Bodies.text(body.code(), "code", MAX_CODE),
                Bodies.text(body.state(), "state", MAX_ATTEMPT),
                Bodies.text(body.attempt(), "attempt", MAX_ATTEMPT),
                Optional.ofNullable(body.iss()));
        return access.throttle()
                .slowly(
                        call.remoteAddress(),
                        // Nobody says whose account it is before it is right: each attempt has its own tries.
                        AuthRoutes.hash(returned.state()),
                        () -> provider.complete(returned)
                                .compose(person -> useUp(returned).map(first -> person)))
                .compose(person -> admit(call, person));
    }

    private OidcSignIn provider() {
        return access.oidc().orElseThrow(() -> new Refusal(404, "no_oidc", "Nobody signs in through a provider here."));
    }

    /** Once, on whichever node, and whatever the provider thinks of codes. Only who came that far leaves a row. */
    private Future<Void> useUp(Returned returned) {
        return accounts.useOnce(AuthRoutes.hash(returned.state()), OidcSignIn.LIFETIME)
                .map(first -> {
                    if (!first) {
                        LOG.warn("oidc.repeated");
                        throw new Refusal(
                                401, "wrong_oidc_answer", "This sign-in was used before. Please start again.");
                    }
                    return null;
                });
    }

    private Future<Answer> admit(Call call, Person person) {
        return accounts.findByUsername(person.account())
                .map(found -> found.filter(known -> known.account().enabled())
                        .orElseThrow(() -> new Refusal(
                                403, "oidc_no_account", "No account here is yours. Ask whoever keeps the accounts.")))
                .onSuccess(known ->
                        LOG.info("oidc.signed_in account={}", known.account().id()))
                .compose(
                        known -> person.secondStep() ? auth.openSession(call, known.shown()) : auth.admit(call, known));
    }
}
