package care.anling.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.app.config.Settings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no server starts with. */
class WeakSecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"changeme", "ChangeMe", "postgres", "anling_intake", "intake", "short7!", "aaaaaaaaaaaa", "…"})
    void aPasswordOutOfAnExampleIsNone(String password) {
        assertThat(WeakSecrets.isWeak(password, "anling_intake")).isTrue();
    }

    @Test
    void aRandomOneIsFine() {
        assertThat(WeakSecrets.isWeak("k7Rq-2vXw9Lz", "anling_intake")).isFalse();
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        assertThat(WeakSecrets.isWeak(key)).isFalse();
    }

    @Test
    void aKeyOfOneByteOrOfAWordIsNone() {
        assertThat(WeakSecrets.isWeak(new byte[32])).isTrue();
        assertThat(WeakSecrets.isWeak("changemechangemechangemechangeme".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
    }

    @Test
    void everyOneIsNamedAtOnceAndNoneIsRepeated() {
        Settings settings = Settings.load(
                        Optional.empty(),
                        Map.of(
                                "ANLING_DATABASE_INTAKE_PASSWORD", "changeme",
                                "ANLING_DATABASE_ENGINE_PASSWORD", "k7Rq-2vXw9Lz",
                                "ANLING_DATABASE_API_PASSWORD", "anling_api"))
                .settings();
        List<String> problems = new ArrayList<>();
        WeakSecrets.check(settings, problems);
        WeakSecrets.checkOwner(
                DatabaseUrl.parse("postgresql://anling_owner:postgres@db.example:5432/anling")
                        .orElseThrow(),
                problems);
        assertThat(problems)
                .hasSize(3)
                .anyMatch(told -> told.startsWith("database.intake_password"))
                .anyMatch(told -> told.startsWith("database.api_password"))
                .anyMatch(told -> told.startsWith("database.url"))
                .noneMatch(told -> told.contains("changeme"));
    }
}
