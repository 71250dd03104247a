package care.anling.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.app.config.Settings;
import care.anling.verticles.api.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeSettingsTest {

    private static final String ONE = secret(1);
    private static final String TWO = secret(2);

    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();

    private static String secret(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private List<Exchange> read(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("anling.yaml"), yaml);
        Settings.Loaded loaded = Settings.load(Optional.of(file), environment);
        problems.addAll(loaded.problems());
        return ExchangeSettings.read(loaded.settings(), problems);
    }

    @Test
    void fromFileAndEnvironment() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), TWO + "\n");
        List<Exchange> exchanges =
                read("""
                calls:
                  exchange:
                    hotline: {secret: "%s"}
                    night: {community: 00000000-0000-7000-8000-000000000001}
                """.formatted(ONE), Map.of("ANLING_CALLS_EXCHANGE_NIGHT_SECRET_FILE", secret.toString()));
        assertThat(problems).isEmpty();
        assertThat(exchanges).extracting(Exchange::name).containsExactly("hotline", "night");
        assertThat(exchanges.get(0).home()).isEmpty();
        assertThat(exchanges.get(1).home()).isPresent();
    }

    @Test
    void allThatIsWrongAtOnce() throws IOException {
        assertThat(read("""
                calls:
                  exchange:
                    a: {secret: short}
                    b: {secret: "%1$s", community: somewhere}
                    c: {secret: "%1$s"}
                    d: {number: "12349"}
                """.formatted(ONE), Map.of("ANLING_CALLS_EXCHANGE_E_KEY", "x")))
                .hasSize(1);
        assertThat(problems)
                .anyMatch(problem -> problem.startsWith("calls.exchange.a.secret must be 24 to 64"))
                .anyMatch(problem -> problem.startsWith("calls.exchange.b.community must be the id"))
                .anyMatch(problem -> problem.startsWith("calls.exchange.c.secret is another one's"))
                .anyMatch(problem -> problem.startsWith("unknown key calls.exchange.d.number"))
                .anyMatch(problem -> problem.startsWith("unknown variable ANLING_CALLS_EXCHANGE_E_KEY"))
                .noneMatch(problem -> problem.contains(ONE));
    }
}
