package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.tls.TlsClient;
import care.anling.verticles.tls.TlsPaths;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP server with a certificate. */
class HttpsTest {

    private static final String ASK = "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    private Path folder;

    private TlsPaths put(SelfSignedCertificate certificate) throws IOException {
        Path chain = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        Files.copy(Path.of(certificate.certificatePath()), chain, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of(certificate.privateKeyPath()), key, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new TlsPaths(chain, key, Optional.empty(), Duration.ofMillis(50));
    }

    /** Head and body of one answer. */
    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(ASK.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().contains("}")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    @Test
    void theApiAnswersOverTlsAndARenewalClosesNobodysConnection() throws IOException {
        SelfSignedCertificate first = SelfSignedCertificate.create("localhost");
        SelfSignedCertificate second = SelfSignedCertificate.create("localhost");
        HttpConfig config = HttpConfig.defaults().withTls(new HttpConfig.Tls(0, put(first), false));
        try (ApiHouse house = new ApiHouse(FeedLimits.defaults(), config);
                SSLSocket before = TlsClient.trusting(first).connect(house.tlsPort())) {
            assertThat(before.getSession().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
            assertThat(ask(before)).contains("401").containsIgnoringCase("strict-transport-security: max-age=31536000");
            assertThat(house.get("", "/api/v1/me").raw().headers().firstValue("Strict-Transport-Security"))
                    .as("only over TLS")
                    .isEmpty();
            TlsPaths unused = put(second);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(SSLException.class)
                    .until(() -> {
                        try (SSLSocket after = TlsClient.trusting(second).connect(house.tlsPort())) {
                            return ask(after).contains("401");
                        }
                    });
            assertThat(ask(before)).contains("401");
            assertThatThrownBy(() ->
                            TlsClient.trusting(first).connect(house.tlsPort()).close())
                    .isInstanceOf(SSLException.class);
            assertThat(unused.problems(Instant.now())).isEmpty();
        } finally {
            first.delete();
            second.delete();
        }
    }

    @Test
    void onlyTls12And13AreSpoken() throws IOException {
        SelfSignedCertificate made = SelfSignedCertificate.create("localhost");
        HttpConfig config = HttpConfig.defaults().withTls(new HttpConfig.Tls(0, put(made), false));
        try (ApiHouse house = new ApiHouse(FeedLimits.defaults(), config)) {
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                try (SSLSocket socket =
                        TlsClient.trusting(made).speaking(version).connect(house.tlsPort())) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(ask(socket)).contains("401");
                }
            }
            byte[] answer = TlsClient.answerToVersion11(house.tlsPort());
            assertThat(answer).hasSize(7);
            assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
            assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
        } finally {
            made.delete();
        }
    }

    @Test
    void everyProblemOfTheFilesIsNamed() throws IOException {
        SelfSignedCertificate made = SelfSignedCertificate.create("localhost");
        try {
            TlsPaths files = put(made);
            Instant now = Instant.now();
            Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(files.problems(now)).singleElement().asString().contains("key.pem", "everybody");
            Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-------"));
            assertThat(files.problems(now)).isEmpty();
            assertThat(files.problems(now.plus(Duration.ofDays(4_000_000))))
                    .singleElement()
                    .asString()
                    .contains("ended on");
            TlsPaths swapped = TlsPaths.of(
                    files.key(),
                    files.certificate(),
                    Optional.of(new TlsPaths.Clients(folder.resolve("none.pem"), Optional.empty())));
            assertThat(swapped.problems(now))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .anyMatch(told -> told.contains("key.pem holds no certificate"))
                    .anyMatch(told -> told.contains("chain.pem holds no private key"))
                    .anyMatch(told -> told.contains("none.pem cannot be read"));
        } finally {
            made.delete();
        }
    }
}
