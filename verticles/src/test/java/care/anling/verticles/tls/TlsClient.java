package care.anling.verticles.tls;

import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
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

    private final String[] versions;

    private TlsClient(Path trusted, String[] versions, KeyManager... keys) {
        this.trusted = trusted;
        this.versions = versions;
        this.keys = keys;
    }

    public static TlsClient trusting(SelfSignedCertificate server) {
        return trusting(Path.of(server.certificatePath()));
    }

    /** @param server PEM */
    public static TlsClient trusting(Path server) {
        return new TlsClient(server, new String[] {"TLSv1.3", "TLSv1.2"});
    }

    public TlsClient speaking(String... only) {
        return new TlsClient(trusted, only, keys);
    }

    /** A ClientHello of TLS 1.1 (RFC 4346) by hand, because no client of today says one. @return what is said to it: an alert */
    public static byte[] answerToVersion11(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            ByteBuffer hello = ByteBuffer.allocate(52);
            hello.put((byte) 22).put((byte) 3).put((byte) 1).putShort((short) 47);
            hello.put((byte) 1).put((byte) 0).putShort((short) 43).put((byte) 3).put((byte) 2);
            // Random, no session, two ciphers, no compression.
            hello.put(new byte[32]).put((byte) 0).putShort((short) 4);
            hello.putShort((short) 0xC013)
                    .putShort((short) 0x002F)
                    .put((byte) 1)
                    .put((byte) 0);
            socket.getOutputStream().write(hello.array());
            return socket.getInputStream().readNBytes(7);
        }
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
            return new TlsClient(trusted, versions, factory.getKeyManagers());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connected, and the handshake done. @throws IOException also when the server shows another certificate */
    public SSLSocket connect(int port) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket("127.0.0.1", port);
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setEnabledProtocols(versions);
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
