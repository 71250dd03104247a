package care.anling.verticles.mqtt;

import care.anling.core.common.Actor;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.common.SignalId;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import care.anling.core.device.WireCopy;
import care.anling.verticles.mqtt.codec.Codec;
import care.anling.verticles.mqtt.codec.CodecReason;
import care.anling.verticles.mqtt.codec.Codecs;
import care.anling.verticles.mqtt.codec.Decoded;
import care.anling.verticles.mqtt.codec.SignalDraft;
import care.anling.verticles.mqtt.codec.SignalDraft.EachCountsFromHelpButton;
import care.anling.verticles.mqtt.codec.Speaker;
import care.anling.verticles.mqtt.codec.Statement;
import care.anling.verticles.mqtt.codec.Uplink;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.triage.Intake;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * From a publish to the intake: decode, find out who really speaks, hand over. The login wins over whatever a payload or
 * topic claims, and nobody's emergency is turned away for a wrong name.
 */
final class Handover {

    /** Devices whose every button means "help". */
    private static final Set<DeviceKind> HELP_BUTTONS =
            Set.of(DeviceKind.PENDANT, DeviceKind.PULL_CORD, DeviceKind.WATCH, DeviceKind.KIOSK);

    /** What one may say to a topic that is another's. Taking back somebody's alarm is not among it. */
    private static final Set<SignalKind> HEARD_FROM_ANYWHERE =
            Set.of(SignalKind.SOS, SignalKind.FALL_SUSPECTED, SignalKind.FALL_CONFIRMED);

    private final Codecs codecs;
    private final DeviceIndex index;
    private final Intake intake;
    private final IdSource ids;
    private final InstantSource clock;
    private final MqttMeters meters;
    private final Knocks recentKnocks = new Knocks();

    Handover(Codecs codecs, DeviceIndex index, Intake intake, IdSource ids, InstantSource clock, MqttMeters meters) {
        this.codecs = codecs;
        this.index = index;
        this.intake = intake;
        this.ids = ids;
        this.clock = clock;
        this.meters = meters;
    }

    /** What became of a publish. */
    sealed interface Handed {}

    /** On its way. @param emergency it must become durable, or the connection closes; telemetry may be refused */
    record Underway(Future<Void> durable, boolean emergency) implements Handed {}

    /** Nothing to store: acknowledge. */
    record Done() implements Handed {}

    /** Not taken, and will not be however often it comes again. */
    record NotTaken(Why why) implements Handed {}

    enum Why {
        UNKNOWN_TOPIC,
        UNREADABLE,
        FOREIGN,
        RETIRED
    }

    private static final Handed DONE = new Done();

    /** One publish and who sent it. */
    private record Sent(Device login, Publish publish, UUID incarnation, Codec codec, Instant receivedAt) {}

    /** A statement with its speaker found. */
    private record Voice(Device device, boolean unidentified) {}

    Handed take(Device login, Publish publish, UUID incarnation) {
        Codec codec = codecs.choose(login.dialect(), publish.topic());
        Sent sent = new Sent(login, publish, incarnation, codec, clock.instant());
        Decoded decoded = codecs.decode(codec, new Uplink(publish.topic(), publish.payload(), sent.receivedAt()));
        if (decoded instanceof Decoded.Said said) {
            said.dropped().forEach(reason -> meters.leftOut(codec.dialect(), reason));
            return said(sent, said.statements());
        }
        CodecReason reason =
                decoded instanceof Decoded.Ignored ignored ? ignored.reason() : ((Decoded.Refused) decoded).reason();
        meters.leftOut(codec.dialect(), reason);
        if (decoded instanceof Decoded.Ignored) {
            return DONE;
        }
        boolean topic = reason == CodecReason.UNKNOWN_TOPIC || reason == CodecReason.OWN_DOWNLINK;
        return new NotTaken(topic ? Why.UNKNOWN_TOPIC : Why.UNREADABLE);
    }

