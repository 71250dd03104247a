package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.verticles.contract.AsyncApi;
import care.anling.verticles.contract.AsyncApi.Example;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What asyncapi.yaml shows to makers of devices is published to the real endpoint, acknowledged and understood. */
class PublishedExamplesTest {

    private static final List<String> KINDS =
            List.of("sos", "cancel", "fall", "vitals", "location", "status", "alarm", "reply");

    private final Device watch = Devices.watch(1);

    static Stream<Example> examples() {
        return AsyncApi.published().examples("up").stream();
    }

    @Test
    void everyKindOfWordHasAnExample() {
        assertThat(examples().map(Example::message).distinct()).containsExactlyInAnyOrderElementsOf(KINDS);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsOfItsOwnShapeAndUnderstood(Example example) throws IOException {
        assertThat(AsyncApi.published().misfit(example.message(), example.payload()))
                .isEmpty();
        try (Door door = new Door().know(watch).open();
                RawClient client = new RawClient(door.port())) {
            client.send(
                    RawClient.connect().as(watch).packet(),
                    RawClient.publish(
                            1,
                            7,
                            "v1/" + watch.id() + "/up/" + example.message(),
                            example.payload().encode()));
            client.expect(RawClient.CONNACK);
            assertThat(client.expect(RawClient.PUBACK).packetId()).isEqualTo(7);
            boolean emergency = List.of("sos", "cancel", "fall", "alarm").contains(example.message());
            assertThat(door.intake.emergencies).hasSize(emergency ? 1 : 0);
            door.intake.emergencies.forEach(
                    heard -> assertThat(heard.signal().flags()).as("read whole").isEmpty());
            if (List.of("vitals", "location").contains(example.message())) {
                assertThat(door.intake.readings()).hasSize(1);
            }
        }
    }

    @Test
    void aMessageOfAnotherShapeIsSeen() {
        AsyncApi contract = AsyncApi.published();
        Example vitals = contract.examples("up").stream()
                .filter(example -> example.message().equals("vitals"))
                .findFirst()
                .orElseThrow();
        assertThat(contract.misfit("vitals", vitals.payload().copy().put("hr", "fast")))
                .isPresent();
        assertThat(contract.misfit("fall", vitals.payload().copy().put("state", "maybe")))
                .isPresent();
    }

    @Test
    void theWordsToADeviceAreOfTheirShape() {
        assertThat(AsyncApi.published().examples("downIncident"))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(AsyncApi.published().misfit(example.message(), example.payload()))
                        .isEmpty());
    }
}
