package care.anling.testkit.sim;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A bug, planted: its patch is applied to a scratch copy of the files it touches, they are compiled, and the simulator
 * runs with them in the place of the real ones.
 */
final class Plant {

    /** @param caught promise, seed and what was seen */
    record Finding(Plant bug, Optional<String[]> caught) {}

    private static final Path ROOT = findRoot();
    private static final Path BUGS = ROOT.resolve("server/testkit/bugs");

    private final Path patch;
    private final List<String> lines;

    private Plant(Path patch) {
        this.patch = patch;
        try {
            this.lines = Files.readAllLines(patch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Plant> all() throws IOException {
        try (Stream<Path> patches = Files.list(BUGS)) {
            return patches.filter(p -> p.toString().endsWith(".patch"))
                    .sorted()
                    .map(Plant::new)
                    .toList();
        }
    }

    static Path root() {
        return ROOT;
    }

    private static Path findRoot() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("anling"))) {
            here = here.getParent();
        }
        return here;
    }

    String name() {
        return patch.getFileName().toString().replace(".patch", "");
    }

    /** Its first line says what is wrong. */
    String says() {
        return lines.get(0);
    }

    /** Of the schema: found by comparing with a real PostgreSQL, in {@link AgreementTest}. */
    boolean isOfTheSchema() {
        return files().stream().allMatch(file -> file.endsWith(".sql"));
    }

    static Plant named(String name) {
        return new Plant(BUGS.resolve(name + ".patch"));
    }

    List<String> files() {
        return lines.stream()
                .filter(line -> line.startsWith("+++ b/"))
                .map(line -> line.substring("+++ b/".length()))
                .toList();
    }

    /** Runs up to so many worlds with the bug in them, until one breaks a promise. */
    Finding hunt(Path scratch, int worlds) throws Exception {
        Path classes = compile(apply(scratch));
        List<URL> path = new ArrayList<>(List.of(url(classes)));
        Arrays.stream(classPath().split(File.pathSeparator))
                .map(entry -> url(Path.of(entry)))
                .forEach(path::add);
        try (URLClassLoader planted = new OursFirst(path.toArray(URL[]::new))) {
            Object seen = planted.loadClass(Hunt.class.getName())
                    .getMethod("hunt", int.class)
                    .invoke(null, worlds);
            String found = String.valueOf(seen);
            return new Finding(this, found.isEmpty() ? Optional.empty() : Optional.of(found.split("\\|", 3)));
        }
    }

    /** @return the folder the patched copies stand in; fails when the patch no longer fits the code */
    Path apply(Path scratch) throws IOException, InterruptedException {
        Path copy = scratch.resolve(name());
        for (String file : files()) {
            Path to = copy.resolve(file);
            Files.createDirectories(to.getParent());
            Files.copy(ROOT.resolve(file), to);
        }
        Process git = new ProcessBuilder("git", "apply", patch.toString())
                .directory(copy.toFile())
                // A scratch copy inside somebody's repository is still no repository.
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new AssertionError(patch + " no longer fits the code it breaks:\n" + said);
        }
        return copy;
    }

    /** @return the folder of the broken classes; fails when the code around the bug has moved on */
    Path compile(Path copy) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(copy.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath()));
        files().forEach(file -> arguments.add(copy.resolve(file).toString()));
        if (javac.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new AssertionError(name() + " does not compile");
        }
        return classes;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Our own classes are loaded anew, with the bug; libraries are shared. */
    private static final class OursFirst extends URLClassLoader {

        OursFirst(URL[] path) {
            super(path, Plant.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith("care.anling.")) {
                    Class<?> known = findLoadedClass(name);
                    return known == null ? findClass(name) : known;
                }
                return super.loadClass(name, resolve);
            }
        }
    }
}
