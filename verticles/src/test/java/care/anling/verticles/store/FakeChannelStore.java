package care.anling.verticles.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How people can be reached, in memory. */
public final class FakeChannelStore implements ChannelStore {

    private final FakeDatabase database;

    public FakeChannelStore(FakeDatabase database) {
        this.database = database;
    }

    @Override
    public Future<List<ChannelAddress>> channelsOf(UUID account) {
        return database.statement(
                database.wire(),
                "channels.channelsOf",
                tables -> tables.outbox.channelsOf(account).stream()
                        .sorted(Comparator.comparing(ChannelAddress::stage))
                        .toList());
    }

    @Override
    public Future<Void> subscribe(UUID account, ChannelAddress push, int most) {
        return database.statement(database.wire(), "channels.subscribe", tables -> {
            List<ChannelAddress> all = tables.outbox.channelsOf(account);
            all.removeIf(isSame(push));
            all.add(push);
            List<ChannelAddress> pushes = new ArrayList<>(
                    all.stream().filter(c -> c.kind() == ChannelKind.PUSH).toList());
            all.removeAll(pushes.subList(0, Math.max(0, pushes.size() - most)));
            return null;
        });
    }

    @Override
    public Future<Boolean> unsubscribe(UUID account, String endpoint) {
        return database.statement(
                database.wire(),
                "channels.unsubscribe",
                tables -> tables.outbox
                        .channelsOf(account)
                        .removeIf(
                                c -> c.kind() == ChannelKind.PUSH && c.address().equals(endpoint)));
    }

    @Override
    public Future<Long> version(UUID account) {
        return database.statement(
                database.wire(), "channels.version", tables -> version(tables.outbox.channelsOf(account)));
    }

    private static long version(List<ChannelAddress> all) {
        String ids = all.stream()
                .filter(c -> c.kind() != ChannelKind.PUSH)
                .map(c -> c.id().toString())
                .sorted()
                .collect(Collectors.joining(","));
        return Integer.toUnsignedLong(ids.hashCode());
    }

    @Override
    public Future<Boolean> replaceVerified(UUID account, List<ChannelAddress> channels, Optional<Long> read) {
        return database.statement(database.wire(), "channels.replaceVerified", tables -> {
            List<ChannelAddress> all = tables.outbox.channelsOf(account);
            if (read.filter(version -> version != version(all)).isPresent()) {
                return false;
            }
            all.removeIf(c -> c.kind() != ChannelKind.PUSH);
            channels.forEach(channel -> {
                all.removeIf(isSame(channel));
                all.add(channel);
            });
            return true;
        });
    }

    private static Predicate<ChannelAddress> isSame(ChannelAddress one) {
        return other -> other.kind() == one.kind()
                && other.address().equals(one.address())
                && other.gateway().equals(one.gateway());
    }
}
