package care.anling.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of which there may be several, each under a name of its own: {@code channels.webhook.<name>.url}. */
record NamedKeys(String path, List<String> fields) {

    private static final String NAME = "([a-z][a-z0-9_]{0,31})";
    private static final String SECRET = "secret";

    /** By name, then by field. The environment overrides the file; a secret may also come as {@code …_SECRET_FILE}. */
    Map<String, Map<String, String>> read(
            Map<String, String> written, Map<String, String> environment, List<String> problems) {
        Map<String, Map<String, String>> found = new TreeMap<>();
        Pattern paths = Pattern.compile(Pattern.quote(path) + NAME + "\\.(" + String.join("|", fields) + ")");
        written.forEach((key, value) -> {
            Matcher known = paths.matcher(key);
            if (known.matches()) {
                put(found, known.group(1), known.group(2), value);
            } else if (key.startsWith(path)) {
                problems.add("unknown key " + key + ": after " + path + " comes a name in small letters, then one of "
                        + String.join(", ", fields));
            }
        });
        String prefix = "ANLING_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
        String endings = String.join("|", fields).toUpperCase(Locale.ROOT) + "|SECRET_FILE";
        Pattern variables = Pattern.compile(prefix + NAME.toUpperCase(Locale.ROOT) + "_(" + endings + ")");
        environment.forEach((variable, value) -> {
            Matcher known = variables.matcher(variable);
            if (known.matches()) {
                boolean file = known.group(2).equals("SECRET_FILE");
                put(
                        found,
                        known.group(1).toLowerCase(Locale.ROOT),
                        file ? SECRET : known.group(2).toLowerCase(Locale.ROOT),
                        file ? readFile(variable, value, problems) : value);
            } else if (variable.startsWith(prefix)) {
                problems.add("unknown variable " + variable + ": it should end in _" + endings.replace("|", ", _"));
            }
        });
        return found;
    }

    private static void put(Map<String, Map<String, String>> found, String name, String field, String value) {
        var unused = found.computeIfAbsent(name, any -> new TreeMap<>()).put(field, value);
    }

    private static String readFile(String variable, String file, List<String> problems) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            problems.add(variable + ": cannot read " + file);
            return "";
        }
    }
}