    private Handed said(Sent sent, List<Statement> statements) {
        List<Future<Void>> emergencies = new ArrayList<>(2);
        List<Supplier<Future<Void>>> measured = new ArrayList<>(2);
        Optional<Why> refused = Optional.empty();
        for (Statement statement : statements) {
            Optional<Voice> voice = voice(sent, statement);
            if (voice.isEmpty()) {
                refused = Optional.of(Why.FOREIGN);
            } else if (statement.saying() instanceof Statement.Alarm alarm) {
                emergency(sent, voice.get(), alarm.draft()).ifPresent(emergencies::add);
            } else if (statement.saying() instanceof Statement.Measured it) {
                if (voice.get().unidentified()) {
                    meters.leftOut(sent.codec().dialect(), "unknown_child");
                } else if (voice.get().device().state() == DeviceState.RETIRED) {
                    meters.leftOut(sent.codec().dialect(), "retired_device");
                    refused = Optional.of(Why.RETIRED);
                } else {
                    measured.add(() -> measured(voice.get().device(), it.telemetry()));
                }
            }
        }
        return handed(emergencies, measured, refused);
    }

    private static Handed handed(
            List<Future<Void>> emergencies, List<Supplier<Future<Void>>> measured, Optional<Why> refused) {
        // Always after the emergencies: an SOS never waits behind its own battery level.
        List<Future<Void>> readings = measured.stream().map(Supplier::get).toList();
        if (!emergencies.isEmpty()) {
            return new Underway(all(emergencies), true);
        }
        if (!readings.isEmpty()) {
            return new Underway(all(readings), false);
        }
        return refused.<Handed>map(NotTaken::new).orElse(DONE);
    }

    private static Future<Void> all(List<Future<Void>> futures) {
        return futures.size() == 1 ? futures.get(0) : Future.all(futures).mapEmpty();
    }

    private Optional<Voice> voice(Sent sent, Statement statement) {
        Device login = sent.login();
        if (statement.speaker() instanceof Speaker.Named named) {
            if (named.id().equals(login.id())) {
                return Optional.of(new Voice(login, false));
            }
            Optional<Device> child = index.find(named.id()).filter(it -> speaksFor(login.id(), it));
            return child.map(it -> new Voice(it, false)).or(() -> heardAnyway(sent, statement));
        }
        if (statement.speaker() instanceof Speaker.Addressed addressed && login.kind() == DeviceKind.GATEWAY) {
            return Optional.of(index.findChild(login.id(), addressed.address())
                    .map(child -> new Voice(child, false))
                    .orElseGet(() -> new Voice(login, true)));
        }
        if (statement.speaker() instanceof Speaker.Addressed addressed
                && login.address().filter(addressed.address()::equalsIgnoreCase).isEmpty()) {
            meters.leftOut(sent.codec().dialect(), "address_differs");
        }
        return Optional.of(new Voice(login, false));
    }

    private static boolean speaksFor(DeviceId gateway, Device child) {
        return child.gateway().filter(gateway::equals).isPresent();
    }

    /** Somebody pressed, on a topic that is not theirs: a mistake in a configuration is no reason not to come. */
    private Optional<Voice> heardAnyway(Sent sent, Statement statement) {
        meters.leftOut(sent.codec().dialect(), "foreign_topic");
        boolean heard = statement.saying() instanceof Statement.Alarm alarm
                && HEARD_FROM_ANYWHERE.contains(alarm.draft().kind());
        return heard ? Optional.of(new Voice(sent.login(), false)) : Optional.empty();
    }

