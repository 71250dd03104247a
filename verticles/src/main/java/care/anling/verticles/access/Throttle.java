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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Slows down guessing without letting anybody lock out somebody else. Failures are counted per (network, account), so a
 * guesser far away costs the account's owner nothing. Who tries many names is slowed down per network too, but never for a
 * pair that has signed in rightly before: colleagues behind one address do not pay for each other. A right password gives
 * its try back, so who knows it never waits.
 *
 * <p>What names no account before it is right — refresh tokens, challenges, a provider's answers — is counted likewise, by its
 * hash: made-up ones use up the network's tries, and who comes back with what was given out to here does not pay for them.
 *
 * <p>In memory, per node. Any thread.
 */
public final class Throttle {

    /** What a check says of a guess. Anything else kept us from looking, or is no guess. */
    private static final Set<String> WRONG = Set.of(
            "bad_credentials",
            "bad_refresh_token",
            "bad_challenge",
            "wrong_password",
            "wrong_code",
            "wrong_oidc_answer");

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

    /**
     * Runs a check that costs a try when it says {@link #WRONG}, and marks who was right as known here. Refuses with 429
     * when there is none left.
     */
    public <T> Future<T> slowly(String address, String username, Supplier<Future<T>> check) {
        return counted(address, username, check).onSuccess(right -> known.put(pair(address, username), true));
    }

    /** Likewise, for what names no account. @param hash of the token: itself it is not kept */
    public <T> Future<T> slowly(String address, byte[] hash, Supplier<Future<T>> check) {
        return counted(address, name(hash), check);
    }

    /** It is given out to there now. */
    public void expect(String address, byte[] hash) {
        known.put(pair(address, name(hash)), true);
    }

    /** It is used up, so that what is remembered does not grow with every refresh. */
    public void forget(String address, byte[] hash) {
        known.invalidate(pair(address, name(hash)));
    }

    /** No user name: none begins with a blank. */
    private static String name(byte[] hash) {
        return " " + HexFormat.of().formatHex(hash);
    }

    /** The try is taken before anything is looked at, so that guesses sent at once are counted too. */
    private <T> Future<T> counted(String address, String whose, Supplier<Future<T>> check) {
        Optional<Try> taken = take(pair(address, whose));
        if (taken.isEmpty()) {
            return Future.failedFuture(new Refusal(429, "too_many_tries", "Too many wrong tries. Wait a little."));
        }
        return check.get().onComplete(right -> taken.get().giveBack(), failure -> {
            if (!(failure instanceof Refusal refusal && WRONG.contains(refusal.code()))) {
                taken.get().giveBack();
            }
        });
    }

    /** What was taken, and from which: exactly that is given back. */
    private record Try(List<Bucket> from) {

        void giveBack() {
            from.forEach(bucket -> bucket.addTokens(1));
        }
    }

    private Optional<Try> take(Pair pair) {
        Bucket own = perAccount.get(pair);
        // The pair's own tries first: a guesser that is refused already uses up nobody's share of the network's.
        if (!own.tryConsume(1)) {
            return Optional.empty();
        }
        if (known.getIfPresent(pair) != null) {
            return Optional.of(new Try(List.of(own)));
        }
        Bucket network = perNetwork.get(pair.network());
        if (network.tryConsume(1)) {
            return Optional.of(new Try(List.of(own, network)));
        }
        own.addTokens(1);
        return Optional.empty();
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
