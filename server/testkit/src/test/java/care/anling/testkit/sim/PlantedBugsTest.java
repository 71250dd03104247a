package care.anling.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulator proves itself: bugs planted into the real code, each of which it must find. All of them take minutes and
 * have a command, {@code server/testkit/plant all}; here every patch must still fit and compile, and the gravest must be found.
 */
class PlantedBugsTest {

    private static final int WORLDS = 5_000;
    private static final String ALWAYS = "ack-before-commit";

    @Test
    void everyPatchStillFitsAndCompiles(@TempDir Path scratch) throws Exception {
        List<Plant> bugs = Plant.all();
        assertThat(bugs).hasSizeGreaterThanOrEqualTo(10);
        for (Plant bug : bugs) {
            Path copy = bug.apply(scratch);
            if (!bug.isOfTheSchema()) {
                assertThat(bug.compile(copy)).isNotEmptyDirectory();
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void whatIsPlantedIsFound(@TempDir Path scratch) throws Exception {
        String wanted = System.getProperty("anling.bugs", ALWAYS);
        List<Plant.Finding> findings = new ArrayList<>();
        for (Plant bug : Plant.all()) {
            if (bug.isOfTheSchema()) {
                continue;
            }
            if (wanted.equals("all") || wanted.equals(bug.name())) {
                Plant.Finding finding = bug.hunt(scratch, WORLDS);
                findings.add(finding);
                System.out.println(row(finding));
            }
        }
        if (wanted.equals("all")) {
            writeDown(findings);
        }
        assertThat(findings)
                .as("found within %d worlds: %s", WORLDS, wanted)
                .isNotEmpty()
                .allMatch(finding -> finding.caught().isPresent());
    }

    private static String row(Plant.Finding finding) {
        Plant bug = finding.bug();
        return finding.caught()
                .map(caught -> "| [" + bug.name() + "](../server/testkit/bugs/" + bug.name() + ".patch) | " + bug.says()
                        + " | " + caught[0] + " | " + caught[1] + " |")
                .orElseGet(() -> "| " + bug.name() + " | " + bug.says() + " | **not found** | > " + WORLDS + " |");
    }

    /** Between the two marks, so that the page says what was found and not what somebody remembers. */
    private static void writeDown(List<Plant.Finding> findings) throws Exception {
        Path page = Plant.root().resolve("docs/simulator.md");
        String text = Files.readString(page);
        String begin = "<!-- written by server/testkit/plant all -->\n";
        String end = "<!-- end -->";
        StringBuilder table =
                new StringBuilder("| bug | what it does | broken promise | first seed |\n|---|---|---|---|\n");
        findings.forEach(finding -> table.append(row(finding)).append('\n'));
        for (Plant bug : Plant.all()) {
            if (bug.isOfTheSchema()) {
                table.append("| [").append(bug.name()).append("](../server/testkit/bugs/");
                table.append(bug.name()).append(".patch) | ").append(bug.says());
                table.append(" | S5, L3 | `AgreementTest`, every run |\n");
            }
        }
        int from = text.indexOf(begin) + begin.length();
        Files.writeString(page, text.substring(0, from) + table + text.substring(text.indexOf(end)));
    }
}
