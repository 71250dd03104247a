package care.anling.verticles.access;

import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.AccountStore.Shown;
import care.anling.verticles.store.TotpStore;
import care.anling.verticles.store.TotpStore.Confirmation;
import care.anling.verticles.store.TotpStore.Enrolment;
import care.anling.verticles.vault.Cell;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The second step of signing in, for those who see a whole community: what they know is not enough, they also show what
 * they have. A code is good once; ten recovery codes stand in for a lost phone, each once.
 */
public final class SecondStep {

    /** Typing a code takes a moment; finding the phone takes longer. */
    public static final Duration CHALLENGE_LIFETIME = Duration.ofMinutes(5);

    public static final int RECOVERY_CODES = 10;

    private static final int WRONG_CODE = 403;
    private static final int CHALLENGE_BYTES = 32;
    /** 80 bits: too many to guess even from their hashes, few enough to type. */
    private static final int RECOVERY_BYTES = 10;

    private static final Pattern CODE = Pattern.compile("[0-9]{" + Totp.DIGITS + "}");

    /** Whether they may do without. */
    public enum Policy {
        REQUIRED,
        OPTIONAL
    }

    private final TotpStore store;
    private final Vault vault;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SecondStep(TotpStore store, Vault vault, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.clock = clock;
    }

    /** Whose sign-in has one at all. */
    public static boolean isFor(AccountRole role) {
        return role == AccountRole.ADMIN || role == AccountRole.COORDINATOR;
    }

    /** @param secret base32, for who cannot scan @param uri for an authenticator app */
    public record Fresh(String secret, String uri) {}

    /** A new secret, which does nothing before it is confirmed. */
    public Future<Fresh> begin(Account account) {
        byte[] secret = bytes(Totp.SECRET_BYTES);
        return store.begin(
                        account.id(),
                        vault.seal(cell(account.id()), Base64.getEncoder().encodeToString(secret)))
                .map(begun -> {
                    if (!begun) {
                        throw new Refusal(409, "totp_enrolled", "There is a second step already. Have it reset first.");
                    }
                    return new Fresh(Totp.base32(secret), Totp.uri(account.username(), secret));
                });
    }

    /** @return the recovery codes, shown this once */
    public Future<List<String>> confirm(UUID account, String code, UUID session) {
        List<String> recovery = freshRecovery();
        return store.find(account)
                .map(found -> found.filter(e -> !e.confirmed())
                        .orElseThrow(() -> new Refusal(409, "totp_not_begun", "Begin with a new secret first.")))
                .compose(begun -> {
                    long step = step(account, begun, code).orElseThrow(SecondStep::wrongCode);
                    return store.confirm(
                            new Confirmation(account, begun.secret(), step, hashes(account, recovery), session));
                })
                .map(confirmed -> {
                    if (!confirmed) {
                        throw new Refusal(409, "totp_not_begun", "It was begun anew meanwhile. Scan the new one.");
                    }
                    return recovery;
                });
    }

    /** Ten new ones; the old ones are void. */
    public Future<List<String>> renewRecovery(UUID account, String code) {
        List<String> recovery = freshRecovery();
        return check(account, code)
                .compose(right -> store.replaceRecovery(account, hashes(account, recovery)))
                .map(replaced -> recovery);
    }

    public Future<Void> reset(UUID account) {
        return store.reset(account);
    }

    /** The first step is done. @return what to come back with */
    public Future<String> challenge(Shown shown) {
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(CHALLENGE_BYTES));
        return store.openChallenge(hash(challenge), shown, CHALLENGE_LIFETIME).map(opened -> challenge);
    }

    /** What was shown for the challenge, which still holds; this was one of its few tries. */
    public Future<Shown> takeUp(String challenge) {
        return store.tryChallenge(hash(challenge)).map(shown -> shown.orElseThrow(SecondStep::badChallenge));
    }

    /** With a right code; the challenge is used up. Fails with {@link Refusal} 403 {@code wrong_code}. */
    public Future<Void> complete(String challenge, UUID account, String code) {
        return check(account, code)
                .compose(right -> store.closeChallenge(hash(challenge)))
                .map(closed -> {
                    if (!closed) {
                        throw badChallenge();
                    }
                    return null;
                });
    }

    private Future<Void> check(UUID account, String code) {
        return store.find(account)
                .compose(found -> found.filter(Enrolment::confirmed)
                        .map(enrolment -> use(account, enrolment, code))
                        .orElseGet(() -> Future.succeededFuture(false)))
                .compose(right -> right ? Future.succeededFuture() : refuse(account));
    }

    private Future<Boolean> use(UUID account, Enrolment enrolment, String code) {
        if (!CODE.matcher(code.strip()).matches()) {
            return store.useRecovery(account, recoveryHash(account, code));
        }
        if (enrolment.failures() >= TotpStore.MAX_FAILURES) {
            throw new Refusal(
                    WRONG_CODE, "totp_locked", "Too many wrong codes. Use a recovery code, or have it reset.");
        }
        OptionalLong step = step(account, enrolment, code.strip());
        return step.isPresent() ? store.useStep(account, step.getAsLong()) : Future.succeededFuture(false);
    }

    private Future<Void> refuse(UUID account) {
        return store.failed(account).compose(counted -> Future.failedFuture(wrongCode()));
    }

    private OptionalLong step(UUID account, Enrolment enrolment, String code) {
        byte[] secret = Base64.getDecoder().decode(vault.open(cell(account), enrolment.secret()));
        return Totp.findStep(secret, code, clock.instant(), enrolment.lastStep());
    }

    private static Refusal wrongCode() {
        return new Refusal(WRONG_CODE, "wrong_code", "The code is wrong, or was used before.");
    }

    private static Refusal badChallenge() {
        return new Refusal(401, "bad_challenge", "Start again with your password.");
    }

    private List<String> freshRecovery() {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            codes.add(String.join("-", Totp.base32(bytes(RECOVERY_BYTES)).split("(?<=\\G.{4})")));
        }
        return codes;
    }

    private static List<byte[]> hashes(UUID account, List<String> codes) {
        return codes.stream().map(code -> recoveryHash(account, code)).toList();
    }

    /** However it was typed. */
    private static byte[] recoveryHash(UUID account, String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z2-7]", "");
        return hash(account + ":" + plain);
    }

    private static byte[] hash(String text) {
        return SigningKey.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Cell cell(UUID account) {
        return SealedTable.TOTP.cell("secret", account);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
