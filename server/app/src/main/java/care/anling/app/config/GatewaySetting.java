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

/**
 * A gateway as somebody wrote it down: {@code channels.webhook.<name>.url} and {@code .secret}. There may be several, so
 * these are the only keys that are not in {@link Key}.
 */
public record GatewaySetting(String url, String secret) {

    static final String PATHS = "channels.webhook.";

    private static final String VARIABLES = "ANLING_CHANNELS_WEBHOOK_";
    private static final Pattern PATH = Pattern.compile("channels\\.webhook\\.([a-z][a-z0-9_]{0,31})\\.(url|secret)");
    private static final Pattern VARIABLE =
            Pattern.compile("ANLING_CHANNELS_WEBHOOK_([A-Z][A-Z0-9_]{0,31})_(URL|SECRET|SECRET_FILE)");

    /** By name. The environment overrides the file; a secret may also come as {@code …_SECRET_FILE}. */
    static Map<String, GatewaySetting> read(
            Map<String, String> written, Map<String, String> environment, List<String> problems) {
        Map<String, GatewaySetting> gateways = new TreeMap<>();
        written.forEach((path, value) -> {
            Matcher known = PATH.matcher(path);
            if (known.matches()) {
                put(gateways, known.group(1), known.group(2), value);
            } else if (path.startsWith(PATHS)) {
                problems.add("unknown key " + path + ": a gateway has a url and a secret, and a name in small letters");
            }
        });
        environment.forEach((variable, value) -> {
            Matcher known = VARIABLE.matcher(variable);
            if (known.matches()) {
                String name = known.group(1).toLowerCase(Locale.ROOT);
                boolean file = known.group(2).equals("SECRET_FILE");
                String field = file ? "secret" : known.group(2).toLowerCase(Locale.ROOT);
                put(gateways, name, field, file ? readFile(variable, value, problems) : value);
            } else if (variable.startsWith(VARIABLES)) {
                problems.add("unknown variable " + variable + ": it should end in _URL, _SECRET or _SECRET_FILE");
            }
        });
        return gateways;
    }

    private static void put(Map<String, GatewaySetting> gateways, String name, String field, String value) {
        GatewaySetting known = gateways.getOrDefault(name, new GatewaySetting("", ""));
        gateways.put(
                name,
                field.equals("url")
                        ? new GatewaySetting(value, known.secret())
                        : new GatewaySetting(known.url(), value));
    }

    private static String readFile(String variable, String file, List<String> problems) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            problems.add(variable + ": cannot read " + file);
            return "";
        }
    }

    @Override
    public String toString() {
        return "GatewaySetting[" + url + ", ***]";
    }
}
