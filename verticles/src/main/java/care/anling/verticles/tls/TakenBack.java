package care.anling.verticles.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Certificates that count no more (RFC 5280 §5): a handshake asks once, an open connection lives for weeks. */
public record TakenBack(List<X509CRL> lists) {

    public static final TakenBack NOTHING = new TakenBack(List.of());

    /** Blocks. */
    static TakenBack read(Optional<Path> file) throws IOException, GeneralSecurityException {
        if (file.isEmpty()) {
            return NOTHING;
        }
        List<X509CRL> lists = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file.get())) {
            for (CRL list : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
                lists.add((X509CRL) list);
            }
        }
        return new TakenBack(List.copyOf(lists));
    }

    public boolean holds(X509Certificate certificate) {
        return lists.stream()
                .anyMatch(list -> list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                        && list.isRevoked(certificate));
    }
}
