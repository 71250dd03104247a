package care.anling.verticles.mqtt.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * JSON as devices write it: unknown fields are fine, a number may stand in quotes, but duplicate keys, NaN, deep
 * nesting, endless numbers and broken UTF-8 make the whole payload unreadable. Nothing here throws.
 */
final class WireJson {

    /** As the contract promises to devices. */
    static final int EVENT_ID_CHARS = 64;

    private static final int MAX_NESTING_LEVELS = 16;
    private static final int MAX_NUMBER_CHARS = 64;
    private static final int MAX_STRING_CHARS = 64 * 1024;
    private static final int MAX_NAME_CHARS = 256;

    private static final ObjectReader READER = reader();

    private WireJson() {}

    private static ObjectReader reader() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING_LEVELS)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .maxStringLength(MAX_STRING_CHARS)
                        .maxNameLength(MAX_NAME_CHARS)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Field names are made up by strangers: never kept for the life of the process.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
        ObjectMapper mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        return mapper.readerFor(JsonNode.class);
    }

    /** The payload as a JSON object; empty for anything else. Small firmware ends its text with a zero byte: forgiven. */
    static Optional<JsonNode> object(byte[] payload) {
        int length = payload.length;
        while (length > 0 && payload[length - 1] == 0) {
            length--;
        }
        if (length == 0) {
            return Optional.empty();
        }
        try {
            JsonNode node = READER.readValue(payload, 0, length);
            return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** A finite number, also one in quotes. */
    static Optional<Double> number(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (node.isNumber()) {
            return finite(node.doubleValue());
        }
        if (node.isTextual() && node.textValue().length() <= MAX_NUMBER_CHARS) {
            return parsed(node.textValue().strip());
        }
        return Optional.empty();
    }

    private static Optional<Double> parsed(String text) {
        try {
            return finite(Double.parseDouble(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Double> finite(double value) {
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /** Whether the field was sent with a value at all, readable or not. */
    static boolean has(JsonNode object, String field) {
        JsonNode node = object.path(field);
        return !node.isMissingNode() && !node.isNull();
    }

    static Optional<Boolean> bool(JsonNode object, String field) {
        JsonNode node = object.path(field);
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    static boolean isTrue(JsonNode object, String field) {
        return object.path(field).asBoolean(false);
    }

    static Optional<String> text(JsonNode object, String field) {
        JsonNode node = object.path(field);
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /** 0–100 %, or nothing. */
    static Optional<Integer> percent(JsonNode object, String field) {
        return number(object, field).filter(value -> value >= 0 && value <= 100).map(value -> (int) Math.round(value));
    }

    /** An event identifier fit for a key: short and printable as it is, anything else as its digest. */
    static Optional<String> eventId(JsonNode object, String field) {
        JsonNode node = object.path(field);
        if (!node.isTextual() && !node.isNumber()) {
            return Optional.empty();
        }
        String id = node.asText();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        boolean fit = id.length() <= EVENT_ID_CHARS && id.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '|');
        return Optional.of(
                fit
                        ? id
                        : "sha256:"
                                + digest(id.getBytes(StandardCharsets.UTF_8)).substring(0, 40));
    }

    /** SHA-256, hexadecimal. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
