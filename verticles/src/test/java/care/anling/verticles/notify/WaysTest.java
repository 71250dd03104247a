package care.anling.verticles.notify;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.IncidentId;
import care.anling.core.notice.NoticeKind;
import care.anling.core.notice.Outcome;
import care.anling.verticles.loop.ManualLoop;
import care.anling.verticles.notify.Channel.Attempt;
import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.Samples;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose turn it is at a gateway, a push service, the mail server. */
class WaysTest {

    private final ManualLoop loop = new ManualLoop();
    private final Ways ways = new Ways(loop);
    private final List<Promise<Attempt>> sent = new ArrayList<>();

    /** Answers when the test says so. */
    private final Channel channel = new Channel() {
        @Override
        public Future<Attempt> send(Letter letter, ChannelAddress to) {
            Promise<Attempt> answer = Promise.promise();
            sent.add(answer);
            return answer.future();
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    };

    @Test
    void whoeverWaitsIsCalledInOrderOnceForEachAnswer() {
        List<Future<Attempt>> all = send(gateway("sms"), Ways.MAX_UNANSWERED + 2);
        assertThat(sent).hasSize(Ways.MAX_UNANSWERED);
        sent.get(7).complete(Attempt.TAKEN);
        assertThat(sent).hasSize(Ways.MAX_UNANSWERED + 1);
        sent.get(Ways.MAX_UNANSWERED).complete(Attempt.refused("no such number"));
        assertThat(all.get(Ways.MAX_UNANSWERED).result().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(sent).hasSize(Ways.MAX_UNANSWERED + 2);
    }

    @Test
    void atASilentWayNobodyWaits() {
        send(gateway("sms"), Ways.MAX_UNANSWERED);
        loop.pass(Ways.SILENT_AFTER);
        Future<Attempt> another = send(gateway("sms"), 1).get(0);
        assertThat(another.result().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(sent).hasSize(Ways.MAX_UNANSWERED);

        sent.get(0).complete(Attempt.TAKEN);
        assertThat(send(gateway("sms"), 1).get(0).isComplete())
                .as("it answers again")
                .isFalse();
        assertThat(sent).hasSize(Ways.MAX_UNANSWERED + 1);
    }

    @Test
    void aTurnThatDoesNotComeIsNotWaitedFor() {
        List<Future<Attempt>> all = send(gateway("sms"), Ways.MAX_UNANSWERED + 1);
        loop.pass(Ways.TURN_WITHIN.minusMillis(1));
        assertThat(all.get(Ways.MAX_UNANSWERED).isComplete()).isFalse();
        loop.pass(Duration.ofMillis(2));
        assertThat(all.get(Ways.MAX_UNANSWERED).result().outcome()).isEqualTo(Outcome.FAILED);

        sent.get(0).complete(Attempt.TAKEN);
        assertThat(sent).as("who went away is not called").hasSize(Ways.MAX_UNANSWERED);
    }

    @Test
    void noWayHoldsUpAnother() {
        send(push("https://push.one.example/a"), Ways.MAX_UNANSWERED + 1);
        assertThat(sent).hasSize(Ways.MAX_UNANSWERED);
        send(push("https://push.two.example/b"), 1);
        send(gateway("sms"), 1);
        assertThat(sent).hasSize(Ways.MAX_UNANSWERED + 2);
        send(push("https://push.one.example/c"), 1);
        assertThat(sent).hasSize(Ways.MAX_UNANSWERED + 2);
    }

    @Test
    void afterAllHasComeToAnEndTheWayIsAsNew() {
        send(gateway("sms"), Ways.MAX_UNANSWERED);
        loop.pass(Ways.SEND_TIMEOUT.plusMillis(1));
        assertThat(send(gateway("sms"), Ways.MAX_UNANSWERED + 1)).allMatch(letter -> !letter.isComplete());
        assertThat(sent).hasSize(2 * Ways.MAX_UNANSWERED);
    }

    private List<Future<Attempt>> send(ChannelAddress to, int letters) {
        List<Future<Attempt>> all = new ArrayList<>();
        for (int i = 0; i < letters; i++) {
            all.add(ways.send(channel, letter(), to));
        }
        return all;
    }

    private Letter letter() {
        return new Letter(
                Samples.id(),
                NoticeKind.OFFER,
                new IncidentId(Samples.id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                new Letter.Words("紧急求助", "3号楼附近", "zh"),
                loop.instant().plusSeconds(60),
                Duration.ofSeconds(60));
    }

    private static ChannelAddress gateway(String name) {
        return new ChannelAddress(
                Samples.id(), ChannelKind.WEBHOOK, 20, "13800000000", Optional.of(name), Optional.empty());
    }

    private static ChannelAddress push(String endpoint) {
        return new ChannelAddress(Samples.id(), ChannelKind.PUSH, 10, endpoint, Optional.empty(), Optional.empty());
    }
}
