package care.anling.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A password from a person or a script, never from the command line: everybody on the machine can read that. In this order:
 * the file that {@value #FILE} names, the terminal (typed twice, not shown), a line of standard input.
 */
final class PasswordPrompt {

    static final String FILE = "ANLING_ADMIN_PASSWORD_FILE";

    private PasswordPrompt() {}

    static String read() throws IOException {
        String file = System.getenv(FILE);
        if (file != null && !file.isBlank()) {
            return fromFile(Path.of(file));
        }
        Console console = System.console();
        return console == null ? fromInput() : typed(console);
    }

    private static String fromFile(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new StartFailure(FILE + ": cannot read " + file);
        }
    }

    private static String typed(Console console) {
        String first = new String(
                Optional.ofNullable(console.readPassword("Password: ")).orElse(new char[0]));
        String second = new String(
                Optional.ofNullable(console.readPassword("Once more: ")).orElse(new char[0]));
        if (!first.equals(second)) {
            throw new StartFailure("the two passwords differ");
        }
        return first;
    }

    private static String fromInput() throws IOException {
        // Left open: standard input is not ours to close.
        String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        if (line == null || line.isBlank()) {
            throw new StartFailure("no password: type one, pipe one in, or name its file with " + FILE);
        }
        return line.strip();
    }
}
