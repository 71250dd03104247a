package care.anling.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class PlanGeoJsonTest {

    private static final List<String> KINDS =
            List.of("street", "community", "building", "road", "green", "water", "gate", "place");

    private final List<JsonNode> features = read();

    @Test
    void everyFeatureIsOfAKnownKindWithAnIdOfItsOwn() {
        assertThat(features).extracting(f -> told(f, "id")).doesNotHaveDuplicates();
        assertThat(features).allSatisfy(feature -> {
            assertThat(KINDS).contains(told(feature, "kind"));
            assertThat(told(feature, "name")).isNotBlank();
            assertThat(UUID.fromString(told(feature, "id")).version()).isEqualTo(7);
        });
    }

    @Test
    void ringsAreClosedAndTurnAsTheStandardSays() {
        assertThat(ofType("Polygon")).allSatisfy(feature -> {
            JsonNode rings = feature.path("geometry").path("coordinates");
            for (int i = 0; i < rings.size(); i++) {
                JsonNode ring = rings.get(i);
                assertThat(ring.get(0)).isEqualTo(ring.get(ring.size() - 1));
                assertThat(ring.size()).isGreaterThanOrEqualTo(4);
                // RFC 7946 §3.1.6: the outer ring counter-clockwise, holes clockwise.
                assertThat(Math.signum(area(ring))).isEqualTo(i == 0 ? 1.0 : -1.0);
            }
        });
    }

    @Test
    void buildingsAndGatesStandInTheirCommunity() {
        Map<String, Path2D> communities = new HashMap<>();
        ofKind("community").forEach(feature -> communities.put(told(feature, "id"), outline(feature)));
        assertThat(communities).hasSize(2);
        assertThat(ofKind("building")).hasSizeGreaterThanOrEqualTo(14).allSatisfy(feature -> {
            Path2D community = communities.get(told(feature, "community"));
            for (JsonNode point : feature.path("geometry").path("coordinates").path(0)) {
                assertThat(community.contains(
                                point.get(0).asDouble(), point.get(1).asDouble()))
                        .as(told(feature, "name"))
                        .isTrue();
            }
        });
        assertThat(ofKind("building"))
                .filteredOn(feature -> feature.path("properties").path("floors").asInt() >= 5)
                .hasSizeGreaterThanOrEqualTo(14)
                .allMatch(feature -> feature.path("properties").path("floors").asInt() <= 18);
    }

    @Test
    void theTreeHasTheSameIdsAsTheDrawing() {
        DemoPlan plan = DemoPlan.read();
        assertThat(plan.tree())
                .extracting(node -> node.id().toString())
                .containsExactlyInAnyOrderElementsOf(features.stream()
                        .filter(feature ->
                                List.of("street", "community", "building").contains(told(feature, "kind")))
                        .map(feature -> told(feature, "id"))
                        .toList());
    }

    @Test
    void everyDoorIsInsideItsBuilding() {
        DemoPlan plan = DemoPlan.read();
        for (DemoPlan.Building building : plan.buildings()) {
            Path2D outline = outline(features.stream()
                    .filter(feature -> told(feature, "id").equals(building.id().toString()))
                    .findFirst()
                    .orElseThrow());
            for (int unit = 1; unit <= building.units(); unit++) {
                var at = building.unitAt(unit);
                assertThat(outline.contains(at.longitude(), at.latitude()))
                        .as("%s %d", building.name(), unit)
                        .isTrue();
            }
        }
    }

    private static Path2D outline(JsonNode feature) {
        Path2D path = new Path2D.Double();
        JsonNode ring = feature.path("geometry").path("coordinates").path(0);
        path.moveTo(ring.get(0).get(0).asDouble(), ring.get(0).get(1).asDouble());
        for (int i = 1; i < ring.size(); i++) {
            path.lineTo(ring.get(i).get(0).asDouble(), ring.get(i).get(1).asDouble());
        }
        return path;
    }

    private static double area(JsonNode ring) {
        double twice = 0;
        for (int i = 0; i + 1 < ring.size(); i++) {
            twice += ring.get(i).get(0).asDouble() * ring.get(i + 1).get(1).asDouble()
                    - ring.get(i + 1).get(0).asDouble() * ring.get(i).get(1).asDouble();
        }
        return twice / 2;
    }

    private List<JsonNode> ofKind(String kind) {
        return features.stream().filter(f -> told(f, "kind").equals(kind)).toList();
    }

    private List<JsonNode> ofType(String type) {
        return features.stream()
                .filter(f -> f.path("geometry").path("type").asText().equals(type))
                .toList();
    }

    private static String told(JsonNode feature, String property) {
        return feature.path("properties").path(property).asText();
    }

    private static List<JsonNode> read() {
        try (InputStream in = PlanGeoJsonTest.class.getResourceAsStream(DemoPlan.RESOURCE)) {
            JsonNode root = new ObjectMapper().readTree(in);
            return StreamSupport.stream(root.path("features").spliterator(), false)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
