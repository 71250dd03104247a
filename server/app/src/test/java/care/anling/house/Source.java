package care.anling.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One text file of the repository: its path from the root, with {@code /}, and what stands in it. */
public record Source(String path, String text) {

    private static final Set<String> NOT_OURS =
            Set.of(".git", ".anling", ".idea", ".vscode", "node_modules", "target", "dist");
    private static final int LONGEST_FILE_BYTES = 1 << 20;

    public boolean endsWith(String... endings) {
        for (String ending : endings) {
            if (path.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    public List<String> lines() {
        return text.lines().toList();
    }

    /** Every text file under the root that people write. */
    public static List<Source> all() {
        Path root = root();
        List<Source> sources = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean ours = !NOT_OURS.contains(folder.getFileName().toString());
                    return ours || folder.equals(root) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    boolean ours = !NOT_OURS.contains(file.getFileName().toString());
                    if (ours && attributes.isRegularFile() && attributes.size() <= LONGEST_FILE_BYTES) {
                        read(root, file, sources);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(sources);
    }

    private static void read(Path root, Path file, List<Source> sources) throws IOException {
        try {
            String text = Files.readString(file);
            if (text.indexOf('\0') < 0) {
                sources.add(new Source(root.relativize(file).toString().replace('\\', '/'), text));
            }
        } catch (MalformedInputException e) {
            return; // a picture, a font: not text
        }
    }

    /** The folder that holds the command, found from wherever the tests are started. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("anling")) || !Files.exists(folder.resolve("pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("start the tests inside the repository: no ./anling above this folder");
            }
        }
        return folder;
    }
}
