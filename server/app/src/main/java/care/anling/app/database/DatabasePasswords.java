package care.anling.app.database;

import care.anling.app.demo.OwnerOnly;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** The passwords of one home's database: random, made once, in a file only its owner can read. */
final class DatabasePasswords {

    private static final int PASSWORD_BYTES = 24;

    private final Properties byRole;
    private final Path superuserFile;

    private DatabasePasswords(Properties byRole, Path superuserFile) {
        this.byRole = byRole;
        this.superuserFile = superuserFile;
    }

    static DatabasePasswords of(Path home, Iterable<String> roles) throws IOException {
        Path folder = home.resolve("secrets");
        OwnerOnly.makeFolder(folder);
        Path file = folder.resolve("database.properties");
        Properties known = new Properties();
        if (Files.exists(file)) {
            known.load(new ByteArrayInputStream(Files.readAllBytes(file)));
        }
        boolean fresh = putIfMissing(known, PostgresServer.SUPERUSER);
        for (String role : roles) {
            fresh |= putIfMissing(known, role);
        }
        Path superuserFile = folder.resolve("postgres.password");
        if (fresh) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            known.store(text, "Passwords of the embedded PostgreSQL. Lost, the data folder is of no use.");
            OwnerOnly.write(file, text.toByteArray());
        }
        OwnerOnly.write(
                superuserFile, known.getProperty(PostgresServer.SUPERUSER).getBytes(StandardCharsets.UTF_8));
        return new DatabasePasswords(known, superuserFile);
    }

    String of(String role) {
        return byRole.getProperty(role, "");
    }

    /** For initdb, which takes a password only from a file. */
    Path superuserFile() {
        return superuserFile;
    }

    private static boolean putIfMissing(Properties known, String role) {
        if (known.containsKey(role)) {
            return false;
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        known.setProperty(role, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        return true;
    }
}
