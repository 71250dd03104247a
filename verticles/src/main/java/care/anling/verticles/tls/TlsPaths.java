package care.anling.verticles.tls;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * @param certificate PEM, our own first, then the chain
 * @param key PEM, best PKCS#8
 * @param clients whose certificates count; without them none is asked for
 * @param lookedAtEvery how soon changed files are noticed
 */
public record TlsPaths(Path certificate, Path key, Optional<Clients> clients, Duration lookedAtEvery) {

    /**
     * @param authority PEM of who signs client certificates
     * @param takenBack its list of those that count no more (RFC 5280 §5), PEM or DER
     */
    public record Clients(Path authority, Optional<Path> takenBack) {

        Stream<Path> files() {
            return Stream.concat(Stream.of(authority), takenBack.stream());
        }
    }

    /** Certificates live for weeks: nobody waits for a renewed one. */
    private static final Duration EVERY = Duration.ofMinutes(1);

    private static final Pattern KEY = Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----");

    public static TlsPaths of(Path certificate, Path key, Optional<Clients> clients) {
        return new TlsPaths(certificate, key, clients, EVERY);
    }

    List<Path> all() {
        return Stream.concat(Stream.of(certificate, key), clients.stream().flatMap(Clients::files))
                .toList();
    }

    Optional<Path> takenBack() {
        return clients.flatMap(Clients::takenBack);
    }

    /** What a server must not start with, one line each. Blocks. */
    public List<String> problems(Instant now) {
        List<String> problems = new ArrayList<>();
        checkCertificates(certificate, now, problems);
        clients.ifPresent(known -> {
            checkCertificates(known.authority(), now, problems);
            known.takenBack().ifPresent(list -> checkList(list, known.authority(), problems));
        });
        try {
            if (!KEY.matcher(Files.readString(key)).find()) {
                problems.add(key + " holds no private key (PEM)");
            }
            if (isEverybodys(key)) {
                problems.add(key + " can be read by everybody on this machine; chmod 600 it");
            }
        } catch (IOException e) {
            problems.add(key + " cannot be read");
        }
        return problems;
    }

    private static void checkCertificates(Path file, Instant now, List<String> problems) {
        try (InputStream in = new FileInputStream(file.toFile())) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                problems.add(file + " holds no certificate (PEM)");
                return;
            }
            X509Certificate first = (X509Certificate) all.iterator().next();
            if (first.getNotAfter().toInstant().isBefore(now)) {
                problems.add(file + " ended on " + first.getNotAfter().toInstant());
            }
        } catch (CertificateException e) {
            problems.add(file + " holds no certificate (PEM)");
        } catch (IOException e) {
            problems.add(file + " cannot be read");
        }
    }

    /** One that is out of date still counts: a device that cannot press is worse than one taken back a day late. */
    private static void checkList(Path file, Path authority, List<String> problems) {
        try (InputStream list = new FileInputStream(file.toFile());
                InputStream signer = new FileInputStream(authority.toFile())) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Collection<? extends CRL> lists = factory.generateCRLs(list);
            Collection<? extends Certificate> signers = factory.generateCertificates(signer);
            if (lists.isEmpty()) {
                problems.add(file + " holds no revocation list (CRL)");
            }
            for (CRL each : lists) {
                if (signers.stream().noneMatch(one -> isSignedBy((X509CRL) each, one))) {
                    problems.add(file + " is not signed by " + authority);
                }
            }
        } catch (GeneralSecurityException e) {
            problems.add(file + " holds no revocation list (CRL)");
        } catch (IOException e) {
            problems.add(file + " cannot be read");
        }
    }

    private static boolean isSignedBy(X509CRL list, Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static boolean isEverybodys(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }
}
