package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.incident.Subject;
import care.anling.verticles.store.FeedStore.FeedEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbers without gaps, given after commit, by whoever gets there first. */
class PgFeedStoreTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final int ALL = 10_000;

    private PgFeedStore feed;
    private PgIntakeStore intake;
    private CommunityId community;

    @BeforeEach
    void openStores() {
        feed = new PgFeedStore(POSTGRES.pools().feed());
        intake = new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
        community = street();
    }

    @Test
    void numbersBeginAtOneAndGoOn() {
        press(3);
        assertThat(PgFixture.await(feed.listUnnumbered(ALL))).contains(community);
        assertThat(PgFixture.await(feed.number(community, 2))).isEqualTo(2);
        assertThat(PgFixture.await(feed.number(community, ALL))).isEqualTo(1);
        assertThat(PgFixture.await(feed.number(community, ALL))).isZero();
        assertThat(PgFixture.await(feed.listUnnumbered(ALL))).doesNotContain(community);
        assertThat(seqs(read(0))).containsExactly(1L, 2L, 3L);
        assertThat(seqs(read(2))).containsExactly(3L);
        assertThat(PgFixture.await(feed.heads(Set.of(community))).get(community).seq())
                .isEqualTo(3);
    }

    @Test
    void everyNodeWithNewsIsListed() {
        List<CommunityId> nodes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            community = street();
            nodes.add(community);
            press(2);
        }
        assertThat(PgFixture.await(feed.listUnnumbered(ALL))).containsAll(nodes).doesNotHaveDuplicates();
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
        press(40);
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(feed.number(community, 3));
        }
        PgFixture.await(Future.join(all));
        PgFixture.await(feed.number(community, ALL));
        assertThat(seqs(read(0)))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    }

    @Test
    void anEventCarriesTheIncidentAsScreensShowItAndNothingClinical() {
        press(1);
        PgFixture.await(feed.number(community, ALL));
        FeedEvent event = read(0).get(0);
        assertThat(event.type()).isEqualTo("incident.opened");
        assertThat(new JsonObject(event.incident()).getString("priority")).isEqualTo("P1");
        assertThat(event.incident()).doesNotContain("condition", "medication", "allerg");
    }

    @Test
    void aSnapshotShowsWhatIsOpenWithItsHead() {
        press(2);
        PgFixture.await(feed.number(community, ALL));
        FeedStore.FeedSnapshot snapshot = PgFixture.await(feed.snapshot(community));
        assertThat(snapshot.incidents()).hasSize(2);
        assertThat(snapshot.head().seq()).isEqualTo(2);
    }

    @Test
    void aPositionIsShownOnlyWhileHelpIsNeeded() {
        UUID resident = Samples.id();
        UUID device = Samples.id();
        POSTGRES.tell(
                "INSERT INTO residents (id, community, name) VALUES ('" + resident + "', '" + community + "', '王')");
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident) VALUES ('" + device
                + "', 'WATCH', 'native', '" + community + "', '" + resident + "')");
        POSTGRES.tell("INSERT INTO device_latest (device, status_at, last_seen_at, online, lat, lon, fix_at) VALUES ('"
                + device + "', now(), now(), true, 34.7, 113.7, now())");
        DeviceNow quiet = PgFixture.await(feed.snapshot(community)).devices().get(0);
        assertThat(quiet.liveness()).isEqualTo("ONLINE");
        assertThat(quiet.fix()).isEmpty();
        List<Arrival> batch = List.of(Samples.press(
                new Subject(
                        care.anling.core.incident.SubjectKind.RESIDENT,
                        resident,
                        community,
                        "王",
                        java.util.Optional.empty()),
                List.of()));
        PgFixture.await(intake.land(batch, view -> Samples.fold(batch, view)));
        assertThat(PgFixture.await(feed.snapshot(community)).devices().get(0).fix())
                .isPresent();
    }

    private List<FeedEvent> read(long after) {
        return PgFixture.await(feed.read(Map.of(community, after), ALL));
    }

    private static List<Long> seqs(List<FeedEvent> events) {
        return events.stream().map(FeedEvent::seq).toList();
    }

    private void press(int times) {
        for (int i = 0; i < times; i++) {
            List<Arrival> batch = List.of(Samples.press(Samples.resident(community), List.of()));
            PgFixture.await(intake.land(batch, view -> Samples.fold(batch, view)));
        }
    }

    private static CommunityId street() {
        CommunityId street = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '安宁街道')");
        return street;
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
}
