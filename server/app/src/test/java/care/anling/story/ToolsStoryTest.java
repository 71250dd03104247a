package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command itself, on a machine where a tool is missing or too old: one line each, code 2, before anything is built. */
class ToolsStoryTest {

    private static final int MISSING_TOOL = 2;

    @TempDir
    private Path machine;

    private Path tools;

    private record Ended(int code, List<String> lines) {}

    /** A clone that was never built, and a path with what every system has. */
    @BeforeEach
    void aFreshClone() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("anling"))) {
            root = Objects.requireNonNull(root.getParent(), "no ./anling above here");
        }
        Files.copy(root.resolve("anling"), machine.resolve("anling"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(root.resolve("pom.xml"), machine.resolve("pom.xml"));
        tools = Files.createDirectory(machine.resolve("bin"));
        for (String name : List.of(
                "awk",
                "bash",
                "cat",
                "cksum",
                "cut",
                "dirname",
                "env",
                "find",
                "flock",
                "git",
                "grep",
                "head",
                "mkdir",
                "readlink",
                "sed",
                "sort",
                "tail",
                "tee",
                "tr",
                "xargs")) {
            if (Files.exists(Path.of("/usr/bin", name))) {
                tool(name, "exec /usr/bin/" + name + " \"$@\"");
            }
        }
    }

    @Test
    void withoutJavaItSaysSo() throws IOException, InterruptedException {
        Ended ended = demo();
        assertThat(ended.code()).isEqualTo(MISSING_TOOL);
        assertThat(ended.lines()).singleElement().asString().contains("Java 17").contains("JAVA_HOME");
    }

    @Test
    void whatIsMissingToBuildIsNamedAllAtOnce() throws IOException, InterruptedException {
        tool("java", "echo 'openjdk version \"17.0.15\"' >&2");
        Ended ended = demo();
        assertThat(ended.code()).isEqualTo(MISSING_TOOL);
        assertThat(ended.lines()).hasSize(3);
        assertThat(ended.lines()).anyMatch(line -> line.contains("JDK 17"));
        assertThat(ended.lines()).anyMatch(line -> line.contains("Maven 3.8"));
        assertThat(ended.lines()).anyMatch(line -> line.contains("Node.js 20.19"));
    }

    @Test
    void whatIsTooOldIsNamedWithItsVersion() throws IOException, InterruptedException {
        tool("java", "echo 'openjdk version \"17.0.15\"' >&2");
        tool("javac", "echo 'javac 17.0.15'");
        tool("mvn", "echo 'Apache Maven 3.9.9'");
        tool("npm", "echo 9");
        tool("node", "echo v18.20.4");
        Ended ended = demo();
        assertThat(ended.code()).isEqualTo(MISSING_TOOL);
        assertThat(ended.lines())
                .singleElement()
                .asString()
                .contains("Node.js 20.19")
                .contains("18.20.4");
    }

    private void tool(String name, String says) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, "#!/usr/bin/bash\n" + says + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ended demo() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/bash", machine.resolve("anling").toString(), "demo")
                .directory(machine.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), lines);
    }
}
