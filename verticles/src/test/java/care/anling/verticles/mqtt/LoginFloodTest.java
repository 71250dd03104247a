package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.Refusal;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Signing in costs much, and must cost a press nothing. */
class LoginFloodTest {

    private final Device watch = Devices.watch(1);

    @Test
    void aPressIsAcknowledgedWhileEveryPasswordThreadIsStuckAndItsQueueFull() throws IOException {
        CountDownLatch stuck = new CountDownLatch(1);
        try (Door door = new Door().know(watch).open()) {
            Passwords passwords = new Passwords(door.vertx, waitingFor(stuck));
            List<Future<Boolean>> flood = Stream.generate(() -> passwords.matches("guess", "hash"))
                    .limit(Passwords.MAX_WAITING)
                    .toList();
            Future<Boolean> oneMore = passwords.matches("guess", "hash");
            assertThat(oneMore.cause()).isInstanceOf(Refusal.class);
            assertThat(((Refusal) oneMore.cause()).status()).isEqualTo(503);
            try (RawClient client = new RawClient(door.port())) {
                client.send(
                        RawClient.connect().as(watch).packet(),
                        RawClient.publish(1, 7, "v1/" + watch.id() + "/up/sos", ""));
                client.expect(RawClient.CONNACK);
                assertThat(client.expect(RawClient.PUBACK).packetId()).isEqualTo(7);
            }
            assertThat(Door.await(door.vertx.executeBlocking(() -> "other blocking work goes on")))
                    .isNotEmpty();
            assertThat(flood).noneMatch(Future::isComplete);
            stuck.countDown();
            flood.forEach(one -> assertThat(Door.await(one)).isFalse());
            assertThat(Door.await(passwords.matches("guess", "hash")))
                    .as("room again")
                    .isFalse();
        } finally {
            stuck.countDown();
        }
    }

    private static PasswordEncoder waitingFor(CountDownLatch latch) {
        return new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return "hash";
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return false;
            }
        };
    }
}
