package care.anling.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

    @TempDir
    private Path folder;

    @Test
    void defaultsStandAlone() {
        Settings.Loaded loaded = Settings.load(Optional.empty(), Map.of());

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().number(Key.HTTP_PORT)).isEqualTo(8080);
        assertThat(loaded.settings().number(Key.MQTT_PORT)).isEqualTo(1883);
        assertThat(loaded.settings().text(Key.MANAGEMENT_HOST)).isEqualTo("127.0.0.1");
    }

    @Test
    void theFileOverridesDefaultsAndTheEnvironmentOverridesTheFile() throws IOException {
        Path file = yaml("http:\n  port: 9000\nmqtt.port: 9001\nmanagement:\n  port: 9002\n");

        Settings settings = Settings.load(Optional.of(file), Map.of("ANLING_MANAGEMENT_PORT", "0"))
                .settings();

        assertThat(settings.number(Key.HTTP_PORT)).isEqualTo(9000);
        assertThat(settings.number(Key.MQTT_PORT)).isEqualTo(9001);
        assertThat(settings.number(Key.MANAGEMENT_PORT)).isZero();
    }

    @Test
    void everyProblemIsToldAtOnce() throws IOException {
        Path file = yaml("http:\n  port: many\n  prot: 1\nmqtt:\n  device_time_zone: Mars/Olympus\n");

        assertThat(Settings.load(Optional.of(file), Map.of("ANLING_MQTT_PORT", "70000"))
                        .problems())
                .hasSize(4)
                .anyMatch(problem -> problem.contains("http.port"))
                .anyMatch(problem -> problem.contains("unknown key http.prot"))
                .anyMatch(problem -> problem.contains("Mars/Olympus"))
                .anyMatch(problem -> problem.contains("ANLING_MQTT_PORT"));
    }

    @Test
    void aSecretMayComeFromAFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("url"), "postgresql://a:b@c/d\n");

        Settings settings = Settings.load(Optional.empty(), Map.of("ANLING_DATABASE_URL_FILE", secret.toString()))
                .settings();

        assertThat(settings.text(Key.DATABASE_URL)).isEqualTo("postgresql://a:b@c/d");
    }

    @Test
    void brokenYamlNamesItsLineAndAMissingFileItsName() throws IOException {
        Path broken = yaml("http:\n  port: [1\n");

        assertThat(Settings.load(Optional.of(broken), Map.of()).problems())
                .singleElement()
                .asString()
                .contains("not valid YAML near line");
        assertThat(Settings.load(Optional.of(folder.resolve("none.yaml")), Map.of())
                        .problems())
                .singleElement()
                .asString()
                .contains("none.yaml", "cannot be read");
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("anling.yaml"), text);
    }
}
