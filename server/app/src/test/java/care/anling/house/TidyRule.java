package care.anling.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Something no file of ours has, and what to do instead. */
public final class TidyRule {

    private static final List<Source> HOUSE = Source.all();

    private final Predicate<Source> about;
    private final Function<Source, List<Finding>> find;
    private String instead = "";

    private TidyRule(Predicate<Source> about, Function<Source, List<Finding>> find) {
        this.about = about;
        this.find = find;
    }

    /** {@code line}: 1 is the first. */
    public record Finding(int line, String what) {}

    public static TidyRule in(Predicate<Source> about, Function<Source, List<Finding>> find) {
        return new TidyRule(about, find);
    }

    /** Lines in which the pattern is found. */
    public static TidyRule lines(Predicate<Source> about, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new TidyRule(about, source -> {
            List<Finding> findings = new ArrayList<>();
            List<String> lines = source.lines();
            for (int i = 0; i < lines.size(); i++) {
                if (compiled.matcher(lines.get(i)).find()) {
                    findings.add(new Finding(i + 1, lines.get(i).strip()));
                }
            }
            return findings;
        });
    }

    public TidyRule instead(String advice) {
        this.instead = advice;
        return this;
    }

    /**
     * Holds the rule against every file, and proves that it can fail: the sample {@code tidy/NAME} breaks it. A sample's
     * first line is the path it claims to have, the rest is its text. A {@code ~} is dropped from it: it keeps a sample
     * from being what it shows to whoever else searches the repository.
     */
    public void provenBy(String... samples) {
        assertThat(samples).as("a rule without a sample proves nothing").isNotEmpty();
        for (String name : samples) {
            Source sample = sample(name);
            assertThat(about.test(sample))
                    .as("the rule does not look at %s", sample.path())
                    .isTrue();
            assertThat(find.apply(sample))
                    .as("the rule does not see what is wrong in the sample %s", name)
                    .isNotEmpty();
        }
        assertThat(HOUSE.stream().filter(about).count())
                .as("the rule looks at no file at all")
                .isPositive();
        List<String> complaints = HOUSE.stream()
                .filter(about)
                .flatMap(source -> find.apply(source).stream()
                        .map(finding -> source.path() + ":" + finding.line() + "  " + finding.what()))
                .toList();
        assertThat(complaints).as(instead).isEmpty();
    }

    private static Source sample(String name) {
        try (InputStream in = TidyRule.class.getResourceAsStream("/tidy/" + name)) {
            assertThat(in).as("the sample tidy/%s is missing", name).isNotNull();
            String[] parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", 2);
            return new Source(parts[0].strip(), parts[1].replace("~", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
