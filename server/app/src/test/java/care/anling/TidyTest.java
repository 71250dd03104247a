package care.anling;

import care.anling.house.JavaShape;
import care.anling.house.Source;
import care.anling.house.TidyRule;
import care.anling.house.TidyRule.Finding;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a reader should never meet. Each rule has a sample under {@code tidy/} that it must refuse. */
class TidyTest {

    private static final int LONGEST_METHOD_LINES = 70;
    private static final int LONGEST_CLASS_LINES = 400;
    private static final int LONGEST_TEST_LINES = 600;
    private static final int MOST_PARAMETERS = 5;

    /** A constructor lists its collaborators, which are wired once, by hand, in one place. */
    private static final int MOST_COLLABORATORS = 7;

    /** Words that say nothing, and words the dictionary keeps out, as parts of a type's name. */
    private static final Pattern BANNED_TYPE_NAME = Pattern.compile("(Manager|Helper|Util|Utils|Impl|Processor|Misc)$"
            + "|^I[A-Z][a-z]|^Abstract.*Base$|Patient|Elder(?!ly)|Ticket|Tenant|Workflow");

    private static final Pattern BANNED_METHOD_NAME = Pattern.compile("process|handleData|doStuff|doIt|manage");

    @Test
    void noTabsAndNoTrailingSpace() {
        TidyRule.lines(written(), "\\t|[ \\t]+$")
                .instead(
                        "Indent with spaces and end lines clean: `mvn spotless:apply`, or `npm run format` in webroot/.")
                .provenBy("tab", "trailing-space");
    }

    @Test
    void filesEndWithOneNewline() {
        TidyRule.in(
                        written(),
                        source -> source.text().isEmpty()
                                        || source.text().endsWith("\n\n")
                                        || !source.text().endsWith("\n")
                                ? List.of(new Finding(
                                        source.lines().size(), "ends with no newline, or with an empty line"))
                                : List.of())
                .instead("End every file with exactly one newline.")
                .provenBy("no-newline", "empty-line-at-the-end");
    }

    @Test
    void nothingIsLeftForLater() {
        TidyRule.lines(code(), "\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b")
                .instead("Do it now, delete it, or open an issue and say in a comment why the code stands as it does.")
                .provenBy("left-for-later");
    }

    @Test
    void noTestIsSwitchedOff() {
        TidyRule.lines(code(), "@Dis" + "abled\\b|\\b(it|test|describe)\\.(skip|todo|only)\\(|assumeTrue\\(false")
                .instead("Mend the test or remove it: a test that never runs protects nobody and reads as if it did.")
                .provenBy("switched-off", "switched-off-screen");
    }

    @Test
    void onlyTheCommandLinePrints() {
        TidyRule.lines(javaMain().and(outside("server/app/", "bench/")), "System\\.(out|err)\\b|printStackTrace\\(")
                .instead("Log through slf4j with the id of what it is about, or return the text: only the app prints.")
                .provenBy("prints");
    }

    @Test
    void methodsFitOnAScreen() {
        TidyRule.in(
                        java(),
                        source -> JavaShape.of(source).methods().stream()
                                .filter(method -> method.lines() > LONGEST_METHOD_LINES)
                                .map(method ->
                                        new Finding(method.line(), method.name() + " has " + method.lines() + " lines"))
                                .toList())
                .instead("At most " + LONGEST_METHOD_LINES
                        + " lines a method: give its steps names and let it read as their list.")
                .provenBy("long-method");
    }

    @Test
    void classesStayReadable() {
        TidyRule.in(
                        java(),
                        source -> JavaShape.of(source).types().stream()
                                .filter(type -> type.topLevel() && type.lines() > longestClass(source))
                                .map(type -> new Finding(type.line(), type.name() + " has " + type.lines() + " lines"))
                                .toList())
                .instead("At most " + LONGEST_CLASS_LINES
                        + " lines a class: it has two responsibilities; find the seam.")
                .provenBy("long-class");
    }

