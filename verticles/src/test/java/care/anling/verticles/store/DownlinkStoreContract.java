package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.DeviceId;
import care.anling.core.incident.Subject;
import care.anling.verticles.store.DownlinkStore.Downlink;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every downlink store promises: words wait, in order, until they are heard, old or too many. */
abstract class DownlinkStoreContract {

    private static final String COMMAND = "down/command";

    private final DeviceId device = new DeviceId(Samples.id());
    private final Instant later = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(60);

    abstract DownlinkStore store();

    /** What happens to incidents, over the same rows. */
    abstract IntakeStore intake();

    @Test
    void aWordWaitsAsItWasSaid() {
        byte[] payload = {0, (byte) 0xE5, (byte) 0x5C, '"', 0};
        PgFixture.await(store().add(device, COMMAND, payload, later));
        Downlink word = pending(0, 10).get(0);
        assertThat(word.payload()).isEqualTo(payload);
        assertThat(word.topicSuffix()).isEqualTo(COMMAND);
        assertThat(word.device()).isEqualTo(device);
        assertThat(word.expiresAt()).isEqualTo(later);
    }

    @Test
    void theOldestComeFirstAfterTheCursorAndUpToTheLimit() {
        IntStream.range(0, 5).forEach(i -> say("w" + i, later));
        List<Downlink> all = pending(0, 10);
        assertThat(texts(all)).containsExactly("w0", "w1", "w2", "w3", "w4");
        assertThat(texts(pending(all.get(1).id(), 2))).containsExactly("w2", "w3");
        assertThat(pending(all.get(4).id(), 10)).isEmpty();
    }

    @Test
    void oldNewsIsNotTold() {
        say("old", Instant.now().minusSeconds(1));
        say("fresh", later);
        assertThat(texts(pending(0, 10))).containsExactly("fresh");
    }

    @Test
    void whatWasHeardIsGoneAndOnlyItsOwnDeviceCanHearIt() {
        say("one", later);
        say("two", later);
        long first = pending(0, 10).get(0).id();
        PgFixture.await(store().delivered(new DeviceId(Samples.id()), first));
        assertThat(pending(0, 10)).hasSize(2);
        PgFixture.await(store().delivered(device, first));
        PgFixture.await(store().delivered(device, first));
        assertThat(texts(pending(0, 10))).containsExactly("two");
    }

    @Test
    void ofTooManyTheOldestGo() {
        IntStream.range(0, ChangeWriter.MAX_WORDS + 3).forEach(i -> say("w" + i, later));
        List<String> kept = texts(pending(0, 100));
        assertThat(kept).hasSize(ChangeWriter.MAX_WORDS).startsWith("w3").endsWith("w" + (ChangeWriter.MAX_WORDS + 2));
    }

    @Test
    void nobodyHearsAnothersWords() {
        say("mine", later);
        assertThat(PgFixture.await(store().pending(new DeviceId(Samples.id()), 0, 10)))
                .isEmpty();
    }

    /** The watch vibrates: somebody knows. */
    @Test
    void anIncidentTellsTheDeviceThatPressed() {
        Subject subject = Samples.resident(Samples.community());
        List<Arrival> batch = List.of(Samples.press(subject, device, List.of(), new byte[0]));
        IntakeWrite write = PgFixture.await(intake().land(batch, view -> Samples.fold(batch, view)));
        Downlink word = pending(0, 10).get(0);
        assertThat(word.topicSuffix()).isEqualTo("down/incident");
        assertThat(Buffer.buffer(word.payload()).toJsonObject().getMap())
                .containsEntry("incident", write.changes().get(0).after().id().toString())
                .containsEntry("state", "received");
        assertThat(word.expiresAt()).isBefore(Instant.now().plus(Duration.ofMinutes(11)));
    }

    private void say(String text, Instant expiresAt) {
        PgFixture.await(store().add(device, COMMAND, text.getBytes(StandardCharsets.UTF_8), expiresAt));
    }

    private List<Downlink> pending(long after, int limit) {
        return PgFixture.await(store().pending(device, after, limit));
    }

    private static List<String> texts(List<Downlink> words) {
        return words.stream()
                .map(word -> new String(word.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}
