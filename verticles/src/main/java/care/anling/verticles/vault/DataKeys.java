package care.anling.verticles.vault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys in force: every one of them opens, one of them seals.
 *
 * @param all oldest first
 * @param sealing one of them
 */
public record DataKeys(List<DataKey> all, DataKey sealing) {

    private static final int MOST_KEYS = 16;

    public DataKeys {
        if (!all.contains(sealing)) {
            throw new IllegalArgumentException("the key that seals must be one of those that open");
        }
        all = List.copyOf(all);
    }

    static DataKeys of(List<DataKey> all) {
        return new DataKeys(all, all.get(all.size() - 1));
    }

    /**
     * @param text a key a line, oldest first; empty lines and what follows a # do not count. In an environment variable a
     *     comma or a semicolon ends a line too
     * @throws IllegalArgumentException when there is no key, too many, or a line that is none; names the line, not the key
     */
    public static List<DataKey> parse(String text) {
        List<DataKey> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (String line : text.replaceAll("#[^\\n]*", "").split("[\\n,;]", -1)) {
            number++;
            String bare = line.strip();
            if (bare.isEmpty()) {
                continue;
            }
            int at = number;
            DataKey key = DataKey.parse(bare)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "line " + at + " is not a name and 32 bytes in base64 (try: openssl rand -base64 32)"));
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("two keys are named “" + key.id() + "”");
            }
            keys.add(key);
        }
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException(keys.size() + " keys; 1 to " + MOST_KEYS + " are needed");
        }
        return keys;
    }

    Optional<DataKey> find(String id) {
        return all.stream().filter(key -> key.id().equals(id)).findFirst();
    }
}
