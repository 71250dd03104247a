package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.device.Device;
import care.anling.core.device.DeviceState;
import care.anling.verticles.tls.SmallAuthority;
import care.anling.verticles.tls.SmallAuthority.Issued;
import care.anling.verticles.tls.TlsClient;
import care.anling.verticles.tls.TlsPaths;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second listener, with certificates. */
class TlsTest {

    private static final byte[] WELCOME = {0x20, 2, 0, 0};

    private final Device watch = Devices.watch(1);
    private final Device retired = Devices.in(Devices.watch(2), DeviceState.RETIRED);
    private final SelfSignedCertificate ours = SelfSignedCertificate.create("localhost");
    private final SelfSignedCertificate next = SelfSignedCertificate.create("localhost");
    private final SelfSignedCertificate ofWatch =
            SelfSignedCertificate.create(watch.id().toString());
    private final SelfSignedCertificate ofRetired =
            SelfSignedCertificate.create(retired.id().toString());
    private final SelfSignedCertificate ofStranger =
            SelfSignedCertificate.create(watch.id().toString());

    @TempDir
    private Path folder;

    private Path chain = Path.of("none");
    private Path key = Path.of("none");

    @BeforeEach
    void write() throws IOException {
        chain = folder.resolve("chain.pem");
        key = folder.resolve("key.pem");
        put(ours);
    }

    @AfterEach
    void delete() {
        for (SelfSignedCertificate made : new SelfSignedCertificate[] {ours, next, ofWatch, ofRetired, ofStranger}) {
            made.delete();
        }
    }

