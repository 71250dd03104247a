package care.anling.verticles.api;

import care.anling.verticles.access.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which request bodies become our types: strict JSON, no unknown or repeated field, no coercion
 * between types. Whatever does not fit is refused with 400 and a sentence of ours, never with a parser's.
 */
final class Bodies {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_CHARS = 40;

    private static final ObjectMapper MAPPER = mapper();

    private Bodies() {}

    private static ObjectMapper mapper() {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(new Jdk8Module())
                .build();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.coercionConfigFor(LogicalType.Enum).setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .build());
        return mapper;
    }

    /**
     * @return maps, lists, text, numbers and truth values, for holding against a schema
     * @throws Refusal unless it is one JSON value in UTF-8, without repeated fields or text PostgreSQL cannot keep
     */
    static @Nullable Object parse(Buffer body) {
        try {
            @Nullable Object value = MAPPER.readValue(text(body), Object.class);
            refuseUnstorable(value);
            return value;
        } catch (JsonProcessingException e) {
            throw unreadable();
        }
    }

    /** RFC 8259 §8.1: UTF-8. The parser would guess at others and mend what is broken. */
    private static String text(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable();
        }
    }

    private static Refusal unreadable() {
        return Refusal.badRequest(
                "bad_json", "The body is not one well-formed JSON object, in UTF-8, without repeated fields.");
    }

    /** NUL and half a surrogate pair are good JSON and no text of PostgreSQL. The parser bounds the depth. */
    private static void refuseUnstorable(@Nullable Object value) {
        if (value instanceof String text && !isStorable(text)) {
            throw Refusal.badRequest("bad_text", "A text holds a character that cannot be stored.");
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                refuseUnstorable(key);
                refuseUnstorable(inner);
            });
        }
        if (value instanceof List<?> list) {
            list.forEach(Bodies::refuseUnstorable);
        }
    }

    private static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** @return the body as {@code type}; an absent body is read as {@code {}} so that bare acts need none */
    static <T> T read(@Nullable Buffer body, Class<T> type) {
        String json = body == null || body.length() == 0 ? "{}" : text(body);
        try {
            @Nullable T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw Refusal.badRequest("bad_body", "The body must be a JSON object.");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw Refusal.badRequest("unknown_field", "There is no field " + path(e.getPath()) + " here.");
        } catch (JsonMappingException e) {
            throw Refusal.badRequest("bad_body", describe(e));
        } catch (JsonProcessingException e) {
            throw unreadable();
        }
    }

    private static String describe(JsonMappingException e) {
        return e.getPath().isEmpty()
                ? "The body must be a JSON object with the fields this call has."
                : "The field " + path(e.getPath()) + " has the wrong type or an unknown word.";
    }

    private static String path(List<JsonMappingException.Reference> path) {
        String joined = path.stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                .collect(Collectors.joining("."));
        return "“" + (joined.length() > 60 ? joined.substring(0, 60) : joined) + "”";
    }

    /** @throws Refusal unless there is text of at most {@code maxChars} without control characters PostgreSQL cannot store */
    static String text(@Nullable String value, String field, int maxChars) {
        if (value == null || value.isBlank()) {
            throw Refusal.badRequest("missing_field", "The field “" + field + "” is needed.");
        }
        return checked(value, field, maxChars);
    }

    static String textOrEmpty(@Nullable String value, String field, int maxChars) {
        return value == null ? "" : checked(value, field, maxChars);
    }

    private static String checked(String value, String field, int maxChars) {
        if (value.length() > maxChars) {
            throw Refusal.badRequest("too_long", "“" + field + "” may have at most " + maxChars + " characters.");
        }
        if (value.indexOf('\0') >= 0) {
            throw Refusal.badRequest("bad_text", "“" + field + "” holds a character that cannot be stored.");
        }
        return value;
    }

    static <T> T needed(@Nullable T value, String field) {
        if (value == null) {
            throw Refusal.badRequest("missing_field", "The field “" + field + "” is needed.");
        }
        return value;
    }
}
