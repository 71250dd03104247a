package care.anling.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.app.config.Settings;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.notify.MailChannel;
import care.anling.verticles.notify.NotifyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelSettingsTest {

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();

    private NotifyConfig read(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("anling.yaml"), yaml);
        Settings.Loaded loaded = Settings.load(Optional.of(file), environment);
        problems.addAll(loaded.problems());
        return ChannelSettings.read(loaded.settings(), problems);
    }

    @Test
    void withoutSettingsThereIsTheFeedAlone() throws IOException {
        assertThat(read("http: {port: 8080}\n", Map.of())).isEqualTo(NotifyConfig.NONE);
        assertThat(problems).isEmpty();
    }

    @Test
    void everythingFromFileAndEnvironment() throws IOException {
        Path key = folder.resolve("push.jwk");
        SigningKey made = SigningKey.readOrCreate(key);
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");

        NotifyConfig config =
                read("""
                channels:
                  push: {key_file: %s, subject: "mailto:it@street.example"}
                  webhook:
                    sms: {url: "https://gateway.example/send"}
                    night_desk: {url: "http://10.0.0.8/", secret: "%s"}
                  email: {host: smtp.example, security: tls, port: 465, from: anling@street.example}
                """.formatted(key, SECRET), Map.of("ANLING_CHANNELS_WEBHOOK_SMS_SECRET_FILE", secret.toString()));

        assertThat(problems).isEmpty();
        assertThat(config.vapid()).isPresent();
        assertThat(config.vapid().get().publicKey()).hasSize(87).startsWith("B");
        assertThat(made.publicKey()).isNotNull();
        assertThat(config.gateways()).containsOnlyKeys("sms", "night_desk");
        assertThat(config.mail().orElseThrow().security()).isEqualTo(MailChannel.Security.TLS);
        assertThat(config.testPushServices()).isFalse();
        assertThat(config.toString()).doesNotContain(SECRET);
    }

    @Test
    void everyProblemIsToldAtOnce() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("ANLING_CHANNELS_WEBHOOK_VOICE_URL", "ftp://gateway.example");
        environment.put("ANLING_CHANNELS_WEBHOOK_VOICE_TOKEN", "x");

        read("""
                channels:
                  push: {key_file: /nowhere/push.pem, test_services: maybe}
                  webhook:
                    sms: {url: "https://gateway.example/send", secret: short, colour: blue}
                  email: {host: smtp.example, security: perhaps, username: anling, from: "a@b.cn\\nBcc: c@d.cn"}
                """, environment);

        assertThat(problems)
                .anyMatch(problem -> problem.contains("channels.push.key_file"))
                .anyMatch(problem -> problem.contains("channels.push.test_services"))
                .anyMatch(problem -> problem.contains("channels.webhook.sms.secret"))
                .anyMatch(problem -> problem.contains("channels.webhook.sms.colour"))
                .anyMatch(problem -> problem.contains("channels.webhook.voice.url"))
                .anyMatch(problem -> problem.contains("channels.webhook.voice.secret"))
                .anyMatch(problem -> problem.contains("ANLING_CHANNELS_WEBHOOK_VOICE_TOKEN"))
                .anyMatch(problem -> problem.contains("channels.email.from"))
                .anyMatch(problem -> problem.contains("channels.email.security"))
                .anyMatch(problem -> problem.contains("channels.email.username"))
                .hasSize(10);
    }

    @Test
    void aPasswordNeverLeavesInTheClear() throws IOException {
        read("""
                channels:
                  email: {host: smtp.example, security: none, username: a, password: b, from: anling@street.example}
                """, Map.of());

        assertThat(problems).singleElement().asString().contains("in the clear");
    }
}
