package care.anling.verticles.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of Standard Webhooks, both ways: HMAC-SHA-256 over {@code id.timestamp.body}, in base64 after {@code v1,}.
 * While a secret is being changed there are two, the newer first; either one opens.
 */
public final class WebhookSignature {

    /** A recorded message cannot be played again later than this; clocks of gateways differ by less. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** HMAC-SHA-256 wants keys of at least 24 bytes here (Standard Webhooks: 24 to 64). */
    public static final int LEAST_SECRET_BYTES = 24;

    public static final int MOST_SECRET_BYTES = 64;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final int KEY_ID_BYTES = 4;
    private static final String VERSION = "v1,";
    private static final String SECRET_PREFIX = "whsec_";

    private final List<byte[]> secrets;

    private WebhookSignature(List<byte[]> secrets) {
        this.secrets = secrets;
    }

    /**
     * @param text one secret or two, comma-separated, each base64 with or without {@code whsec_} before it
     * @return empty if it is not that, or too short
     */
    public static Optional<WebhookSignature> of(String text) {
        try {
            List<byte[]> secrets = List.of(text.split(",")).stream()
                    .map(String::strip)
                    .map(s -> s.startsWith(SECRET_PREFIX) ? s.substring(SECRET_PREFIX.length()) : s)
                    .map(Base64.getDecoder()::decode)
                    .toList();
            boolean good = secrets.size() <= 2
                    && secrets.stream().allMatch(s -> s.length >= LEAST_SECRET_BYTES && s.length <= MOST_SECRET_BYTES);
            return good ? Optional.of(new WebhookSignature(secrets)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    public String sign(String id, Instant at, String body) {
        return secrets.stream()
                .map(secret ->
                        VERSION + Base64.getEncoder().encodeToString(hmac(secret, id, at.getEpochSecond(), body)))
                .collect(Collectors.joining(" "));
    }

    /** Names the secrets without giving them away, so that both sides can see whether they hold the same. */
    public String keyId() {
        return secrets.stream()
                .map(secret -> HexFormat.of().formatHex(sha256(secret), 0, KEY_ID_BYTES))
                .collect(Collectors.joining(" "));
    }

    /** What a gateway says of itself when it calls. */
    public record Claim(String id, String timestamp, String signature) {}

    /** @param now by our clock */
    public boolean verifies(Claim claim, String body, Instant now) {
        if (!SECONDS.matcher(claim.timestamp()).matches()) {
            return false;
        }
        long seconds = Long.parseLong(claim.timestamp());
        if (Math.abs(now.getEpochSecond() - seconds) > TOLERANCE.toSeconds()) {
            return false;
        }
        boolean good = false;
        for (String given : claim.signature().split(" ")) {
            for (byte[] secret : secrets) {
                String expected = VERSION + Base64.getEncoder().encodeToString(hmac(secret, claim.id(), seconds, body));
                good |= MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
            }
        }
        return good;
    }

    private static byte[] hmac(byte[] secret, String id, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "WebhookSignature[" + keyId() + "]";
    }
}
