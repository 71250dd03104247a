package care.anling.app;

import java.io.PrintWriter;

/** What a person at the terminal sees while things start: one line per step, at once. */
final class Progress {

    private final PrintWriter out;

    Progress(PrintWriter out) {
        this.out = out;
    }

    void say(String step) {
        out.println("anling: " + step);
        out.flush();
    }

    void plain(String line) {
        out.println(line);
        out.flush();
    }
}
