package care.anling.app.database;

import care.anling.app.StartFailure;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, taken out of the jar they come in. Blocking; a few seconds the first time. */
final class PostgresBinaries {

    private static final int ANY_EXECUTE_BIT = 0111;

    private static final String FOLDER = "postgres-programs";

    private PostgresBinaries() {}

    static boolean areUnpacked(Path home) {
        return Files.isExecutable(home.resolve(FOLDER).resolve("bin/postgres"));
    }

    /**
     * @param home the programs are kept below it and not in a common temporary folder: that one may be swept while the
     *     server runs
     * @return the folder that holds {@code bin/postgres}
     */
    static Path unpack(Path home) throws IOException {
        Path ready = home.resolve(FOLDER);
        if (areUnpacked(home)) {
            return ready;
        }
        // Unpacked aside and moved when whole: a start that was killed in the middle leaves nothing that looks ready.
        Path draft = home.resolve("postgres-programs.new");
        delete(draft);
        delete(ready);
        Files.createDirectories(draft);
        try (InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), architecture());
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, draft);
            }
        } catch (IllegalStateException missing) {
            throw new StartFailure("no embedded PostgreSQL for this machine (" + system() + ", " + architecture()
                    + "): set ANLING_DATABASE_URL to one of your own");
        }
        Files.move(draft, ready, StandardCopyOption.ATOMIC_MOVE);
        return ready;
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the archive of PostgreSQL leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if ((entry.getMode() & ANY_EXECUTE_BIT) != 0 && !target.toFile().setExecutable(true)) {
            throw new IOException("cannot be made executable: " + target);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "Darwin" : name.startsWith("windows") ? "Windows" : "Linux";
    }

    private static String architecture() {
        return ArchUtils.normalize(System.getProperty("os.arch"));
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
