package care.anling.verticles.notify;

import care.anling.verticles.access.SigningKey;
import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says to push services who sends (VAPID, RFC 8292). Browsers subscribe for this key alone: change it, and every
 * subscription is lost. From any thread.
 */
public final class VapidKey {

    /** RFC 8292 allows 24 h. */
    private static final Duration LIFETIME = Duration.ofHours(12);

    private static final Duration RENEW_AFTER = Duration.ofHours(6);

    /** Push services there are; a handful in truth. */
    private static final int MAX_ORIGINS = 256;

    private final VAPIDKeyPair pair;
    private final String subject;
    private final Map<String, Signed> signed = new ConcurrentHashMap<>();

    private record Signed(String header, Instant until) {}

    /** @param subject whom a push service may ask about us: {@code mailto:…} or {@code https://…} */
    public VapidKey(SigningKey key, String subject) {
        this.pair = VAPIDKeyPairs.of(
                PrivateKeySources.ofECPrivateKey(key.privateKey()), PublicKeySources.ofECPublicKey(key.publicKey()));
        this.subject = subject;
    }

    /** What a browser subscribes with: the uncompressed point in base64url. */
    public String publicKey() {
        return pair.extractPublicKeyInUncompressedFormAsString();
    }

    /** The Authorization header for this push service, signed anew every few hours. */
    String authorization(PushEndpoint endpoint, Instant now) {
        String origin = endpoint.uri().getScheme() + "://" + endpoint.uri().getRawAuthority();
        Signed known = signed.get(origin);
        if (known != null && now.isBefore(known.until())) {
            return known.header();
        }
        String header = pair.generateAuthorizationHeaderValue(VAPIDJWTParam.getBuilder()
                .resourceURLString(endpoint.uri().toString())
                .expirationTime(now.plus(LIFETIME))
                .subject(subject)
                .build());
        if (signed.size() < MAX_ORIGINS) {
            signed.put(origin, new Signed(header, now.plus(RENEW_AFTER)));
        }
        return header;
    }

    @Override
    public String toString() {
        return "VapidKey[" + publicKey() + "]";
    }
}
