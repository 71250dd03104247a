package care.anling.core.common;

import java.util.UUID;

/** Builds UUIDs of version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then randomness, so that ids sort by time. */
public final class UuidV7 {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private UuidV7() {}

    /** @param epochMillis Unix time in milliseconds; {@code randomHigh} gives 12 bits, {@code randomLow} 62 bits. */
    public static UUID of(long epochMillis, long randomHigh, long randomLow) {
        long high = (epochMillis << 16) | VERSION | (randomHigh & 0x0FFFL);
        long low = VARIANT | (randomLow & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
    }
}
