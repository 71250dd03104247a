package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers without gaps, given after commit, by whoever gets there first. */
class PgFeedStoreTest extends FeedStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private PgFeedStore feed;
    private CommunityId community;

    @BeforeEach
    void openStores() {
        feed = new PgFeedStore(POSTGRES.pools().feed());
        community = node();
    }

    @Override
    FeedStore store() {
        return feed;
    }

    @Override
    IntakeStore intake() {
        return new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
    }

    @Override
    IncidentStore incidents() {
        return new PgIncidentStore(POSTGRES.vertx(), POSTGRES.everybodys());
    }

    @Override
    CommunityId node() {
        CommunityId street = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '安宁街道')");
        return street;
    }

    @Override
    void putWatch(CommunityId node, Person resident, DeviceId watch) {
        POSTGRES.tell("INSERT INTO residents (id, community, name) VALUES ('" + resident.id() + "', '" + node + "', '"
                + resident.name() + "')");
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident) VALUES ('" + watch
                + "', 'WATCH', 'native', '" + node + "', '" + resident.id() + "')");
        POSTGRES.tell("INSERT INTO device_latest (device, status_at, last_seen_at, online, lat, lon, fix_at) VALUES ('"
                + watch + "', now(), now(), true, 34.7, 113.7, now())");
    }

    /** How a device is looked after, as the desk said it; each ends by itself. */
    @Test
    void workAndAbsencesAreShownWhileTheyLast() {
        CommunityId node = node();
        Person resident = new Person(Samples.id(), "王");
        DeviceId watch = new DeviceId(Samples.id());
        putWatch(node, resident, watch);
        POSTGRES.tell("UPDATE devices SET state = 'MAINTENANCE', maintenance_until = now() + interval '1 hour'"
                + " WHERE id = '" + watch + "'");
        POSTGRES.tell("UPDATE residents SET away = true, away_kind = 'HOSPITAL', away_until = now() + interval '1 day'"
                + " WHERE id = '" + resident.id() + "'");
        DeviceNow.Care care = careOf(node, watch);
        assertThat(care.maintenanceUntil()).isPresent();
        assertThat(care.away()).isTrue();
        assertThat(care.awayUntil()).isPresent();
        POSTGRES.tell("UPDATE devices SET maintenance_until = now() WHERE id = '" + watch + "'");
        POSTGRES.tell("UPDATE residents SET away_until = now() WHERE id = '" + resident.id() + "'");
        assertThat(careOf(node, watch).maintenanceUntil()).isEmpty();
        assertThat(careOf(node, watch).away()).isFalse();
        POSTGRES.tell("UPDATE residents SET away_until = NULL WHERE id = '" + resident.id() + "'");
        assertThat(careOf(node, watch).away()).isTrue();
        POSTGRES.tell("UPDATE devices SET resident = NULL WHERE id = '" + watch + "'");
        assertThat(careOf(node, watch).away()).isFalse();
    }

    private DeviceNow.Care careOf(CommunityId node, DeviceId watch) {
        return PgFixture.await(store().listDevices(node, watch.value())).get(0).care();
    }

    /**
     * S5: writers pause between insert and commit, so that rows appear late and out of order, while two nodes number and a
     * reader follows. The reader must see every number once, in order.
     */
    @Test
    void s5PausedWritersMakeNoGapAndNoNumberOutOfOrder() throws Exception {
        PgFeedStore otherNode = new PgFeedStore(POSTGRES.pools().feed());
        Random random = new Random(7);
        List<Connection> paused = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        int written = 0;
        for (int round = 0; round < 120; round++) {
            paused.add(writeUncommitted());
            written++;
            while (paused.size() > 6 || (!paused.isEmpty() && random.nextInt(3) == 0)) {
                commit(paused.remove(random.nextInt(paused.size())));
            }
            PgFixture.await(Future.join(
                    feed.number(community, 1 + random.nextInt(4)),
                    otherNode.number(community, 1 + random.nextInt(4)),
                    follow(seen),
                    feed.number(community, 1 + random.nextInt(4))));
        }
        for (Connection connection : paused) {
            commit(connection);
        }
        while (PgFixture.await(feed.number(community, ALL)) > 0) {
            PgFixture.await(follow(seen));
        }
        PgFixture.await(follow(seen));
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, written).boxed().toList());
    }

    private Future<Void> follow(List<Long> seen) {
        long cursor = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
        return feed.read(Map.of(community, cursor), ALL)
                .onSuccess(events -> events.forEach(event -> seen.add(event.seq())))
                .mapEmpty();
    }

    @Test
    void manyNodesNumberingAtOnceLeaveNoGap() {
        press(community, 40);
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(feed.number(community, 3));
        }
        PgFixture.await(Future.join(all));
        PgFixture.await(feed.number(community, ALL));
        assertThat(seqs(read(community, 0)))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    }

    private Connection writeUncommitted() throws SQLException {
        Connection connection = POSTGRES.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO incident_events (incident, community, at, type, detail, view) VALUES ('"
                    + Samples.id() + "', '" + community + "', now(), 'incident.note_added', '{}', '{}')");
        }
        return connection;
    }

    private static void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.close();
    }

    /** Whoever restores sets a new epoch; nobody has to remember that it is not the first. */
    @Test
    void aNewEpochIsNotTheFirst() {
        POSTGRES.tell("UPDATE feed_heads SET seq = 7 WHERE community = '" + community + "'");
        assertThat(headOf().reborn()).isFalse();
        POSTGRES.tell("UPDATE feed_heads SET epoch = gen_random_uuid() WHERE community = '" + community + "'");
        assertThat(headOf().reborn()).isTrue();
        assertThat(PgFixture.await(feed.snapshot(community)).head()).isEqualTo(headOf());
    }

    private FeedStore.Head headOf() {
        return Objects.requireNonNull(
                PgFixture.await(feed.heads(Set.of(community))).get(community));
    }
}
