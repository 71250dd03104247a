package care.anling.verticles.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How people can be reached. */
public interface ChannelStore {

    /** In the order in which they are tried. */
    Future<List<ChannelAddress>> channelsOf(UUID account);

    /**
     * This browser of theirs takes pushes; one known already gets the new keys. Beyond {@code most} the oldest of them go.
     */
    Future<Void> subscribe(UUID account, ChannelAddress push, int most);

    /** @return whether there was one */
    Future<Boolean> unsubscribe(UUID account, String endpoint);

    /** Of what stands there beside pushes: another number after every replacement, 0 for nothing. */
    Future<Long> version(UUID account);

    /** Instead of what gateways and addresses stood there; pushes stay. Whoever says so has checked that they are theirs. */
    default Future<Void> replaceVerified(UUID account, List<ChannelAddress> channels) {
        return replaceVerified(account, channels, Optional.empty()).mapEmpty();
    }

    /**
     * @param read the {@link #version} this edit was made on; absent for whatever it is now
     * @return false, and nothing replaced, where it is another one by now
     */
    Future<Boolean> replaceVerified(UUID account, List<ChannelAddress> channels, Optional<Long> read);
}
