package care.anling.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The settings in force: defaults, then the YAML file, then the environment. Loading never stops at the first fault: all
 * problems are told at once.
 */
public final class Settings {

    private final Map<Key, String> values;
    private final Named named;

    private Settings(Map<Key, String> values, Named named) {
        this.values = values;
        this.named = named;
    }

    /** What there may be several of, by name: the only keys that are not in {@link Key}. */
    private record Named(Map<String, GatewaySetting> gateways, Map<String, ExchangeSetting> exchanges) {}

    /** @param problems empty when the settings may be used */
    public record Loaded(Settings settings, List<String> problems) {}

    /**
     * @param file a YAML file, nested or with dotted keys
     * @param environment looks a variable up, null when unset; a secret may also come as {@code …_FILE}
     */
    public static Loaded load(Optional<Path> file, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Map<String, String> written = file.map(path -> readYaml(path, problems)).orElse(Map.of());
        Map<Key, String> values = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            String value = key.byDefault();
            value = written.getOrDefault(key.path(), value);
            value = environment.getOrDefault(key.variable(), value);
            values.put(key, key.kind() == Key.Kind.SECRET ? fromFile(key, value, environment, problems) : value);
        }
        Named named = new Named(
                GatewaySetting.read(written, environment, problems),
                ExchangeSetting.read(written, environment, problems));
        refuseUnknown(written, file, problems);
        values.forEach((key, value) -> check(key, value, problems));
        return new Loaded(new Settings(values, named), List.copyOf(problems));
    }

    public String text(Key key) {
        return values.getOrDefault(key, key.byDefault());
    }

    public Optional<String> find(Key key) {
        return Optional.of(text(key)).filter(value -> !value.isBlank());
    }

    public int number(Key key) {
        return Integer.parseInt(text(key).trim());
    }

    public boolean flag(Key key) {
        return Boolean.parseBoolean(text(key).trim());
    }

    /** Comma-separated, or a YAML list. */
    public List<String> list(Key key) {
        return Arrays.stream(text(key).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** By name. */
    public Map<String, GatewaySetting> gateways() {
        return named.gateways();
    }

    /** By name. */
    public Map<String, ExchangeSetting> exchanges() {
        return named.exchanges();
    }

    public ZoneId zone(Key key) {
        return ZoneId.of(text(key).trim());
    }

    /** The same settings with one value replaced: how the demo puts its own database in. */
    public Settings with(Key key, String value) {
        Map<Key, String> copy = new EnumMap<>(values);
        copy.put(key, value);
        return new Settings(copy, named);
    }

    /** Like {@link #with}, but a value the operator set is kept. */
    public Settings withDefault(Key key, UnaryOperator<String> value) {
        return text(key).equals(key.byDefault()) ? with(key, value.apply(key.byDefault())) : this;
    }

    private static String fromFile(Key key, String value, Map<String, String> environment, List<String> problems) {
        String file = environment.get(key.variable() + "_FILE");
        if (file == null) {
            return value;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            problems.add(key.variable() + "_FILE: cannot read " + file);
            return value;
        }
    }

    private static Map<String, String> readYaml(Path file, List<String> problems) {
        try {
            Map<String, Object> tree =
                    new YAMLMapper().readValue(Files.readString(file), new TypeReference<Map<String, Object>>() {});
            Map<String, String> flat = new LinkedHashMap<>();
            if (tree != null) {
                flatten("", tree, flat);
            }
            return flat;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(file + ": not valid YAML near line " + line);
        } catch (IOException e) {
            problems.add(file + ": cannot be read");
        }
        return Map.of();
    }

    private static void flatten(String prefix, Map<?, ?> tree, Map<String, String> flat) {
        tree.forEach((name, value) -> {
            String path = prefix + name;
            if (value instanceof Map<?, ?> below) {
                flatten(path + ".", below, flat);
            } else if (value instanceof List<?> list) {
                flat.put(
                        path,
                        String.join(",", list.stream().map(String::valueOf).toList()));
            } else {
                flat.put(path, value == null ? "" : String.valueOf(value));
            }
        });
    }

    private static void refuseUnknown(Map<String, String> written, Optional<Path> file, List<String> problems) {
        List<String> known = List.of(Key.values()).stream().map(Key::path).toList();
        written.keySet().stream()
                .filter(path -> !known.contains(path)
                        && !path.startsWith(GatewaySetting.PATHS)
                        && !path.startsWith(ExchangeSetting.PATHS))
                .forEach(path -> problems.add(file.map(Path::toString).orElse("") + ": unknown key " + path));
    }

    private static void check(Key key, String value, List<String> problems) {
        switch (key.kind()) {
            case PORT -> checkRange(key, value, 0, 65_535, problems);
            case COUNT -> checkRange(key, value, 1, 1_000_000, problems);
            case ZONE -> checkZone(key, value, problems);
            case FLAG -> checkFlag(key, value, problems);
            case TEXT, SECRET -> {}
        }
    }

    private static void checkRange(Key key, String value, int least, int most, List<String> problems) {
        try {
            int number = Integer.parseInt(value.trim());
            if (number < least || number > most) {
                problems.add(
                        key.path() + " (" + key.variable() + ") must be " + least + " to " + most + ", not " + number);
            }
        } catch (NumberFormatException e) {
            problems.add(key.path() + " (" + key.variable() + ") must be a whole number");
        }
    }

    private static void checkFlag(Key key, String value, List<String> problems) {
        if (!value.trim().equals("true") && !value.trim().equals("false")) {
            problems.add(key.path() + " (" + key.variable() + ") must be true or false");
        }
    }

    private static void checkZone(Key key, String value, List<String> problems) {
        try {
            ZoneId.of(value.trim());
        } catch (DateTimeException e) {
            problems.add(key.path() + " (" + key.variable() + ") is not a time zone: " + value);
        }
    }
}
