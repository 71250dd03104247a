package care.anling.verticles.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Dialect;
import care.anling.core.device.SignalKind;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Payloads bitten, doubled, cut and overwritten at random: a codec never throws, and an emergency stays one. */
class CodecsGeneratedTest {

    private static final long SEED = 20261122;
    private static final int ROUNDS = 20_000;
    private static final Set<SignalKind> EMERGENCIES =
            Set.of(SignalKind.SOS, SignalKind.FALL_CONFIRMED, SignalKind.FALL_SUSPECTED, SignalKind.FALL_CANCELLED);

    private record Seed(Dialect dialect, String topic, byte[] payload, boolean emergencyTopic) {}

    private static final String UP = "v1/01900000-0000-7000-8000-000000000001/up/";

    private final Codecs codecs = new Codecs(ZoneId.of("Asia/Shanghai"));

    private static List<Seed> corpus() {
        return List.of(
                new Seed(Dialect.NATIVE, UP + "sos", Wire.fixture("native/sos.json"), true),
                new Seed(Dialect.NATIVE, UP + "fall", Wire.fixture("native/sos.json"), true),
                new Seed(Dialect.NATIVE, UP + "vitals", Wire.fixture("native/vitals.json"), false),
                new Seed(Dialect.NATIVE, UP + "location", Wire.fixture("native/location.json"), false),
                new Seed(Dialect.NATIVE, UP + "status", Wire.fixture("native/status.json"), false),
                new Seed(Dialect.IMEDE, "iMEDE_watch/SOS", Wire.fixture("imede/SOS.json"), true),
                new Seed(Dialect.IMEDE, "iMEDE_watch/fallDown", Wire.fixture("imede/fallDown.json"), true),
                new Seed(Dialect.IMEDE, "iMEDE_watch/AP55", Wire.fixture("imede/AP55.json"), false),
                new Seed(Dialect.IMEDE, "iMEDE_watch/VitalSign", Wire.fixture("imede/VitalSign.json"), false),
                new Seed(
                        Dialect.ZIGBEE2MQTT,
                        "zigbee2mqtt/button",
                        Wire.fixture("zigbee2mqtt/action-emergency.json"),
                        false),
                new Seed(
                        Dialect.ZIGBEE2MQTT,
                        "zigbee2mqtt/button/availability",
                        Wire.fixture("zigbee2mqtt/availability-online.json"),
                        false));
    }

    @Test
    void nothingThrowsAndEmergenciesStayEmergencies() {
        Random random = new Random(SEED);
        List<Seed> corpus = corpus();
        for (int round = 0; round < ROUNDS; round++) {
            Seed seed = corpus.get(random.nextInt(corpus.size()));
            byte[] payload = mutated(seed.payload(), random);
            Uplink uplink = Wire.uplink(seed.topic(), payload);
            Decoded decoded = codecs.decode(codecs.choose(seed.dialect(), seed.topic()), uplink);
            if (seed.emergencyTopic()) {
                assertThat(Wire.alarms(decoded))
                        .as("seed %d round %d: %s", SEED, round, Arrays.toString(payload))
                        .isNotEmpty()
                        .allMatch(draft -> EMERGENCIES.contains(draft.kind()));
            }
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int bites = random.nextInt(4); bites >= 0; bites--) {
            bytes = switch (random.nextInt(6)) {
                case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
                case 1 -> overwritten(bytes, random);
                case 2 -> joined(bytes, bytes);
                case 3 -> joined("[".repeat(random.nextInt(2_000)).getBytes(StandardCharsets.UTF_8), bytes);
                case 4 ->
                    new String(bytes, StandardCharsets.ISO_8859_1)
                            .replaceAll("[0-9]+", "9".repeat(1 + random.nextInt(400)))
                            .getBytes(StandardCharsets.UTF_8);
                default ->
                    new String(bytes, StandardCharsets.ISO_8859_1)
                            .replace("\"", random.nextBoolean() ? "'" : "\"\u0000")
                            .getBytes(StandardCharsets.UTF_8);
            };
        }
        return bytes;
    }

    private static byte[] overwritten(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < 5 && copy.length > 0; i++) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void aTopicThatEndsInSosIsHeardFromEveryDialect() {
        for (Dialect dialect : Dialect.values()) {
            for (String topic : List.of("sos", "my/home/SOS", "v1/somebody/up/sos", "iMEDE_watch/x/sos")) {
                Decoded decoded = codecs.decode(codecs.choose(dialect, topic), Wire.uplink(topic, "{\"battery\":9}"));
                assertThat(Wire.alarm(decoded).kind()).isEqualTo(SignalKind.SOS);
            }
        }
    }
}
