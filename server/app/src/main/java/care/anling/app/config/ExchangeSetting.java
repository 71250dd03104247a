package care.anling.app.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A telephone system as somebody wrote it down: {@code calls.exchange.<name>.secret} and {@code .community}.
 *
 * @param community the node whose hotline it is; empty for everybody's
 */
public record ExchangeSetting(String secret, String community) {

    static final String PATHS = "calls.exchange.";

    private static final NamedKeys KEYS = new NamedKeys(PATHS, List.of("secret", "community"));

    /** By name. */
    static Map<String, ExchangeSetting> read(
            Map<String, String> written, Map<String, String> environment, List<String> problems) {
        Map<String, ExchangeSetting> exchanges = new TreeMap<>();
        KEYS.read(written, environment, problems)
                .forEach((name, fields) -> exchanges.put(
                        name,
                        new ExchangeSetting(fields.getOrDefault("secret", ""), fields.getOrDefault("community", ""))));
        return exchanges;
    }

    @Override
    public String toString() {
        return "ExchangeSetting[***, " + community + "]";
    }
}
