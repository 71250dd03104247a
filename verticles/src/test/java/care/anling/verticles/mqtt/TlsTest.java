package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.device.Device;
import care.anling.core.device.DeviceState;
import care.anling.verticles.tls.TlsClient;
import care.anling.verticles.tls.TlsPaths;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
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

    private Door open(Optional<Path> authority, boolean alone) {
        TlsPaths files = new TlsPaths(chain, key, authority, Duration.ofMillis(50));
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
        try (Door door = open(Optional.of(authorities), false)) {
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
}