    private Optional<Future<Void>> emergency(Sent sent, Voice voice, SignalDraft draft) {
        if (draft.repeats() instanceof EachCountsFromHelpButton
                && (voice.unidentified()
                        || !HELP_BUTTONS.contains(voice.device().kind()))) {
            meters.leftOut(sent.codec().dialect(), CodecReason.NO_PRESS);
            return Optional.empty();
        }
        Device device = voice.device();
        Publish publish = sent.publish();
        Signal signal = new Signal(
                new SignalId(ids.next()),
                draft.kind(),
                new Actor.Machine(device.id()),
                sent.receivedAt(),
                draft.deviceTime(),
                draft.fix(),
                draft.batteryPercent(),
                draft.drill(),
                1,
                flags(draft, voice),
                Optional.of(new WireCopy(
                        sent.codec().dialect(), sent.codec().version(), publish.topic(), publish.payload())));
        Future<Void> durable =
                emergency(device, signal, SignalKeys.of(device.id(), draft, publish, sent.incarnation()));
        alongside(device, signal);
        return Optional.of(durable);
    }

    /** What an alarm also tells about its device. Nobody waits for it. */
    private void alongside(Device device, Signal signal) {
        if (device.state() == DeviceState.RETIRED) {
            return;
        }
        signal.fix()
                .ifPresent(fix -> measured(device, new Telemetry.Position(fix)).onFailure(unimportant -> {}));
        if (signal.batteryPercent().isPresent()) {
            measured(
                            device,
                            new Telemetry.Heartbeat(
                                    signal.receivedAt(),
                                    true,
                                    signal.batteryPercent(),
                                    Optional.empty(),
                                    Optional.empty()))
                    .onFailure(unimportant -> {});
        }
    }

    private List<Reason> flags(SignalDraft draft, Voice voice) {
        List<Reason> flags = new ArrayList<>(draft.flags());
        Device device = voice.device();
        if (voice.unidentified()) {
            flags.add(Reason.UNIDENTIFIED);
        } else if (device.resident().isEmpty() && device.place().isEmpty()) {
            flags.add(Reason.UNASSIGNED_DEVICE);
        }
        if (device.state() == DeviceState.RETIRED) {
            flags.add(Reason.RETIRED_DEVICE);
        }
        if (index.upkeep(device.id()).inMaintenance(clock.instant())) {
            flags.add(Reason.IN_MAINTENANCE);
        }
        flags.forEach(meters::heardAnyway);
        return List.copyOf(flags);
    }

    /** Its packet was too large to read: that may have been an alarm, so somebody looks after the device. */
    Future<Void> oversized(Device device) {
        return emergency(
                device, ownWord(device, Reason.OVERSIZED_PACKET), Optional.of(SignalKeys.oversized(device.id())));
    }

    /** What we say of a device, not the device itself. */
    private Signal ownWord(Device device, Reason why) {
        return new Signal(
                new SignalId(ids.next()),
                SignalKind.DEVICE_FAULT,
                new Actor.Machine(device.id()),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                flags(device, why),
                Optional.empty());
    }

    /** A retired device was turned away at the door. Somebody still has it, and may believe that it protects them. */
    Future<Void> knocked(Device device) {
        if (!recentKnocks.isNews(device.id())) {
            return Future.succeededFuture();
        }
        return emergency(device, ownWord(device, Reason.RETIRED_DEVICE), Optional.of(SignalKeys.knock(device.id())));
    }

    private static List<Reason> flags(Device device, Reason first) {
        return device.state() == DeviceState.RETIRED && first != Reason.RETIRED_DEVICE
                ? List.of(first, Reason.RETIRED_DEVICE)
                : List.of(first);
    }

    /** It connected, or its last connection ended. */
    void presence(Device device, boolean online) {
        if (device.state() != DeviceState.RETIRED) {
            measured(
                            device,
                            new Telemetry.Heartbeat(
                                    clock.instant(), online, Optional.empty(), Optional.empty(), Optional.empty()))
                    .onFailure(unimportant -> {});
        }
    }

    private Future<Void> emergency(Device device, Signal signal, Optional<SignalKey> key) {
        try {
            return intake.emergency(device, signal, key);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<Void> measured(Device device, Telemetry telemetry) {
        try {
            return intake.telemetry(device, telemetry);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }
}
