package care.anling.app.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** What a demo's home keeps beside its database, and what the demo brings along. */
public final class DemoHome {

    private static final int PEPPER_BYTES = 32;
    private static final String PLAN = "/demo/plan.geojson";

    private final byte[] pepper;

    private DemoHome(byte[] pepper) {
        this.pepper = pepper;
    }

    /** Reads the secrets of this home; makes them the first time, readable by their owner alone. */
    public static DemoHome open(Path home) throws IOException {
        Path folder = home.resolve("secrets");
        OwnerOnly.makeFolder(folder);
        Path file = folder.resolve("pepper");
        if (!Files.exists(file)) {
            byte[] fresh = new byte[PEPPER_BYTES];
            new SecureRandom().nextBytes(fresh);
            OwnerOnly.write(file, fresh);
        }
        return new DemoHome(Files.readAllBytes(file));
    }

    /** {@code ANLING_HOME}, or {@code .anling} here. */
    public static Path place() {
        String home = System.getenv("ANLING_HOME");
        return Path.of(home == null || home.isBlank() ? ".anling" : home);
    }

    /** The folder of the keys that sign its tokens. */
    public static Path signingKeys(Path home) {
        return home.resolve("secrets").resolve("signing");
    }

    /** The file of the keys that seal what its database holds of people. */
    public static Path dataKeys(Path home) {
        return home.resolve("secrets").resolve("data-keys");
    }

    public byte[] pepper() {
        return pepper.clone();
    }

    /** The invented street's plan. */
    public static byte[] plan() throws IOException {
        try (InputStream in = DemoHome.class.getResourceAsStream(PLAN)) {
            if (in == null) {
                throw new FileNotFoundException(PLAN + " is missing from the build");
            }
            return in.readAllBytes();
        }
    }
}
