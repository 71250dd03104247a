package care.anling.app.demo;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.geo.Wgs84;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The drawn street, read from the same GeoJSON the map shows, so that a pin always falls on its building.
 *
 * @param tree street first, then communities, then buildings
 */
record DemoPlan(List<Community> tree, List<Building> buildings) {

    static final String RESOURCE = "/demo/plan.geojson";

    private static final int LEAST_FLOORS_OF_HOMES = 5;
    private static final int TOWER_DOORS_PER_FLOOR = 4;
    private static final int SLAB_DOORS_PER_FLOOR = 2;

    /** A building of the plan. Its units (stairways) stand along {@code frontage}, the middle of the slab. */
    record Building(CommunityId id, String name, CommunityId community, int floors, int units, Frontage frontage) {

        boolean hasHomes() {
            return floors >= LEAST_FLOORS_OF_HOMES;
        }

        int doorsPerFloor() {
            return units == 1 ? TOWER_DOORS_PER_FLOOR : SLAB_DOORS_PER_FLOOR;
        }

        /** Where unit 1, 2, … is. */
        Wgs84 unitAt(int unit) {
            return frontage.at((unit - 0.5) / units);
        }

        Wgs84 at() {
            return frontage.at(0.5);
        }
    }

    /** A line through a building, from its first unit to its last. */
    record Frontage(Wgs84 from, Wgs84 to) {

        Wgs84 at(double share) {
            return new Wgs84(
                    rounded(from.latitude() + (to.latitude() - from.latitude()) * share),
                    rounded(from.longitude() + (to.longitude() - from.longitude()) * share));
        }

        /** To the centimetre: more digits would only pretend. */
        private static double rounded(double degrees) {
            return Math.round(degrees * 1e7) / 1e7;
        }
    }

    CommunityId street() {
        return tree.get(0).id();
    }

    List<Community> communities() {
        return tree.stream()
                .filter(node -> node.level() == CommunityLevel.COMMUNITY)
                .toList();
    }

    static DemoPlan read() {
        try (InputStream in = DemoPlan.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("not in this build: " + RESOURCE);
            }
            return of(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DemoPlan of(JsonNode geoJson) {
        List<Community> tree = new ArrayList<>();
        List<Building> buildings = new ArrayList<>();
        for (JsonNode feature : geoJson.path("features")) {
            JsonNode told = feature.path("properties");
            switch (told.path("kind").asText()) {
                case "street" -> tree.add(node(feature, CommunityLevel.STREET, Optional.empty()));
                case "community" ->
                    tree.add(node(
                            feature,
                            CommunityLevel.COMMUNITY,
                            Optional.of(tree.get(0).id())));
                case "building" -> {
                    Building building = building(feature);
                    buildings.add(building);
                    tree.add(new Community(
                            building.id(),
                            CommunityLevel.BUILDING,
                            building.name(),
                            Optional.of(building.community()),
                            Optional.of(building.at())));
                }
                default -> {}
            }
        }
        return new DemoPlan(List.copyOf(tree), List.copyOf(buildings));
    }

    private static Community node(JsonNode feature, CommunityLevel level, Optional<CommunityId> parent) {
        JsonNode told = feature.path("properties");
        return new Community(
                CommunityId.of(told.path("id").asText()),
                level,
                told.path("name").asText(),
                parent,
                Optional.of(middle(ring(feature))));
    }

    private static Building building(JsonNode feature) {
        JsonNode told = feature.path("properties");
        int units = told.path("units").asInt(1);
        int floors = told.path("floors").asInt();
        List<Wgs84> ring = ring(feature);
        Wgs84 middle = middle(ring);
        boolean tower = units == 1 && floors >= LEAST_FLOORS_OF_HOMES;
        return new Building(
                CommunityId.of(told.path("id").asText()),
                told.path("name").asText(),
                CommunityId.of(told.path("community").asText()),
                floors,
                units,
                tower ? new Frontage(middle, middle) : alongTheLongestWall(ring, middle));
    }

    private static List<Wgs84> ring(JsonNode feature) {
        return StreamSupport.stream(
                        feature.path("geometry").path("coordinates").path(0).spliterator(), false)
                .map(point -> new Wgs84(point.path(1).asDouble(), point.path(0).asDouble()))
                .toList();
    }

    private static Wgs84 middle(List<Wgs84> ring) {
        // A ring repeats its first point at its end.
        List<Wgs84> corners = ring.subList(0, ring.size() - 1);
        return new Wgs84(
                corners.stream().mapToDouble(Wgs84::latitude).average().orElseThrow(),
                corners.stream().mapToDouble(Wgs84::longitude).average().orElseThrow());
    }

    /** The longest wall, moved six metres indoors: the middle of a courtyard is no place for a door. */
    private static Frontage alongTheLongestWall(List<Wgs84> ring, Wgs84 middle) {
        double sixMetersOfLatitude = 6 / 111_000.0;
        Wgs84 from = ring.get(0);
        Wgs84 to = ring.get(1);
        for (int i = 1; i + 1 < ring.size(); i++) {
            if (squared(ring.get(i), ring.get(i + 1)) > squared(from, to)) {
                from = ring.get(i);
                to = ring.get(i + 1);
            }
        }
        double indoors = Math.signum(middle.latitude() - (from.latitude() + to.latitude()) / 2) * sixMetersOfLatitude;
        return from.longitude() < to.longitude()
                ? new Frontage(moved(from, indoors), moved(to, indoors))
                : new Frontage(moved(to, indoors), moved(from, indoors));
    }

    private static Wgs84 moved(Wgs84 point, double latitude) {
        return new Wgs84(point.latitude() + latitude, point.longitude());
    }

    private static double squared(Wgs84 a, Wgs84 b) {
        double x = a.longitude() - b.longitude();
        double y = a.latitude() - b.latitude();
        return x * x + y * y;
    }
}
