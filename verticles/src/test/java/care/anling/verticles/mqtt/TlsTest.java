package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** The second listener, with certificates. */
class TlsTest {

    private static final TrustManager TRUSTING = new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    private final Device watch = Devices.watch(1);

    @Test
    void aPressOverTls() throws IOException, GeneralSecurityException {
        SelfSignedCertificate certificate = SelfSignedCertificate.create();
        MqttConfig.Tls tls = new MqttConfig.Tls(
                0, Path.of(certificate.certificatePath()), Path.of(certificate.privateKeyPath()), Optional.empty());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {TRUSTING}, new SecureRandom());
        try (Door door = new Door()
                        .with(config -> config.withTls(tls))
                        .know(watch)
                        .open();
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", door.tlsPort())) {
            assertThat(door.tlsPort()).isNotEqualTo(door.port());
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(RawClient.connect().as(watch).packet());
            socket.getOutputStream().write(RawClient.publish(1, 7, "v1/" + watch.id() + "/up/sos", ""));
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(4)).containsExactly(0x20, 2, 0, 0);
            assertThat(in.readNBytes(4)).containsExactly(0x40, 2, 0, 7);
        } finally {
            certificate.delete();
        }
    }
}
