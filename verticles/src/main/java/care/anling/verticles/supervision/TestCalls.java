package care.anling.verticles.supervision;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.device.Device;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Upkeep;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.DeviceTestStore;
import care.anling.verticles.store.DownlinkStore;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.triage.Intake;
import care.anling.verticles.wire.CommandWord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the intake and takes out the one press that was announced as a test. Everything else passes untouched;
 * so does an announced one whenever there is the least doubt, or the database does not answer at once: a press is an
 * emergency unless proven otherwise.
 */
public final class TestCalls implements Intake {

    /** How long a press may be kept from being an emergency by asking whether it is a test. */
    public static final Duration PATIENCE = Duration.ofMillis(1_000);

    /** What pressing a test button says. */
    private static final Set<SignalKind> TESTABLE =
            Set.of(SignalKind.SOS, SignalKind.SMOKE, SignalKind.GAS, SignalKind.WATER);

    private static final Logger LOG = LoggerFactory.getLogger(TestCalls.class);

    private final Intake emergencies;
    private final Ports ports;
    private final UnaryOperator<Future<Boolean>> patience;

    /** @param upkeep this node's registry */
    public record Ports(
            Function<DeviceId, Upkeep> upkeep,
            DeviceTestStore tests,
            DownlinkStore downlinks,
            Hints hints,
            IdSource ids,
            InstantSource clock) {}

    public TestCalls(Intake emergencies, Ports ports) {
        this(emergencies, ports, answer -> answer.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** @param patience fails what has no answer within {@link #PATIENCE}, by whatever time passes where this runs */
    public TestCalls(Intake emergencies, Ports ports, UnaryOperator<Future<Boolean>> patience) {
        this.emergencies = emergencies;
        this.ports = ports;
        this.patience = patience;
    }

    @Override
    public Future<Void> emergency(Device device, Signal signal, Optional<SignalKey> key) {
        if (TESTABLE.contains(signal.kind())
                && ports.upkeep().apply(device.id()).awaitsTest(ports.clock().instant())) {
            return patience.apply(ports.tests().pass(device.id(), nameOf(signal, key)))
                    .otherwise(false)
                    .compose(passed -> passed ? passed(device) : emergencies.emergency(device, signal, key));
        }
        Future<Void> landed = emergencies.emergency(device, signal, key);
        if (signal.drill() && TESTABLE.contains(signal.kind())) {
            landed.compose(done -> ports.tests().note(device.id()))
                    .onSuccess(noted -> changed(device))
                    .onFailure(failure -> LOG.debug("a drill was not noted as a test: {}", failure.getMessage()));
        }
        return landed;
    }

    @Override
    public Future<Void> telemetry(Device device, Telemetry telemetry) {
        return emergencies.telemetry(device, telemetry);
    }

    /** Equal bytes without a redelivery are another press. */
    private static String nameOf(Signal signal, Optional<SignalKey> key) {
        return key.filter(known -> !known.onlyIfRedelivered())
                .map(SignalKey::text)
                .orElseGet(() -> "own|" + signal.id());
    }

    /** It is written down: nobody waits for the word to the watch. */
    private Future<Void> passed(Device device) {
        Instant until = ports.clock().instant().plus(CommandWord.KEPT);
        CommandWord word = new CommandWord(ports.ids().next(), "test", new JsonObject().put("state", "passed"), until);
        ports.downlinks()
                .add(device.id(), CommandWord.TOPIC_SUFFIX, word.payload(), until)
                .onSuccess(said -> ports.hints().publish(new Hint.DeviceTold(device.id())))
                .onFailure(failure -> LOG.debug("a passed test was not told: {}", failure.getMessage()));
        ports.hints().publish(new Hint.RegistryChanged());
        changed(device);
        return Future.succeededFuture();
    }

    private void changed(Device device) {
        ports.hints()
                .publish(new Hint.UpkeepChanged(device.community(), device.id().value()));
    }
}
