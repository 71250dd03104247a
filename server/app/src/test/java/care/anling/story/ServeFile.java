package care.anling.story;

import care.anling.migrations.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** The settings of {@code anling serve}, as an operator writes them: nothing that has to be there is missing. */
final class ServeFile {

    private ServeFile() {}

    private record Place(String host, int port, String database) {}

    static String onTestDatabase(TestDatabase database, Path home) throws IOException, GeneralSecurityException {
        return configuration(
                new Place(database.host(), database.port(), database.database()), role -> database.password(), home);
    }

    static String onTown(DemoTown town, Path home) throws IOException, GeneralSecurityException {
        return configuration(new Place("127.0.0.1", town.databasePort(), "anling"), town::databasePassword, home);
    }

    @FunctionalInterface
    private interface Passwords {
        String of(String role) throws IOException;
    }

    private static String configuration(Place place, Passwords passwords, Path home)
            throws IOException, GeneralSecurityException {
        Path key = home.resolve("signing.pem");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        String body = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        String kind = "PRIVATE" + " KEY-----\n";
        Files.writeString(key, "-----BEGIN " + kind + body + "\n-----END " + kind);
        return """
                http: {host: 127.0.0.1}
                mqtt: {host: 127.0.0.1}
                database:
                  url: postgresql://anling_owner:%s@%s:%d/%s
                  intake_password: %s
                  engine_password: %s
                  feed_password: %s
                  api_password: %s
                security:
                  pepper: %s
                  signing_key_file: %s
                  data_keys: %s
                """.formatted(
                        passwords.of("anling_owner"),
                        place.host(),
                        place.port(),
                        place.database(),
                        passwords.of("anling_intake"),
                        passwords.of("anling_engine"),
                        passwords.of("anling_feed"),
                        passwords.of("anling_api"),
                        Base64.getEncoder().encodeToString(SecureRandom.getSeed(32)),
                        key,
                        "k1 " + Base64.getEncoder().encodeToString(SecureRandom.getSeed(32)));
    }
}
