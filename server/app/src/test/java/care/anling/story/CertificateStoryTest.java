package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.migrations.TestDatabase;
import care.anling.verticles.tls.SmallAuthority;
import care.anling.verticles.tls.SmallAuthority.Issued;
import care.anling.verticles.tls.TlsClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code anling serve} with certificates: both doors, devices known by theirs, renewed and taken back while it runs. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CertificateStoryTest {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    /** It looks at its files every minute. */
    private static final Duration RENEWAL = Duration.ofMinutes(4);

    private static final UUID KEPT = UUID.fromString("01900000-0000-7000-8000-00000000c001");
    private static final UUID LOST = UUID.fromString("01900000-0000-7000-8000-00000000c002");

    @TempDir
    private Path home;

    @Test
    void bothDoorsSpeakTlsAndFollowTheirFilesWithoutARestart()
            throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        SmallAuthority authority = new SmallAuthority(home, "devices");
        Issued first = authority.issue("localhost");
        Issued second = authority.issue("localhost");
        Issued kept = authority.issue(KEPT.toString());
        Issued lost = authority.issue(LOST.toString());
        Path list = authority.takeBack(home.resolve("devices.crl"));
        Path chain = Files.copy(first.certificate(), home.resolve("chain.pem"));
        Path key = Files.copy(first.key(), home.resolve("chain.key"), StandardCopyOption.COPY_ATTRIBUTES);
        Path config = Files.writeString(
                home.resolve("anling.yaml"),
                ServeFile.onTestDatabase(DATABASE, home)
                        .replace("http: {host: 127.0.0.1}", """
                                http:
                                  host: 127.0.0.1
                                  plain: false
                                  tls: {port: 0, certificate_file: %s, key_file: %s}""".formatted(chain, key))
                        .replace("mqtt: {host: 127.0.0.1}", """
                                mqtt:
                                  host: 127.0.0.1
                                  plain: false
                                  tls:
                                    port: 0
                                    certificate_file: %s
                                    key_file: %s
                                    client_authority_file: %s
                                    revocation_list_file: %s""".formatted(chain, key, authority.certificate(), list)));
        try (AnlingProcess server = AnlingProcess.prepare("certificates", "serve", "--config", config.toString())
                .start()) {
            assertThat(server.said()).doesNotContain("anling: HTTP on").doesNotContain("anling: MQTT on");
            int https = port(server, "HTTPS");
            int mqtts = port(server, "MQTT over TLS");
            register(KEPT, LOST);
            TlsClient before = TlsClient.trusting(first.certificate());
            assertThat(get(before, https)).startsWith("HTTP/1.1 200");
            Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .until(() -> welcomes(before.as(kept.certificate(), kept.key()), mqtts));
            assertThat(welcomes(before.as(lost.certificate(), lost.key()), mqtts))
                    .isTrue();
            assertThat(welcomes(before, mqtts))
                    .as("without a certificate and a password")
                    .isFalse();

            Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(second.certificate(), chain, StandardCopyOption.REPLACE_EXISTING);
            Path unused = authority.takeBack(list, lost);
            TlsClient after = TlsClient.trusting(second.certificate());
            Awaitility.await()
                    .atMost(RENEWAL)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> get(after, https).startsWith("HTTP/1.1 200"));
            Awaitility.await()
                    .atMost(RENEWAL)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> welcomes(after.as(kept.certificate(), kept.key()), mqtts));
            assertThat(isRefused(after.as(lost.certificate(), lost.key()), mqtts))
                    .as("its certificate was taken back")
                    .isTrue();
            assertThatThrownBy(() -> before.connect(https).close()).isInstanceOf(IOException.class);
            assertThat(server.isRunning()).isTrue();
            assertThat(server.stop()).isZero();
        }
    }

    private static void register(UUID... devices) throws SQLException {
        try (Connection database = DATABASE.connect();
                Statement statement = database.createStatement()) {
            UUID street = UUID.randomUUID();
            statement.execute(
                    "INSERT INTO anling.communities (id, level, name) VALUES ('" + street + "', 'STREET', '街')");
            for (UUID device : devices) {
                statement.execute("INSERT INTO anling.devices (id, kind, dialect, community) VALUES ('" + device
                        + "', 'WATCH', 'native', '" + street + "')");
            }
        }
    }

    private static int port(AnlingProcess server, String door) throws IOException {
        Matcher told = Pattern.compile("anling: " + door + " on 127\\.0\\.0\\.1:(\\d+)")
                .matcher(server.said());
        assertThat(told.find()).as("the place of " + door).isTrue();
        return Integer.parseInt(told.group(1));
    }

    private static String get(TlsClient client, int port) throws IOException {
        try (SSLSocket socket = client.connect(port)) {
            socket.getOutputStream()
                    .write("GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
        }
    }

    /** MQTT 3.1.1, a clean session, no client identifier, no password: known by the certificate or not at all. */
    private static boolean welcomes(TlsClient client, int port) throws IOException {
        byte[] connect = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 0};
        try (SSLSocket socket = client.connect(port)) {
            socket.getOutputStream().write(connect);
            byte[] answer = socket.getInputStream().readNBytes(4);
            return answer.length == 4 && answer[0] == 0x20 && answer[3] == 0;
        }
    }

    /** With TLS 1.3 the client hears of it when it reads. */
    private static boolean isRefused(TlsClient client, int port) {
        try {
            return !welcomes(client, port);
        } catch (IOException refused) {
            return true;
        }
    }
}