    private void put(SelfSignedCertificate certificate) throws IOException {
        Files.copy(Path.of(certificate.certificatePath()), chain, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of(certificate.privateKeyPath()), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private Door open(Optional<TlsPaths.Clients> clients, boolean alone) {
        TlsPaths files = new TlsPaths(chain, key, clients, Duration.ofMillis(50));
        return new Door()
                .with(config -> config.withTls(new MqttConfig.Tls(0, files, alone)))
                .know(watch, retired)
                .open();
    }

    private static byte[] answer(SSLSocket socket, int bytes, byte[]... packets) throws IOException {
        for (byte[] packet : packets) {
            socket.getOutputStream().write(packet);
        }
        return socket.getInputStream().readNBytes(bytes);
    }

    private byte[] sos() {
        return RawClient.publish(1, 7, "v1/" + watch.id() + "/up/sos", "");
    }

    @Test
    void aPressOverTlsAlone() throws IOException {
        try (Door door = open(Optional.empty(), true);
                SSLSocket socket = TlsClient.trusting(ours).connect(door.tlsPort())) {
            assertThat(door.port()).as("no plain door was opened").isZero();
            assertThat(answer(socket, 4, RawClient.connect().as(watch).packet()))
                    .isEqualTo(WELCOME);
            assertThat(answer(socket, 4, sos())).containsExactly(0x40, 2, 0, 7);
        }
    }

    @Test
    void aDeviceIsKnownByItsCertificateAndRevokedByItsRetirement() throws IOException {
        Path authorities = folder.resolve("authorities.pem");
        Files.writeString(
                authorities,
                Files.readString(Path.of(ofWatch.certificatePath()))
                        + Files.readString(Path.of(ofRetired.certificatePath())));
        try (Door door = open(Optional.of(new TlsPaths.Clients(authorities, Optional.empty())), false)) {
            TlsClient plain = TlsClient.trusting(ours);
            try (SSLSocket socket = plain.as(ofWatch).connect(door.tlsPort())) {
                assertThat(answer(socket, 4, RawClient.connect().packet())).isEqualTo(WELCOME);
                assertThat(answer(socket, 4, sos())).containsExactly(0x40, 2, 0, 7);
            }
            try (SSLSocket socket = plain.as(ofRetired).connect(door.tlsPort())) {
                assertThat(answer(socket, 4, RawClient.connect().packet())[3]).isNotZero();
            }
            try (SSLSocket socket = plain.connect(door.tlsPort())) {
                assertThat(answer(socket, 4, RawClient.connect().packet())[3]).isNotZero();
            }
            try (SSLSocket socket = plain.connect(door.tlsPort())) {
                assertThat(answer(socket, 4, RawClient.connect().as(watch).packet()))
                        .isEqualTo(WELCOME);
            }
            // Another authority's word for the same name: with TLS 1.3 the client hears of it when it reads.
            assertThatThrownBy(() -> {
                        try (SSLSocket socket = plain.as(ofStranger).connect(door.tlsPort())) {
                            byte[] nothing =
                                    answer(socket, 4, RawClient.connect().packet());
                            assertThat(nothing).isEqualTo(WELCOME);
                        }
                    })
                    .isNotNull();
        }
    }

    @Test
    void aCertificateThatWasTakenBackIsRefusedAndTheListFollowsItsFile() throws IOException {
        SmallAuthority authority = new SmallAuthority(folder, "devices");
        Issued lost = authority.issue(watch.id().toString());
        Issued fresh = authority.issue(watch.id().toString());
        Path list = authority.takeBack(folder.resolve("devices.crl"));
        TlsPaths.Clients clients = new TlsPaths.Clients(authority.certificate(), Optional.of(list));
        try (Door door = open(Optional.of(clients), false)) {
            TlsClient plain = TlsClient.trusting(ours);
            assertThat(isWelcome(plain.as(lost.certificate(), lost.key()), door))
                    .isTrue();
            Path unused = authority.takeBack(list, lost);
            Door.until(() -> assertThat(isWelcome(plain.as(lost.certificate(), lost.key()), door))
                    .isFalse());
            assertThat(isWelcome(plain.as(fresh.certificate(), fresh.key()), door))
                    .as("another one of the same device")
                    .isTrue();
            Files.writeString(list, "broken");
            Door.until(() -> assertThat(Files.getLastModifiedTime(list).toInstant())
                    .isBefore(Instant.now().minusMillis(500)));
            assertThat(isWelcome(plain.as(lost.certificate(), lost.key()), door))
                    .as("a list that cannot be read takes nothing back that was taken back")
                    .isFalse();
            assertThat(isWelcome(plain.as(fresh.certificate(), fresh.key()), door))
                    .isTrue();
        }
        // Refused from the start, too.
        Path again = authority.takeBack(list, lost);
        try (Door door = open(Optional.of(clients), false)) {
            TlsClient plain = TlsClient.trusting(ours);
            assertThat(isWelcome(plain.as(lost.certificate(), lost.key()), door))
                    .isFalse();
            assertThat(isWelcome(plain.as(fresh.certificate(), fresh.key()), door))
                    .isTrue();
        }
        assertThat(again).isEqualTo(list);
    }

    /** With TLS 1.3 a client hears that its certificate is refused when it reads. */
    private static boolean isWelcome(TlsClient client, Door door) {
        try (SSLSocket socket = client.connect(door.tlsPort())) {
            return Arrays.equals(answer(socket, 4, RawClient.connect().packet()), WELCOME);
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void aListThatIsNoneOrSomebodyElsesIsNamed() throws IOException {
        SmallAuthority authority = new SmallAuthority(folder, "devices");
        SmallAuthority another = new SmallAuthority(folder, "others");
        Issued server = authority.issue("localhost");
        Path theirs = another.takeBack(folder.resolve("theirs.crl"));
        assertThat(problems(server, authority, authority.takeBack(folder.resolve("ours.crl"))))
                .isEmpty();
        assertThat(problems(server, authority, theirs))
                .singleElement()
                .asString()
                .contains("is not signed by");
        assertThat(problems(server, authority, server.certificate()))
                .singleElement()
                .asString()
                .contains("holds no revocation list");
        assertThat(problems(server, authority, folder.resolve("none")))
                .singleElement()
                .asString()
                .contains("cannot be read");
    }

    private static List<String> problems(Issued server, SmallAuthority authority, Path list) {
        return TlsPaths.of(
                        server.certificate(),
                        server.key(),
                        Optional.of(new TlsPaths.Clients(authority.certificate(), Optional.of(list))))
                .problems(Instant.now());
    }

    @Test
    void aRenewedCertificateIsShownToNewcomersWhileOpenConnectionsGoOn() throws IOException {
        try (Door door = open(Optional.empty(), false);
                SSLSocket before = TlsClient.trusting(ours).connect(door.tlsPort())) {
            assertThat(answer(before, 4, RawClient.connect().as(watch).packet()))
                    .isEqualTo(WELCOME);
            put(next);
            Door.until(() -> assertThatCode(() ->
                            TlsClient.trusting(next).connect(door.tlsPort()).close())
                    .doesNotThrowAnyException());
            assertThat(answer(before, 4, sos())).containsExactly(0x40, 2, 0, 7);
            Files.writeString(chain, "broken");
            try (SSLSocket after = TlsClient.trusting(next).connect(door.tlsPort())) {
                assertThat(after.getSession().isValid()).isTrue();
            }
        }
    }

    @Test
    void whoseCertificateIsTakenBackLeavesAndNobodyElse() throws IOException {
        SmallAuthority authority = new SmallAuthority(folder, "devices");
        Issued lost = authority.issue(watch.id().toString());
        Issued fresh = authority.issue(watch.id().toString());
        Path list = authority.takeBack(folder.resolve("devices.crl"));
        TlsPaths.Clients clients = new TlsPaths.Clients(authority.certificate(), Optional.of(list));
        TlsClient plain = TlsClient.trusting(ours);
        try (Door door = open(Optional.of(clients), false);
                SSLSocket stolen = plain.as(lost.certificate(), lost.key()).connect(door.tlsPort());
                SSLSocket byPassword = plain.as(lost.certificate(), lost.key()).connect(door.tlsPort());
                SSLSocket kept = plain.as(fresh.certificate(), fresh.key()).connect(door.tlsPort());
                SSLSocket none = plain.connect(door.tlsPort());
                SSLSocket silent = plain.as(lost.certificate(), lost.key()).connect(door.tlsPort())) {
            assertThat(answer(stolen, 4, RawClient.connect().clientId("stolen").packet()))
                    .isEqualTo(WELCOME);
            assertThat(answer(
                            byPassword,
                            4,
                            RawClient.connect()
                                    .as(watch)
                                    .clientId("by-password")
                                    .packet()))
                    .isEqualTo(WELCOME);
            assertThat(answer(kept, 4, RawClient.connect().clientId("kept").packet()))
                    .isEqualTo(WELCOME);
            assertThat(answer(
                            none,
                            4,
                            RawClient.connect().as(watch).clientId("none").packet()))
                    .isEqualTo(WELCOME);
            Path unused = authority.takeBack(list, lost);
            assertThat(answer(stolen, 4)).as("hung up on").isEmpty();
            assertThat(answer(byPassword, 4)).as("it would not come in again").isEmpty();
            // Counted when the connection is gone, which its client sees first.
            Door.until(
                    () -> assertThat(door.disconnects("credentials_withdrawn")).isEqualTo(2));
            assertThat(answer(silent, 4, RawClient.connect().packet())[3])
                    .as("the handshake was before, CONNECT is after")
                    .isNotZero();
            assertThat(answer(kept, 4, sos())).containsExactly(0x40, 2, 0, 7);
            assertThat(answer(none, 4, sos())).containsExactly(0x40, 2, 0, 7);
            assertThat(unused).isEqualTo(list);
        }
    }

    @Test
    void onlyTls12And13AreSpoken() throws IOException {
        try (Door door = open(Optional.empty(), true)) {
            TlsClient plain = TlsClient.trusting(ours);
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                try (SSLSocket socket = plain.speaking(version).connect(door.tlsPort())) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(answer(socket, 4, RawClient.connect().as(watch).packet()))
                            .isEqualTo(WELCOME);
                }
            }
            assertThat(TlsClient.answerToVersion11(door.tlsPort()))
                    .as("an alert: protocol_version")
                    .startsWith(21)
                    .endsWith(70);
        }
    }
}
