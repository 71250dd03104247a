package care.anling.verticles.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the data keys come from: a file only its owner can read, looked at again while the node runs, or a text that is
 * what it is until the next start. Blocks; not for event loops.
 */
public final class DataKeySource {

    /**
     * The newest key of a file seals only when the file has been as it is for this long: by then every node, which looks
     * every {@link VaultWatch#EVERY}, opens what it sealed.
     */
    public static final Duration SETTLED = Duration.ofSeconds(10);

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Optional<Path> file;
    private final String text;

    private DataKeySource(Optional<Path> file, String text) {
        this.file = file;
        this.text = text;
    }

    public static DataKeySource of(String text) {
        return new DataKeySource(Optional.empty(), text);
    }

    public static DataKeySource at(Path file) {
        return new DataKeySource(Optional.of(file), "");
    }

    /** For the demo: this home's file, with a key in it. */
    public static DataKeySource fileOrCreate(Path file, Instant now) throws IOException {
        if (!Files.exists(file)) {
            write(file, List.of(DataKey.fresh(new SecureRandom(), now)));
        }
        return at(file);
    }

    /**
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when it holds no keys, or others may read it; names the file
     */
    public DataKeys read(Instant now) throws IOException {
        if (file.isEmpty()) {
            return DataKeys.of(DataKeys.parse(text));
        }
        Path path = file.get();
        List<DataKey> keys = parsed(path);
        boolean settled = keys.size() == 1
                || !Duration.between(Files.getLastModifiedTime(path).toInstant(), now)
                        .minus(SETTLED)
                        .isNegative();
        return new DataKeys(keys, keys.get(keys.size() - (settled ? 1 : 2)));
    }

    private static List<DataKey> parsed(Path path) throws IOException {
        refuseOpenToOthers(path);
        try {
            return DataKeys.parse(Files.readString(path));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage());
        }
    }

    private static void refuseOpenToOthers(Path path) throws IOException {
        if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> may = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        if (may.removeAll(OTHERS)) {
            throw new IllegalArgumentException(path + " can be read or written by others (try: chmod 600)");
        }
    }

    /** Whether a key can be added here. */
    public boolean isFile() {
        return file.isPresent();
    }

    /**
     * Adds a key that seals from soon on. The old ones stay: backups were sealed with them.
     *
     * @throws IllegalArgumentException when these keys are no file
     */
    public DataKey add(Instant now) throws IOException {
        Path path = file.orElseThrow(() -> new IllegalArgumentException("these keys are not in a file"));
        List<DataKey> keys = new java.util.ArrayList<>(parsed(path));
        DataKey fresh = DataKey.fresh(new SecureRandom(), now);
        keys.add(fresh);
        write(path, keys);
        return fresh;
    }

    private static void write(Path path, List<DataKey> keys) throws IOException {
        StringBuilder text =
                new StringBuilder("# Anling data keys, oldest first; the last one seals. Lose this file and"
                        + " what it sealed is lost.\n");
        keys.forEach(key -> text.append(key.line()).append('\n'));
        Path draft = Files.createTempFile(
                path.toAbsolutePath().getParent(),
                path.getFileName().toString(),
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text, StandardCharsets.US_ASCII);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return "DataKeySource[" + file.map(Path::toString).orElse("***") + "]";
    }
}
