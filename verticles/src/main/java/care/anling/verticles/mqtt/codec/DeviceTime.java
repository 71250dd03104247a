package care.anling.verticles.mqtt.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * A device's own clock, believed only within sanity: real samples exist with clocks in 2028.
 *
 * @param told the time as text, for telling events apart; absent when none was sent
 * @param believed the time, when it can be true
 */
record DeviceTime(Optional<String> told, Optional<Instant> believed) {

    static final Duration MOST_AHEAD = Duration.ofMinutes(5);
    static final Duration MOST_BEHIND = Duration.ofHours(24);
    /** A batch of old samples may wait for weeks in a watch without a network. */
    static final Duration MOST_BEHIND_BACKFILLED = Duration.ofDays(3 * 365);

    private static final int MAX_CHARS = 64;
    private static final long FIRST_MILLIS = 100_000_000_000L;
    private static final DateTimeFormatter DAY_FIRST =
            DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    static final DeviceTime ABSENT = new DeviceTime(Optional.empty(), Optional.empty());

    /** A time was sent, and it cannot be true or could not be read. */
    boolean wrong() {
        return told.isPresent() && believed.isEmpty();
    }

    /** RFC 3339, or Unix seconds or milliseconds. */
    static DeviceTime rfc3339(JsonNode object, String field, Instant receivedAt) {
        JsonNode node = object.path(field);
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return unix(node.longValue(), receivedAt, MOST_BEHIND);
        }
        if (!node.isTextual() || node.textValue().isEmpty()) {
            return ABSENT;
        }
        String text = node.textValue();
        return new DeviceTime(Optional.of(mark(text)), parse(text).filter(at -> sane(at, receivedAt, MOST_BEHIND)));
    }

    static DeviceTime unix(long value, Instant receivedAt, Duration mostBehind) {
        Instant at = value >= FIRST_MILLIS || value < 0
                ? Instant.ofEpochMilli(Math.max(0, value))
                : Instant.ofEpochSecond(value);
        return new DeviceTime(
                Optional.of(Long.toString(value)), Optional.of(at).filter(it -> sane(it, receivedAt, mostBehind)));
    }

    /** {@code 16/06/2025 12:30:45}, without a zone: the clock on the wall where the device is. */
    static DeviceTime dayFirst(JsonNode object, String field, ZoneId zone, Instant receivedAt) {
        JsonNode node = object.path(field);
        if (!node.isTextual() || node.textValue().isEmpty()) {
            return ABSENT;
        }
        String text = node.textValue();
        Optional<Instant> at = Optional.empty();
        try {
            if (text.length() <= MAX_CHARS) {
                at = Optional.of(
                        LocalDateTime.parse(text, DAY_FIRST).atZone(zone).toInstant());
            }
        } catch (DateTimeException notATime) {
            // Kept as told, believed in nothing.
            return new DeviceTime(Optional.of(mark(text)), Optional.empty());
        }
        return new DeviceTime(Optional.of(mark(text)), at.filter(it -> sane(it, receivedAt, MOST_BEHIND)));
    }

    private static boolean sane(Instant at, Instant receivedAt, Duration mostBehind) {
        return !at.isAfter(receivedAt.plus(MOST_AHEAD)) && !at.isBefore(receivedAt.minus(mostBehind));
    }

    private static Optional<Instant> parse(String text) {
        if (text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** Text fit for a key. */
    private static String mark(String text) {
        boolean fit = text.length() <= MAX_CHARS && text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '|');
        return fit ? text : "sha256:" + WireJson.digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
