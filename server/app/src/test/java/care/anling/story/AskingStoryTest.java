package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom the plan that comes with Anling asks after a press: everybody it names, and everybody with a reason. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AskingStoryTest {

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private final DemoTown town = SHARED.town();

    @Test
    void aPressRingsADoctorNeighboursFamilyTheDeskAndWhoeverOfTheStaffIsOnShift()
            throws IOException, InterruptedException {
        JsonNode daughter = town.accounts(account -> DemoTown.is(account, "role", "FAMILY")
                        && !devicesOf(account).isEmpty())
                .get(0);
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        try (Wearer wearer = town.connect(devicesOf(daughter).get(0))) {
            wearer.press("{}");
            String incident =
                    desk.incidentOf(daughter.get("resident").asText()).get("id").asText();
            Patience.until(
                    "each role is asked",
                    () -> asked(desk, incident, "role")
                            .containsAll(Set.of("DOCTOR", "FIRST_HAND", "FAMILY", "COORDINATOR", "BRINGER")));
            Patience.until(
                    "somebody of the staff is asked",
                    () -> asked(desk, incident, "responder").stream()
                            .anyMatch(id -> DemoTown.is(town.accountOf(id), "role", "STAFF")));

            assertThat(asked(desk, incident, "responder"))
                    .contains(daughter.get("id").asText());
            assertThat(reasons(desk, incident)).contains("OFF_SHIFT");
            assertThat(desk.get("/incidents/" + incident + "/timeline?limit=500")
                            .body()
                            .toString())
                    .contains("emergency v1");
            assertThat(desk.post("/incidents/" + incident + "/stand-down", Map.of("disposition", "TEST"))
                            .status())
                    .isEqualTo(200);
        }
    }

    private List<JsonNode> devicesOf(JsonNode family) {
        return town.devices(device -> DemoTown.is(device, "dialect", "native")
                && DemoTown.is(device, "state", "ACTIVE")
                && DemoTown.is(device, "resident", family.path("resident").asText()));
    }

    /** Of every offer made so far. */
    private static Set<String> asked(Desk desk, String incident, String what) throws IOException, InterruptedException {
        return StreamSupport.stream(desk.incident(incident).path("offers").spliterator(), false)
                .map(offer -> what.equals("responder") ? offer.at("/responder/id") : offer.path(what))
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static Set<String> reasons(Desk desk, String incident) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        desk.get("/incidents/" + incident + "/candidates")
                                .body()
                                .path("items")
                                .spliterator(),
                        false)
                .map(candidate -> candidate.path("reason").asText())
                .collect(Collectors.toSet());
    }
}
