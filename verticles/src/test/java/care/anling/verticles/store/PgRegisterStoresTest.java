package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.ResidentId;
import care.anling.core.device.Device;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Vitals;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices, people, latest values, sessions and words on a real PostgreSQL, each with the rights of who asks. */
class PgRegisterStoresTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private final UUID street = Samples.id();
    private final UUID community = Samples.id();
    private final UUID building = Samples.id();
    private final UUID resident = Samples.id();
    private final DeviceId device = new DeviceId(Samples.id());

    private PgRegistryStore registry;
    private PgTelemetryStore telemetry;
    private PgResponderStore responders;
    private PgDownlinkStore downlinks;
    private PgSessionStore sessions;

    @BeforeEach
    void fill() {
        POSTGRES.tell("TRUNCATE mqtt_sessions, observations, device_latest");
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent, lat, lon) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL, NULL, NULL), ('" + community + "', 'COMMUNITY', '和平社区', '" + street
                + "', NULL, NULL), ('" + building + "', 'BUILDING', '3号楼', '" + community + "', 34.76, 113.75)");
        POSTGRES.tell(
                "INSERT INTO residents (id, community, name, building, unit, room, frailty, spo2_scale2) VALUES ('"
                        + resident + "', '" + community + "', '王秀英', '" + building + "', '2单元', '502', 6, true)");
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident, address, secret_hashes) VALUES ('"
                + device + "', 'WATCH', 'imede', '" + community + "', '" + resident + "', '" + device
                + "', ARRAY['\\x0102'::bytea])");
        registry = new PgRegistryStore(POSTGRES.pools().intake());
        telemetry = new PgTelemetryStore(POSTGRES.pools().telemetry());
        responders = new PgResponderStore(POSTGRES.pools().engine(), Samples::id);
        downlinks = new PgDownlinkStore(POSTGRES.pools().intake());
        sessions = new PgSessionStore(POSTGRES.pools().intake());
    }

    @Test
    void aDeviceComesWithWhomItProtectsAndTheDoor() {
        RegistryStore.Registered found = find(0).orElseThrow();
        Device known = found.device();
        assertThat(found.secretHashes()).containsExactly(new byte[] {1, 2});
        assertThat(known.street()).isEqualTo(new CommunityId(street));
        assertThat(known.resident().orElseThrow().name()).isEqualTo("王秀英");
        assertThat(known.profile().orElseThrow().frailty()).isEqualTo(6);
        assertThat(known.profile().orElseThrow().spo2Scale2()).isTrue();
        assertThat(known.place().orElseThrow().label()).isEqualTo("3号楼 2单元 502");
        assertThat(known.place().orElseThrow().at()).contains(new Wgs84(34.76, 113.75));
    }

    @Test
    void changesAreFoundByPageAndAResidentsMoveIsOne() {
        long version = drain(0);
        assertThat(find(version)).isEmpty();
        POSTGRES.tell("UPDATE residents SET room = '503' WHERE id = '" + resident + "'");
        assertThat(find(version).orElseThrow().device().place().orElseThrow().label())
                .isEqualTo("3号楼 2单元 503");
        version = drain(version);
        POSTGRES.tell("UPDATE communities SET name = '4号楼' WHERE id = '" + building + "'");
        assertThat(find(version).orElseThrow().device().place().orElseThrow().label())
                .startsWith("4号楼");
        version = drain(version);
        POSTGRES.tell("UPDATE residents SET key_box = 'x' WHERE id = '" + resident + "'");
        assertThat(find(version)).isEmpty();
    }

    @Test
    void anUnknownDialectStopsNobodyElse() {
        long version = drain(0);
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community) VALUES ('" + Samples.id()
                + "', 'WATCH', 'klingon', '" + community + "')");
        RegistryStore.Page page = PgFixture.await(registry.devicesSince(version, 10));
        assertThat(page.devices()).isEmpty();
        assertThat(page.nextVersion()).isGreaterThan(version);
    }

    @Test
    void theTreeIsWhole() {
        assertThat(PgFixture.await(registry.communities()))
                .extracting(node -> node.id().value())
                .contains(street, community, building);
    }

    @Test
    void aResidentIsASubjectWithADoor() {
        Subject subject = PgFixture.await(
                        new PgResidentStore(POSTGRES.pools().api()).findSubject(new ResidentId(resident)))
                .orElseThrow();
        assertThat(subject.label()).isEqualTo("王秀英");
        assertThat(subject.place().orElseThrow().label()).isEqualTo("3号楼 2单元 502");
        assertThat(subject.community()).isEqualTo(new CommunityId(community));
    }

    @Test
    void readingsAreKeptAndAbsentStaysAbsent() {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Vitals vitals = new Vitals(
                Optional.of(72.0),
                Optional.empty(),
                Optional.empty(),
                Optional.of(97.0),
                Optional.of(36.6),
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                Optional.of(Vitals.Consciousness.A));
        append(at, new Telemetry.Reading(at, vitals, true));
        assertThat(POSTGRES.ask(
                        "SELECT concat_ws(' ', heart_rate, systolic, spo2, temperature, on_oxygen, consciousness, backfilled)"
                                + " FROM observations WHERE device = '" + device + "'"))
                .containsExactly("72 97 36.6 f A t");
    }

    @Test
    void theNewestValueWinsWhateverTheOrder() {
        Instant now = Instant.now();
        append(now, new Telemetry.Heartbeat(now, true, Optional.of(80), Optional.of(true), Optional.empty()));
        append(now.plusSeconds(10), beat(now, 60), position(now.plusSeconds(9), 34.1));
        append(now.plusSeconds(5), beat(now, 70), position(now.plusSeconds(4), 34.2));
        assertThat(latest("battery_percent, lat, worn, online")).containsExactly("60 34.1 t t");
        append(
                now.plusSeconds(20),
                new Telemetry.Heartbeat(now, false, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(latest("battery_percent, online")).containsExactly("60 f");
    }

    @Test
    void aPositionFromTheFutureDoesNotStayForEver() {
        Instant now = Instant.now();
        append(now, position(now.plus(Duration.ofDays(700)), 1.0));
        append(now.plusSeconds(1), position(now.plusSeconds(1), 34.5));
        assertThat(latest("lat")).containsExactly("34.5");
    }

    @Test
    void aRosterHoldsTheCommunityAndTheStreetButNoFamily() {
        UUID near = person("VOLUNTEER", building, "{FIRST_HAND}");
        UUID doctor = person("DOCTOR", street, "{DOCTOR}");
        UUID family = person("FAMILY", community, "{FAMILY}");
        UUID elsewhere = Samples.id();
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + elsewhere
                + "', 'COMMUNITY', 'x', '" + street + "')");
        UUID far = person("VOLUNTEER", elsewhere, "{FIRST_HAND}");
        PgResponderStore api = new PgResponderStore(POSTGRES.pools().api(), Samples::id);
        PgFixture.await(api.setDuty(near, true));
        PgFixture.await(api.setPosition(near, fix(Instant.now(), 34.3)));
        PgFixture.await(api.setPosition(near, fix(Instant.now().minusSeconds(60), 1.0)));
        List<RosterEntry> roster = PgFixture.await(responders.roster(new CommunityId(community), 100));
        assertThat(roster)
                .extracting(entry -> entry.person().id())
                .contains(near, doctor)
                .doesNotContain(family, far);
        RosterEntry first = roster.get(0);
        assertThat(first.person().id()).isEqualTo(near);
        assertThat(first.onDuty()).isTrue();
        assertThat(first.busy()).isFalse();
        assertThat(first.roles()).containsExactly(Role.FIRST_HAND);
        assertThat(first.position().orElseThrow().point().latitude()).isEqualTo(34.3);
        assertThat(PgFixture.await(responders.listNow(Set.of(new CommunityId(community)), 100)))
                .extracting(now -> now.person().id())
                .contains(near, family)
                .doesNotContain(doctor);
        assertThat(PgFixture.await(responders.findNow(Samples.id()))).isEmpty();
    }

    @Test
    void wordsWaitUntilHeardOrOld() {
        byte[] word = "{\"安\":1}".getBytes(StandardCharsets.UTF_8);
        PgFixture.await(
                downlinks.add(device, "down/command", word, Instant.now().plusSeconds(60)));
        PgFixture.await(
                downlinks.add(device, "down/command", word, Instant.now().minusSeconds(1)));
        DownlinkStore.Downlink waiting =
                PgFixture.await(downlinks.pending(device, 0, 10)).get(0);
        assertThat(waiting.payload()).isEqualTo(word);
        assertThat(PgFixture.await(downlinks.pending(device, 0, 10))).hasSize(1);
        assertThat(PgFixture.await(downlinks.pending(device, waiting.id(), 10))).isEmpty();
        PgFixture.await(downlinks.delivered(device, waiting.id()));
        assertThat(PgFixture.await(downlinks.pending(device, 0, 10))).isEmpty();
    }

    @Test
    void sessionsOutliveConnectionsButNotTheirExpiry() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        SessionStore.Session live = new SessionStore.Session(
                device, "c1", Samples.id(), Map.of("v1/+/down/#", 1), Duration.ofSeconds(4_294_967_295L), now);
        SessionStore.Session over = new SessionStore.Session(
                device, "c2", Samples.id(), Map.of(), Duration.ofSeconds(60), now.minusSeconds(120));
        PgFixture.await(sessions.save(live));
        PgFixture.await(sessions.save(over));
        List<SessionStore.Session> found = PgFixture.await(sessions.listLive(10));
        assertThat(found).singleElement().satisfies(session -> {
            assertThat(session.clientId()).isEqualTo("c1");
            assertThat(session.incarnation()).isEqualTo(live.incarnation());
            assertThat(session.subscriptions()).isEqualTo(live.subscriptions());
            assertThat(session.lastSeenAt()).isEqualTo(now);
        });
        PgFixture.await(sessions.delete(device, "c1"));
        assertThat(PgFixture.await(sessions.listLive(10))).isEmpty();
    }

    private UUID person(String role, UUID node, String roles) {
        UUID id = Samples.id();
        POSTGRES.tell(
                "INSERT INTO accounts (id, username, password_hash, name, role, community, resident) VALUES ('" + id
                        + "', '" + id + "', 'x', '刘', '" + role + "', '" + node + "', "
                        + (role.equals("FAMILY") ? "'" + resident + "'" : "NULL") + ")");
        POSTGRES.tell("INSERT INTO responders (account, roles) VALUES ('" + id + "', '" + roles + "')");
        return id;
    }

    private void append(Instant receivedAt, Telemetry... said) {
        PgFixture.await(telemetry.append(java.util.Arrays.stream(said)
                .map(each -> new TelemetryStore.Row(
                        device, new CommunityId(community), Optional.of(new ResidentId(resident)), receivedAt, each))
                .toList()));
    }

    private static Telemetry beat(Instant at, int battery) {
        return new Telemetry.Heartbeat(at, true, Optional.of(battery), Optional.empty(), Optional.empty());
    }

    private static Telemetry position(Instant at, double latitude) {
        return new Telemetry.Position(fix(at, latitude));
    }

    private static Fix fix(Instant at, double latitude) {
        return new Fix(new Wgs84(latitude, 113.7), OptionalDouble.of(12), at);
    }

    private List<String> latest(String columns) {
        return POSTGRES.ask(
                "SELECT concat_ws(' ', " + columns + ") FROM device_latest WHERE device = '" + device + "'");
    }

    private Optional<RegistryStore.Registered> find(long version) {
        return PgFixture.await(registry.devicesSince(version, 10_000)).devices().stream()
                .filter(found -> found.device().id().equals(device))
                .findFirst();
    }

    private long drain(long version) {
        RegistryStore.Page page = PgFixture.await(registry.devicesSince(version, 2));
        return page.more() ? drain(page.nextVersion()) : page.nextVersion();
    }
}
