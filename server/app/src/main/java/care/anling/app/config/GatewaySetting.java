package care.anling.app.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A gateway as somebody wrote it down: {@code channels.webhook.<name>.url} and {@code .secret}. */
public record GatewaySetting(String url, String secret) {

    static final String PATHS = "channels.webhook.";

    private static final NamedKeys KEYS = new NamedKeys(PATHS, List.of("url", "secret"));

    /** By name. */
    static Map<String, GatewaySetting> read(
            Map<String, String> written, Map<String, String> environment, List<String> problems) {
        Map<String, GatewaySetting> gateways = new TreeMap<>();
        KEYS.read(written, environment, problems)
                .forEach((name, fields) -> gateways.put(
                        name, new GatewaySetting(fields.getOrDefault("url", ""), fields.getOrDefault("secret", ""))));
        return gateways;
    }

    @Override
    public String toString() {
        return "GatewaySetting[" + url + ", ***]";
    }
}
