package care.anling.verticles.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Slows down guessing without letting anybody lock out somebody else. Failures are counted per (network, account), so a
 * guesser far away costs the account's owner nothing. Who tries many names is slowed down per network too, but never for a
 * pair that has signed in rightly before: colleagues behind one address do not pay for each other. A right password gives
 * its try back, so who knows it never waits.
 *
 * <p>In memory, per node. Any thread.
 */
public final class Throttle {

    private static final int TRIES_PER_ACCOUNT = 10;
    private static final int TRIES_PER_NETWORK = 200;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration KNOWN_FOR = Duration.ofDays(7);
    private static final int MAX_REMEMBERED = 100_000;

    /** RFC 6177: one household or office holds at least this much of IPv6, and may use every address of it. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final LoadingCache<Pair, Bucket> perAccount = buckets(TRIES_PER_ACCOUNT);
    private final LoadingCache<String, Bucket> perNetwork = buckets(TRIES_PER_NETWORK);
    private final Cache<Pair, Boolean> known = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    private record Pair(String network, String username) {}

    /** Takes a try before the password is looked at, so that guesses sent at once are counted too. */
    public boolean take(String address, String username) {
        Pair pair = pair(address, username);
        // The pair's own tries first: a guesser that is refused already uses up nobody's share of the network's.
        return perAccount.get(pair).tryConsume(1)
                && (known.getIfPresent(pair) != null
                        || perNetwork.get(pair.network()).tryConsume(1));
    }

    /** The password was right. */
    public void succeeded(String address, String username) {
        known.put(pair(address, username), true);
        giveBack(address, username);
    }

    /** The password was not looked at. */
    public void giveBack(String address, String username) {
        Pair pair = pair(address, username);
        perNetwork.get(pair.network()).addTokens(1);
        perAccount.get(pair).addTokens(1);
    }

    /**
     * Runs a check that costs a try when it says wrong: a {@link Refusal} whose code starts with {@code wrong_}. Refuses
     * with 429 when there is none left.
     */
    public <T> Future<T> slowly(String address, String username, Supplier<Future<T>> check) {
        if (!take(address, username)) {
            return Future.failedFuture(new Refusal(429, "too_many_tries", "Too many wrong tries. Wait a little."));
        }
        return check.get().onComplete(right -> succeeded(address, username), failure -> {
            if (!(failure instanceof Refusal refusal && refusal.code().startsWith("wrong_"))) {
                giveBack(address, username);
            }
        });
    }

    private static Pair pair(String address, String username) {
        return new Pair(network(address), username);
    }

    private static String network(String address) {
        byte[] bytes = address.indexOf(':') < 0 ? null : NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length <= IPV6_NETWORK_BYTES
                ? address
                : HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
    }

    private static <K> LoadingCache<K, Bucket> buckets(int tries) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterAccess(WINDOW.multipliedBy(2))
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(tries).refillGreedy(tries, WINDOW))
                        .build());
    }
}
