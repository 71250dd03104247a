package care.anling.verticles.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Slows down guessing. Failures are counted per network address and account, and per address over all accounts; who
 * signs in rightly never waits, because a right password gives its try back.
 */
public final class Throttle {

    private static final int TRIES_PER_ACCOUNT = 10;
    private static final int TRIES_PER_ADDRESS = 200;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MAX_REMEMBERED = 100_000;

    private final LoadingCache<String, Bucket> perAccount = buckets(TRIES_PER_ACCOUNT);
    private final LoadingCache<String, Bucket> perAddress = buckets(TRIES_PER_ADDRESS);

    /** Takes a try before the password is looked at, so that guesses sent at once are counted too. */
    public boolean take(String address, String username) {
        return perAddress.get(address).tryConsume(1)
                && perAccount.get(key(address, username)).tryConsume(1);
    }

    public void giveBack(String address, String username) {
        perAddress.get(address).addTokens(1);
        perAccount.get(key(address, username)).addTokens(1);
    }

    private static String key(String address, String username) {
        return address + ' ' + username;
    }

    private static LoadingCache<String, Bucket> buckets(int tries) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterAccess(WINDOW.multipliedBy(2))
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(tries).refillGreedy(tries, WINDOW))
                        .build());
    }
}