    /** In a test the columns of a table come in as parameters: that is what they are for. */
    @Test
    void parametersAreFew() {
        TidyRule.in(
                        javaMain(),
                        source -> JavaShape.of(source).methods().stream()
                                .filter(method -> method.free()
                                        && method.parameters()
                                                > (method.constructor() ? MOST_COLLABORATORS : MOST_PARAMETERS))
                                .map(method ->
                                        new Finding(method.line(), method.name() + " takes " + method.parameters()))
                                .toList())
                .instead("At most " + MOST_PARAMETERS + " parameters, " + MOST_COLLABORATORS
                        + " in a constructor: what travels together is a record with a name.")
                .provenBy("many-parameters", "many-collaborators");
    }

    @Test
    void typesAreNamedForWhatTheyAre() {
        TidyRule.in(
                        java(),
                        source -> JavaShape.of(source).types().stream()
                                .filter(type ->
                                        BANNED_TYPE_NAME.matcher(type.name()).find())
                                .map(type -> new Finding(type.line(), type.name()))
                                .toList())
                .instead(
                        "Name what it is, in the dictionary's words (ARCHITECTURE.md); an implementation says its technology.")
                .provenBy("vague-type", "foreign-word");
    }

    /** Without parameters it may be an accessor: of a process, say. */
    @Test
    void methodsAreNamedForWhatTheyDo() {
        TidyRule.in(
                        java(),
                        source -> JavaShape.of(source).methods().stream()
                                .filter(method -> method.parameters() > 0)
                                .filter(method -> BANNED_METHOD_NAME
                                        .matcher(method.name())
                                        .matches())
                                .map(method -> new Finding(method.line(), method.name()))
                                .toList())
                .instead(
                        "Name the verb: get, find, list, on…, decode, encode, decide, rank, assess, choose, land, claim.")
                .provenBy("vague-method");
    }

    @Test
    void noKeysInTheTree() {
        TidyRule.lines(
                        source -> true,
                        "-----BEGIN [A-Z ]*PRIVATE "
                                + "KEY|\\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|[ps]k\\.eyJ[A-Za-z0-9_-]{20,})")
                .instead(
                        "Keys come from a file or the environment at run time; tests make their own. Rotate the one you committed.")
                .provenBy("private-key");
    }

    @Test
    void noPathsOfOneMachine() {
        // The frozen contract is full of JSON pointers: somebody's home is a place there.
        TidyRule.lines(
                        source -> !source.endsWith("published.txt"),
                        "(^|[^A-Za-z0-9_.])/(home|Users|root|work|farm)/[A-Za-z.]")
                .instead(
                        "Paths are relative to the repository, or come from configuration: nobody else has that folder.")
                .provenBy("machine-path");
    }

    private static int longestClass(Source source) {
        return source.path().contains("/src/test/") ? LONGEST_TEST_LINES : LONGEST_CLASS_LINES;
    }

    private static Predicate<Source> java() {
        return source -> source.endsWith(".java");
    }

    private static Predicate<Source> javaMain() {
        return java().and(source -> source.path().contains("/src/main/"));
    }

    private static Predicate<Source> code() {
        return source -> source.endsWith(".java", ".sql", ".ts", ".vue", ".mjs", ".css", ".xml") || isScript(source);
    }

    /** Everything a person types; a test's resources are the bytes of real devices, and a lock file is a program's. */
    private static Predicate<Source> written() {
        return code().or(source -> source.endsWith(".md", ".yaml", ".yml", ".html", ".json", ".properties"))
                .and(source ->
                        !source.path().contains("/src/test/resources/") && !source.endsWith("package-lock.json"));
    }

    private static boolean isScript(Source source) {
        return source.text().startsWith("#!") || source.endsWith(".sh");
    }

    private static Predicate<Source> outside(String... folders) {
        return source -> List.of(folders).stream().noneMatch(source.path()::startsWith);
    }
}
