package care.anling.verticles.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the signing keys lie: one file, or a folder of them. In a folder the name that sorts last is the newest, on every
 * node alike, whatever copied it there. Blocks; not for event loops.
 */
public final class SigningKeyFiles {

    /**
     * A newer key signs only when it has been there this long. Every node reads the folder every {@link KeyWatch#EVERY},
     * so none meets a token of a key it has not seen.
     */
    static final Duration SETTLED = Duration.ofSeconds(10);

    /** Replaced for this long, a key has no living token left, many times over. */
    static final Duration OUTLIVED = Duration.ofHours(1);

    private static final int MAX_KEYS = 16;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "yyyyMMdd'T'HHmmssSSS'Z.jwk'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Path place;

    private SigningKeyFiles(Path place) {
        this.place = place;
    }

    /** @param place a file, or a folder with {@code .pem} and {@code .jwk} files */
    public static SigningKeyFiles at(Path place) {
        return new SigningKeyFiles(place);
    }

    /** For the demo: this home's folder, with a key in it. */
    public static SigningKeyFiles folderOrCreate(Path folder, Instant now) throws IOException {
        SigningKeyFiles files = new SigningKeyFiles(folder);
        if (!Files.isDirectory(folder) || files.list().isEmpty()) {
            Files.createDirectories(folder);
            files.add(SigningKey.generate(), now);
        }
        return files;
    }

    /**
     * @throws IOException when something cannot be read
     * @throws IllegalArgumentException when there is no key, too many, or a file that holds none; names the file
     */
    public SigningKeys read(Instant now) throws IOException {
        if (!Files.isDirectory(place)) {
            return SigningKeys.of(SigningKey.read(place));
        }
        List<Path> files = list();
        if (files.isEmpty() || files.size() > MAX_KEYS) {
            throw new IllegalArgumentException(
                    place + " holds " + files.size() + " keys (*.pem, *.jwk); 1 to " + MAX_KEYS + " are needed");
        }
        List<SigningKey> keys = new ArrayList<>();
        for (Path file : files) {
            keys.add(SigningKey.read(file));
        }
        int newest = keys.size() - 1;
        boolean settled =
                newest == 0 || !age(files.get(newest), now).minus(SETTLED).isNegative();
        return new SigningKeys(keys, keys.get(settled ? newest : newest - 1));
    }

    /**
     * Adds a new key, which signs soon, and removes those that were replaced long enough ago.
     *
     * @throws IllegalArgumentException when this is no folder, or its names do not sort by age
     */
    public SigningKey rotate(Instant now) throws IOException {
        if (!Files.isDirectory(place)) {
            throw new IllegalArgumentException(
                    place + " is one file; keys can be changed in a folder. Move it into one");
        }
        List<Path> files = list();
        SigningKey fresh = SigningKey.generate();
        add(fresh, now);
        for (int i = 0; i < files.size() - 1; i++) {
            if (age(files.get(i + 1), now).compareTo(OUTLIVED) > 0) {
                Files.delete(files.get(i));
            }
        }
        return fresh;
    }

    private void add(SigningKey key, Instant now) throws IOException {
        Path file = place.resolve(NAME.format(now));
        List<Path> files = list();
        if (!files.isEmpty() && files.get(files.size() - 1).compareTo(file) >= 0) {
            throw new IllegalArgumentException(files.get(files.size() - 1)
                    + " would stay the newest; rename it so that it sorts before " + file.getFileName());
        }
        Path draft = Files.createTempFile(
                place,
                "new",
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, key.privateJwk().encodePrettily(), StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Duration age(Path file, Instant now) throws IOException {
        return Duration.between(Files.getLastModifiedTime(file).toInstant(), now);
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(file ->
                            file.toString().endsWith(".pem") || file.toString().endsWith(".jwk"))
                    .sorted()
                    .toList();
        }
    }
}
