package care.anling.verticles.api;

import java.security.SecureRandom;
import java.util.Base64;

/** What a device says who it is by: 256 random bits, so that nothing slower than one keyed hash is needed to keep it. */
final class DeviceSecret {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private DeviceSecret() {}

    static String fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
