package care.anling.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.function.Function;

/**
 * One rule about the house, written for any root package, so that the same rule can be held against the code and
 * against classes made to break it. ArchUnit passes a rule about a package that does not exist; here a rule names the
 * packages it speaks of, each must have classes, and each of its counter-examples must break it.
 */
public final class Invariant {

    private static final String HOUSE_ROOT = "care.anling";
    private static final String COUNTEREXAMPLES_ROOT = "care.anling.counterexample";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // Once packaged, our modules' tests come as jars.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(HOUSE_ROOT);
    private static final JavaClasses COUNTEREXAMPLES = new ClassFileImporter().importPackages(COUNTEREXAMPLES_ROOT);

    private final Function<String, ArchRule> rule;

    private Invariant(Function<String, ArchRule> rule) {
        this.rule = rule;
    }

    /** {@code rule} gets the root package: {@code care.anling}, or that of the counter-examples. */
    public static Invariant always(Function<String, ArchRule> rule) {
        return new Invariant(rule);
    }

    /** Refuses a rule about a package without classes: renamed, it would pass for ever. */
    public Invariant about(String... packages) {
        for (String name : packages) {
            assertThat(HOUSE.stream().anyMatch(type -> isIn(type.getPackageName(), HOUSE_ROOT + "." + name)))
                    .as("the rule speaks of %s.%s, which has no classes: was it renamed?", HOUSE_ROOT, name)
                    .isTrue();
        }
        return this;
    }

    /** Holds the rule against the house, and proves that it can fail: every counter-example must be named by it. */
    public void provenBy(Class<?>... counterexamples) {
        EvaluationResult broken = rule.apply(COUNTEREXAMPLES_ROOT).evaluate(COUNTEREXAMPLES);
        List<String> complaints = broken.getFailureReport().getDetails();
        assertThat(counterexamples)
                .as("a rule without a counter-example proves nothing")
                .isNotEmpty();
        for (Class<?> counterexample : counterexamples) {
            assertThat(complaints)
                    .as("the rule does not see %s, which was written to break it", counterexample.getName())
                    .anyMatch(complaint -> complaint.contains(counterexample.getName()));
        }
        rule.apply(HOUSE_ROOT).check(HOUSE);
    }

    private static boolean isIn(String packageName, String parent) {
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }
}
