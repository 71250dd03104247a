package care.anling.verticles.tls;

import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A real TLS client that trusts one certificate and nobody else. */
public final class TlsClient {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final char[] NO_PASSWORD = new char[0];

    private final Path trusted;
    private final KeyManager[] keys;

    private TlsClient(Path trusted, KeyManager... keys) {
        this.trusted = trusted;
        this.keys = keys;
    }

    public static TlsClient trusting(SelfSignedCertificate server) {
        return trusting(Path.of(server.certificatePath()));
    }

    /** @param server PEM */
    public static TlsClient trusting(Path server) {
        return new TlsClient(server);
    }

    /** With a certificate of its own. */
    public TlsClient as(SelfSignedCertificate client) {
        return as(Path.of(client.certificatePath()), Path.of(client.privateKeyPath()));
    }

    public TlsClient as(Path own, Path key) {
        try {
            String pem = Files.readString(key);
            String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            KeyStore store = empty();
            Certificate certificate = certificate(own);
            store.setKeyEntry(
                    "client",
                    KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body))),
                    NO_PASSWORD,
                    new Certificate[] {certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return new TlsClient(trusted, factory.getKeyManagers());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connected, and the handshake done. @throws IOException also when the server shows another certificate */
    public SSLSocket connect(int port) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket("127.0.0.1", port);
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SSLContext context() {
        try {
            KeyStore store = empty();
            store.setCertificateEntry("server", certificate(trusted));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Certificate certificate(Path pem) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
