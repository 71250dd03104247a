package care.anling.verticles.view;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.device.Reason;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Incident;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S7: nothing outside one's scope is ever sent. */
class VisibilityTest {

    private static final int ROUNDS = 4_000;
    private static final long SEED = 20260301L;

    private final List<CommunityId> communities =
            IntStream.range(0, 3).mapToObj(i -> new CommunityId(new UUID(1, i))).toList();
    private final List<Person> people = IntStream.range(0, 6)
            .mapToObj(i -> new Person(new UUID(2, i), "响应人" + i))
            .toList();
    private final List<UUID> residents =
            IntStream.range(0, 4).mapToObj(i -> new UUID(3, i)).toList();

    @Test
    void nothingOutsideOnesScopeIsEverSent() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Incident incident = IncidentSamples.any(random, communities, people, residents);
            JsonObject whole = IncidentView.toJson(incident);
            String before = whole.encode();
            Viewer viewer = anyViewer(random);
            Optional<JsonObject> seen = Visibility.of(whole, viewer);
            String label = "round " + round + " seed " + SEED + " " + viewer;
            assertThat(whole.encode()).as(label).isEqualTo(before);
            assertSaysNothingOfHealth(label, incident, whole);
            seen.ifPresent(shown -> assertSaysNothingOfHealth(label, incident, shown));
            switch (viewer.role()) {
                case ADMIN, COORDINATOR -> assertDesk(label, incident, whole, viewer, seen);
                case DOCTOR, VOLUNTEER, STAFF -> assertResponder(label, incident, viewer, seen);
                case FAMILY -> assertFamily(label, incident, viewer, seen);
                case INTEGRATOR -> assertThat(seen).as(label).isEmpty();
            }
        }
    }

    private static void assertSaysNothingOfHealth(String label, Incident incident, JsonObject shown) {
        assertThat(incident.assessment().reasons()).as("or nothing is tested").containsAll(Reason.OF_HEALTH);
        Reason.OF_HEALTH.forEach(reason -> assertThat(shown.encode()).as(label).doesNotContain(reason.name()));
    }

    private static void assertDesk(
            String label, Incident incident, JsonObject whole, Viewer viewer, Optional<JsonObject> seen) {
        boolean inScope = viewer.nodes().contains(incident.subject().community())
                && (viewer.building().isEmpty()
                        || viewer.building().equals(incident.subject().place().flatMap(p -> p.building())));
        assertThat(seen).as(label).isEqualTo(inScope ? Optional.of(whole) : Optional.empty());
    }

    private void assertResponder(String label, Incident incident, Viewer viewer, Optional<JsonObject> seen) {
        boolean asked =
                incident.offers().stream().anyMatch(o -> o.responder().id().equals(viewer.account()));
        boolean holds = incident.assignments().stream()
                .anyMatch(a ->
                        a.responder().id().equals(viewer.account()) && a.state().holds());
        assertThat(seen.isPresent()).as(label).isEqualTo(asked);
        if (seen.isEmpty()) {
            return;
        }
        String text = seen.get().encode();
        assertLosersUnnamed(label, incident, viewer, text);
        if (!holds) {
            assertThat(text)
                    .as(label)
                    .doesNotContain(incident.subject().label())
                    .doesNotContain(incident.subject().id().toString())
                    .doesNotContain("单元")
                    .doesNotContain("\"lat\"")
                    .doesNotContain("\"lon\"");
            incident.subject()
                    .place()
                    .flatMap(place -> place.building())
                    .ifPresent(building -> assertThat(text).as(label).doesNotContain(building.toString()));
            boolean ringing = incident.offers().stream()
                    .anyMatch(o -> o.responder().id().equals(viewer.account()) && o.state() == OfferState.PENDING);
            if (!ringing) {
                assertThat(seen.get().getValue("place")).as(label).isNull();
                assertThat(seen.get().getJsonObject("subject").getString("label"))
                        .as(label)
                        .isNull();
            }
        }
    }

    private void assertFamily(String label, Incident incident, Viewer viewer, Optional<JsonObject> seen) {
        boolean theirs = viewer.resident()
                .map(own -> own.value().equals(incident.subject().id()))
                .orElse(false);
        assertThat(seen.isPresent()).as(label).isEqualTo(theirs);
        seen.ifPresent(json -> assertLosersUnnamed(label, incident, viewer, json.encode()));
    }

    private void assertLosersUnnamed(String label, Incident incident, Viewer viewer, String text) {
        incident.offers().stream()
                .filter(o -> o.state() != OfferState.ACCEPTED)
                .filter(o -> !o.responder().id().equals(viewer.account()))
                .forEach(o -> assertThat(text)
                        .as(label)
                        .doesNotContain(o.id().toString())
                        .doesNotContain(o.responder().name()));
    }

    private Viewer anyViewer(Random random) {
        AccountRole role = AccountRole.values()[random.nextInt(AccountRole.values().length)];
        Set<CommunityId> nodes = random.nextBoolean()
                ? Set.copyOf(communities)
                : Set.of(communities.get(random.nextInt(communities.size())));
        Optional<CommunityId> building = random.nextInt(4) == 0
                ? Optional.of(new CommunityId(new UUID(7, random.nextInt(3))))
                : Optional.empty();
        Optional<ResidentId> resident = role == AccountRole.FAMILY && random.nextInt(8) > 0
                ? Optional.of(new ResidentId(residents.get(random.nextInt(residents.size()))))
                : Optional.empty();
        UUID account = people.get(random.nextInt(people.size())).id();
        return new Viewer(account, role, nodes, building, resident);
    }

    @Test
    void whoWonSeesTheNameAndTheDoor_andOnlyAsLongAsTheyHoldTheRole() {
        Incident plain = IncidentSamples.open(communities.get(0), residents.get(0), "李秀英");
        var offer = IncidentSamples.offer(people.get(0), Role.FIRST_HAND, OfferState.ACCEPTED);
        Viewer volunteer =
                new Viewer(people.get(0).id(), AccountRole.VOLUNTEER, Set.of(), Optional.empty(), Optional.empty());
        JsonObject held = seen(plain, offer, AssignmentState.ON_SCENE, volunteer);
        assertThat(held.getJsonObject("resident").getString("name")).isEqualTo("李秀英");
        assertThat(held.getJsonObject("place").getString("label")).isEqualTo("3号楼 2单元 502");
        JsonObject cleared = seen(plain, offer, AssignmentState.CLEARED, volunteer);
        assertThat(cleared.getValue("resident")).isNull();
        assertThat(cleared.getValue("place")).isNull();
        assertThat(cleared.getString("state")).isEqualTo("OPEN");
    }

    @Test
    void whoIsAskedHearsTheBuildingsWordAlone_andOnlyWhileItRings() {
        Incident plain = IncidentSamples.open(communities.get(0), residents.get(0), "李秀英");
        Viewer volunteer =
                new Viewer(people.get(0).id(), AccountRole.VOLUNTEER, Set.of(), Optional.empty(), Optional.empty());
        for (OfferState state : OfferState.values()) {
            var offer = IncidentSamples.offer(people.get(0), Role.FIRST_HAND, state);
            JsonObject whole = IncidentView.toJson(IncidentSamples.with(plain, List.of(offer), List.of()));
            JsonObject asked = Visibility.of(whole, volunteer).orElseThrow();
            assertThat(asked.getJsonObject("place"))
                    .as(state.name())
                    .isEqualTo(
                            state == OfferState.PENDING
                                    ? new JsonObject().put("building", null).put("label", "3号楼")
                                    : null);
            assertThat(asked.getJsonArray("offers").getJsonObject(0).getInteger("distanceMeters"))
                    .isEqualTo(120);
        }
    }

    private static JsonObject seen(
            Incident plain, care.anling.core.dispatch.Offer offer, AssignmentState state, Viewer viewer) {
        Incident incident =
                IncidentSamples.with(plain, List.of(offer), List.of(IncidentSamples.assignment(offer, state)));
        return Visibility.of(IncidentView.toJson(incident), viewer).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "3号楼 2单元 502, 3号楼",
                "3号楼2单元502, 3号楼",
                "幸福里 12栋 4层, 幸福里",
                "12栋1204, 12栋",
                "百花公寓 801, 百花公寓",
                "Tower 3, Tower",
                "2-1-502, none"
            })
    void onlyTheBuildingOfAPlaceIsSaid(String label, String building) {
        assertThat(Visibility.buildingWord(label)).isEqualTo(building);
    }
}
