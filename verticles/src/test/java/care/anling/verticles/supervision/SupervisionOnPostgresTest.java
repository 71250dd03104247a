package care.anling.verticles.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.core.common.Actor;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.SignalId;
import care.anling.core.device.Device;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.PgRegistryStore;
import care.anling.verticles.store.PgSupervisionStore;
import care.anling.verticles.store.RegistryStore.Registered;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.Street;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.triage.EmergencyLane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices fall silent and come back, on PostgreSQL, through the lane every press takes. */
class SupervisionOnPostgresTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private static Hints hints;

    private final ConcurrentLinkedQueue<Hint.DeviceChanged> told = new ConcurrentLinkedQueue<>();
    private final List<DeviceId> watches = new ArrayList<>();
    private Street street;
    private UUID building;
    private Emergencies emergencies;
    private String deployed = "";

    @BeforeAll
    static void openHints() {
        hints = Hints.on(POSTGRES.vertx());
    }

    @BeforeEach
    void open() {
        POSTGRES.tell("DELETE FROM device_supervision");
        POSTGRES.tell("UPDATE supervision_ears SET hearing_since = now() - interval '30 days', heard_at = now()");
        street = new Street(POSTGRES);
        building = Samples.id();
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + building
                + "', 'BUILDING', '3号楼', '" + street.community() + "')");
        hints.listen(Hint.DeviceChanged.class, told::add);
        emergencies = new Emergencies(
                new EmergencyLane(
                        new VertxLoop(POSTGRES.vertx(), POSTGRES.vertx().getOrCreateContext()),
                        new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake()),
                        hints,
                        meters),
                Samples::id);
    }

    @AfterEach
    void close() {
        if (!deployed.isEmpty()) {
            PgFixture.await(POSTGRES.vertx().undeploy(deployed));
        }
    }

    @Test
    void aSilentWatchIsRaisedOnceAndEndsWhenItIsHeardAgain() {
        DeviceId watch = watch("3 hours");
        supervise();
        await().atMost(PATIENCE).until(() -> !incidents("OPEN").isEmpty());
        assertThat(incidents("OPEN")).containsExactly("RESIDENT DEVICE_OFFLINE P4 {TECHNICAL} {DEVICE_OFFLINE} 1");
        assertThat(told).anySatisfy(hint -> {
            assertThat(hint.device()).isEqualTo(watch.value());
            assertThat(hint.state()).isEqualTo("OFFLINE");
        });
        lookAgain();
        await().atMost(PATIENCE).until(this::lookedAtAll);
        assertThat(incidents("OPEN")).singleElement().asString().endsWith(" 1");

        hear(watch);
        lookAgain();
        await().atMost(PATIENCE).until(() -> incidents("OPEN").isEmpty());
        assertThat(incidents("STOOD_DOWN")).hasSize(1);
        assertThat(POSTGRES.ask("SELECT disposition || ' ' || stood_down_name FROM incidents WHERE community = '"
                        + street.community() + "'"))
                .containsExactly("RECOVERED 安铃");
        assertThat(POSTGRES.ask(
                        "SELECT type FROM incident_events WHERE community = '" + street.community() + "' ORDER BY id"))
                .contains("incident.opened", "incident.device_recovered", "incident.stood_down");
    }

    @Test
    void whoHasPressedMeanwhileIsNotClosedByTheirWatch() {
        DeviceId watch = watch("3 hours");
        supervise();
        await().atMost(PATIENCE).until(() -> !incidents("OPEN").isEmpty());
        press(watch);
        hear(watch);
        lookAgain();
        await().atMost(PATIENCE)
                .until(() -> !POSTGRES.ask("SELECT type FROM incident_events WHERE community = '" + street.community()
                                + "' AND type = 'incident.device_recovered'")
                        .isEmpty());
        assertThat(incidents("OPEN")).singleElement().asString().contains("P1");
    }

    @Test
    void aPowerCutIsOneIncidentOfTheHouse() {
        for (int i = 0; i < 8; i++) {
            DeviceId unused = watch("3 hours");
        }
        supervise();
        await().atMost(PATIENCE).until(() -> incidents("OPEN").stream().anyMatch(i -> i.endsWith(" 8")));
        assertThat(incidents("OPEN")).containsExactly("PLACE DEVICE_OFFLINE P4 {TECHNICAL} {DEVICE_OFFLINE} 8");

        watches.subList(0, 7).forEach(this::hear);
        lookAgain();
        await().atMost(PATIENCE).until(this::lookedAtAll);
        assertThat(incidents("OPEN")).hasSize(1);
        hear(watches.get(7));
        lookAgain();
        await().atMost(PATIENCE).until(() -> incidents("OPEN").isEmpty());
    }

    /** Reported one by one by the devices themselves, and gathered afterwards; whoever pressed stays alone. */
    @Test
    void singleFaultsOfAHouseBecomeOneAndAPressDoesNot() {
        for (int i = 0; i < 6; i++) {
            DeviceId watch = watch("1 minute");
            raise(watch, SignalKind.DEVICE_FAULT);
        }
        press(watches.get(5));
        supervise();
        await().atMost(PATIENCE).until(() -> incidents("OPEN").size() == 2);
        assertThat(incidents("OPEN"))
                .anyMatch(line -> line.startsWith("PLACE DEVICE_FAULT P4 {TECHNICAL} {DEVICE_FAULT}"))
                .anyMatch(line -> line.startsWith("RESIDENT DEVICE_FAULT P1"));
        assertThat(POSTGRES.ask(
                        "SELECT DISTINCT disposition FROM incidents WHERE state = 'STOOD_DOWN' AND community = '"
                                + street.community() + "'"))
                .containsExactly("MERGED");
    }

    @Test
    void aNodeThatDiedBetweenRaisingAndWritingRaisesNothingTwice() {
        DeviceId unused = watch("3 hours");
        POSTGRES.tell("UPDATE device_supervision SET due_at = now()");
        String turn =
                POSTGRES.ask("SELECT due_at::text FROM device_supervision").get(0);
        supervise();
        await().atMost(PATIENCE).until(() -> !incidents("OPEN").isEmpty());
        await().atMost(PATIENCE).until(this::lookedAtAll);
        POSTGRES.tell("UPDATE device_supervision SET faults = '{}', incident = NULL, due_at = '" + turn + "'");
        await().atMost(PATIENCE).until(this::lookedAtAll);
        assertThat(incidents("OPEN")).singleElement().asString().endsWith(" 1");
    }

    /** Registered devices as rows, and this node's registry as read when asked. */
    private void supervise() {
        Map<DeviceId, Device> registry =
                PgFixture.await(new PgRegistryStore(POSTGRES.pools().telemetry()).devicesSince(0, 1_000))
                        .devices()
                        .stream()
                        .map(Registered::device)
                        .collect(Collectors.toMap(Device::id, Function.identity()));
        deployed = PgFixture.await(POSTGRES.vertx()
                .deployVerticle(new SupervisionVerticle(
                        new Supervisor.Ports(
                                new PgSupervisionStore(POSTGRES.pools().engine()),
                                new PgIncidentStore(
                                        POSTGRES.vertx(), POSTGRES.pools().engine()),
                                emergencies,
                                id -> Optional.ofNullable(registry.get(id)),
                                hints,
                                Samples::id,
                                Clock.systemUTC(),
                                ZoneId.of("Asia/Shanghai")),
                        meters)));
    }

    private DeviceId watch(String silentFor) {
        UUID resident = Samples.id();
        DeviceId watch = new DeviceId(Samples.id());
        CommunityId community = street.community();
        POSTGRES.tell("INSERT INTO residents (id, community, name, building) VALUES ('" + resident + "', '" + community
                + "', '李秀英', '" + building + "')");
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident) VALUES ('" + watch
                + "', 'WATCH', 'native', '" + community + "', '" + resident + "')");
        POSTGRES.tell("INSERT INTO device_latest (device, status_at, last_seen_at, online) VALUES ('" + watch
                + "', now(), now() - interval '" + silentFor + "', true)");
        watches.add(watch);
        return watch;
    }

    private void hear(DeviceId watch) {
        POSTGRES.tell(
                "UPDATE device_latest SET last_seen_at = now(), status_at = now() WHERE device = '" + watch + "'");
    }

    private void lookAgain() {
        POSTGRES.tell("UPDATE device_supervision SET due_at = now()");
    }

    private boolean lookedAtAll() {
        return POSTGRES.ask("SELECT device FROM device_supervision WHERE due_at <= now() OR leased_until IS NOT NULL")
                .isEmpty();
    }

    private void press(DeviceId watch) {
        raise(watch, SignalKind.SOS);
    }

    private void raise(DeviceId watch, SignalKind kind) {
        Device device =
                PgFixture.await(new PgRegistryStore(POSTGRES.pools().telemetry()).devicesSince(0, 1_000))
                        .devices()
                        .stream()
                        .map(Registered::device)
                        .filter(known -> known.id().equals(watch))
                        .findFirst()
                        .orElseThrow();
        Signal signal = new Signal(
                new SignalId(Samples.id()),
                kind,
                new Actor.Machine(watch),
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                List.of(),
                Optional.empty());
        PgFixture.await(emergencies.raise(device, signal, Optional.empty()));
    }

    /** Subject, what opened it, priority, needs, reasons, signals. */
    private List<String> incidents(String state) {
        return POSTGRES.ask("SELECT subject_kind || ' ' || opened_by || ' ' || priority || ' ' || needs::text || ' '"
                + " || reasons::text || ' ' || signals FROM incidents WHERE state = '" + state + "' AND community = '"
                + street.community() + "'");
    }
}
