package care.anling.verticles.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A certificate authority as small as one can be: signs certificates and lists of those it takes back. P-256, PEM files. */
public final class SmallAuthority {

    private static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final Path folder;
    private final X500Name name;
    private final KeyPair keys = generate();
    private long serial = 1;

    /** @param certificate and its key, as PEM files @param serial by which it is taken back */
    public record Issued(Path certificate, Path key, long serial) {}

    public SmallAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = new X500Name("CN=" + name);
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its own, signed by itself. */
    public Path certificate() {
        return write(name + ".pem", "CERTIFICATE", signed(name, keys, serial++, authority()));
    }

    public Issued issue(String commonName) {
        KeyPair theirs = generate();
        long number = serial++;
        byte[] certificate = signed(new X500Name("CN=" + commonName), theirs, number, Optional.empty());
        Path key = write(
                commonName + number + ".key", "PRIVATE KEY", theirs.getPrivate().getEncoded());
        try {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Issued(write(commonName + number + ".pem", "CERTIFICATE", certificate), key, number);
    }

    /** What makes it one (RFC 5280 §4.2.1.9). */
    private static Optional<Extensions> authority() {
        try {
            ExtensionsGenerator generator = new ExtensionsGenerator();
            generator.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            generator.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return Optional.of(generator.generate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] signed(X500Name subject, KeyPair theirs, long number, Optional<Extensions> extensions) {
        Instant now = Instant.now();
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(number)));
        generator.setSignature(ECDSA);
        generator.setIssuer(name);
        generator.setSubject(subject);
        generator.setStartDate(new Time(Date.from(now.minus(1, ChronoUnit.DAYS))));
        generator.setEndDate(new Time(Date.from(now.plus(30, ChronoUnit.DAYS))));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(theirs.getPublic().getEncoded()));
        extensions.ifPresent(generator::setExtensions);
        return signed(generator.generateTBSCertificate());
    }

    /** A list of these, in force from now on. */
    public Path takeBack(Path file, Issued... taken) {
        Instant now = Instant.now();
        V2TBSCertListGenerator generator = new V2TBSCertListGenerator();
        generator.setSignature(ECDSA);
        generator.setIssuer(name);
        generator.setThisUpdate(new Time(Date.from(now.minusSeconds(60))));
        generator.setNextUpdate(new Time(Date.from(now.plus(30, ChronoUnit.DAYS))));
        for (Issued one : taken) {
            generator.addCRLEntry(
                    new ASN1Integer(BigInteger.valueOf(one.serial())), new Time(Date.from(now.minusSeconds(30))), 1);
        }
        Path fresh = write("fresh.crl", "X509 CRL", signed(generator.generateTBSCertList()));
        try {
            return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] signed(ASN1Encodable what) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(what.toASN1Primitive().getEncoded("DER"));
            ASN1EncodableVector whole = new ASN1EncodableVector();
            whole.add(what);
            whole.add(ECDSA);
            whole.add(new DERBitString(signature.sign()));
            return new DERSequence(whole).getEncoded("DER");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path write(String file, String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        try {
            return Files.writeString(
                    folder.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
