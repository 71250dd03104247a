package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.device.SignalKind;
import care.anling.verticles.store.SupervisionStore.Burst;
import care.anling.verticles.store.SupervisionStore.Due;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgSupervisionStoreTest extends SupervisionStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private PgSupervisionStore store;
    private Street street;
    private UUID building;

    @BeforeEach
    void open() {
        POSTGRES.tell("DELETE FROM device_supervision");
        POSTGRES.tell("UPDATE incidents SET state = 'STOOD_DOWN', stood_down_at = now(), disposition = 'TEST'"
                + " WHERE state = 'OPEN'");
        store = new PgSupervisionStore(POSTGRES.pools().engine());
        street = new Street(POSTGRES);
        building = Samples.id();
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent, lat, lon) VALUES ('" + building
                + "', 'BUILDING', '3号楼', '" + street.community() + "', 34.7, 113.7)");
    }

    @Override
    SupervisionStore store() {
        return store;
    }

    @Override
    DeviceId watch() {
        return device("WATCH", "NULL");
    }

    private DeviceId device(String kind, String gateway) {
        DeviceId id = new DeviceId(Samples.id());
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, building, gateway) VALUES ('" + id + "', '"
                + kind + "', 'native', '" + street.community() + "', '" + building + "', " + gateway + ")");
        return id;
    }

    @Override
    void age(Duration by) {
        String millis = " - interval '" + by.toMillis() + " ms'";
        POSTGRES.tell(
                "UPDATE device_supervision SET due_at = due_at" + millis + ", leased_until = leased_until" + millis);
        POSTGRES.tell("UPDATE supervision_ears SET heard_at = heard_at" + millis + ", hearing_since = hearing_since"
                + millis);
    }

    @Test
    void twoNodesNeverClaimTheSame() {
        for (int i = 0; i < 60; i++) {
            DeviceId unused = watch();
        }
        PgSupervisionStore other = new PgSupervisionStore(POSTGRES.pools().engine());
        List<Future<List<Due>>> claims = Stream.of(store, other, store, other)
                .map(each -> each.claimDue(15, LEASE))
                .toList();
        PgFixture.await(Future.join(claims));
        List<DeviceId> all = claims.stream()
                .flatMap(claim -> claim.result().stream())
                .map(Due::device)
                .toList();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(claimed().size() + all.size()).isEqualTo(60);
    }

    @Test
    void aDeviceMadeDueDuringALookStaysDue() {
        DeviceId watch = watch();
        Due due = claimed().get(0);
        POSTGRES.tell("UPDATE devices SET heartbeat_seconds = 60 WHERE id = '" + watch + "'");
        settle(due, due.as().memory(), due.now().plusSeconds(600), Optional.empty());
        assertThat(claimed())
                .singleElement()
                .satisfies(again -> assertThat(again.as().upkeep().heartbeat()).contains(Duration.ofSeconds(60)));
    }

    @Test
    void aRetiredDeviceIsNobodysWorryAndOneBackInUseIs() {
        DeviceId watch = watch();
        POSTGRES.tell("UPDATE devices SET state = 'RETIRED' WHERE id = '" + watch + "'");
        assertThat(claimed()).isEmpty();
        POSTGRES.tell("UPDATE devices SET state = 'ACTIVE' WHERE id = '" + watch + "'");
        assertThat(claimed()).hasSize(1);
    }

    @Test
    void whatADeviceSaidItselfIsHeardAndWhatWasRaisedAboutItIsNot() {
        DeviceId watch = watch();
        signal(watch, "NULL", "1 minute");
        assertThat(claimed().get(0).as().latest().seenAt()).isEmpty();
        age(LEASE);
        signal(watch, "'native'", "2 minutes");
        assertThat(claimed().get(0).as().latest().seenAt()).isPresent();
    }

    @Test
    void aGatewayIsHeardThroughItsChildren() {
        DeviceId gateway = device("GATEWAY", "NULL");
        DeviceId child = device("PENDANT", "'" + gateway + "'");
        POSTGRES.tell("INSERT INTO device_latest (device, status_at, last_seen_at, online) VALUES ('" + child
                + "', now(), now(), true), ('" + gateway
                + "', now() - interval '1 day', now() - interval '1 day', true)");
        Due due = claimed().stream()
                .filter(each -> each.device().equals(gateway))
                .findFirst()
                .orElseThrow();
        assertThat(due.as().latest().seenAt().orElseThrow())
                .isAfter(Instant.now().minusSeconds(3_600));
    }

    @Test
    void maintenanceAndAbsenceComeAlong() {
        DeviceId watch = watch();
        UUID resident = Samples.id();
        POSTGRES.tell("INSERT INTO residents (id, community, name, away, away_kind, away_until) VALUES ('" + resident
                + "', '" + street.community() + "', '李', true, 'HOSPITAL', now() + interval '1 day')");
        POSTGRES.tell("UPDATE devices SET resident = '" + resident
                + "', state = 'MAINTENANCE', maintenance_until = now() + interval '1 hour' WHERE id = '" + watch + "'");
        Due due = claimed().get(0);
        assertThat(due.as().upkeep().inMaintenance(due.now())).isTrue();
        assertThat(due.as().absentUntil()).isPresent();
        assertThat(due.building().orElseThrow().label()).isEqualTo("3号楼");
    }

    @Test
    void fiveOfOneHouseAreABurstAndFourAreNot() {
        for (int i = 0; i < 4; i++) {
            IncidentId unused = incident("RESIDENT", Samples.id(), "DEVICE_OFFLINE", "1 minute");
        }
        IncidentId unused = incident("RESIDENT", Samples.id(), "LOW_BATTERY", "1 minute");
        assertThat(bursts()).isEmpty();
        IncidentId fifth = incident("DEVICE", Samples.id(), "DEVICE_OFFLINE", "9 minutes");
        Burst burst = bursts().get(0);
        assertThat(burst.kind()).isEqualTo(SignalKind.DEVICE_OFFLINE);
        assertThat(burst.incidents()).hasSize(5).contains(fifth);
        assertThat(burst.building().id()).isEqualTo(building);
        assertThat(burst.building().community()).isEqualTo(street.community());
    }

    @Test
    void fiveSpreadOverAnHourAreNoBurst() {
        for (int i = 0; i < 5; i++) {
            IncidentId unused = incident("RESIDENT", Samples.id(), "DEVICE_OFFLINE", "1" + i + " minutes");
        }
        assertThat(bursts()).isEmpty();
    }

    @Test
    void beneathTheBuildingsOwnEverySingleOneIsGathered() {
        IncidentId single = incident("RESIDENT", Samples.id(), "DEVICE_OFFLINE", "2 hours");
        assertThat(bursts()).isEmpty();
        IncidentId unused = incident("PLACE", building, "DEVICE_OFFLINE", "3 hours");
        assertThat(bursts())
                .singleElement()
                .satisfies(burst -> assertThat(burst.incidents()).containsExactly(single));
    }

    private List<Burst> bursts() {
        return PgFixture.await(store.listBursts(5, TEN_MINUTES, 10));
    }

    private void signal(DeviceId device, String dialect, String ago) {
        POSTGRES.tell(
                "INSERT INTO signals (id, received_at, device, kind, subject_kind, subject, community, node_at, drill,"
                        + " presses, flags, dialect) VALUES ('" + Samples.id() + "', now() - interval '" + ago + "', '"
                        + device + "', 'SOS', 'DEVICE', '" + device + "', '" + street.community()
                        + "', now(), false, 1, '', " + dialect + ")");
    }

    private IncidentId incident(String subjectKind, UUID subject, String kind, String ago) {
        IncidentId id = new IncidentId(Samples.id());
        POSTGRES.tell("INSERT INTO incidents (id, subject_kind, subject, community, label, place_building, opened_by,"
                + " priority, need, needs, reasons, state, opened_at, last_signal_at, signals, cancel_requested, drill,"
                + " devices, ladder_next, ladder_steps, ladder_rounds, ladder_asked, ladder_rung_at, version) VALUES ('"
                + id + "', '" + subjectKind + "', '" + subject + "', '" + street.community() + "', 'x', '" + building
                + "', '" + kind + "', 'P4', 'TECHNICAL', '{TECHNICAL}', '{" + kind + "}', 'OPEN', now() - interval '"
                + ago + "', now(), 1, false, false, '{" + Samples.id() + "}', 0, 0, 0, '{}', now(), 1)");
        return id;
    }
}
