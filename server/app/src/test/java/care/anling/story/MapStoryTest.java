package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.geo.Datum;
import care.anling.core.geo.Distance;
import care.anling.core.geo.Wgs84;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The drawn map itself: what stands on it stands where it is, also on somebody else's tiles, and a house on it opens. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class MapStoryTest {

    /** About as many metres, and a twentieth of what GCJ-02 shifts. */
    private static final double NEAR_PX = 25;

    private static final double METERS_PER_DEGREE = 111_195;
    private static final int HOUSES = 2;

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    @TempDir
    private Path folder;

    private record Spot(double x, double y) {
        double to(Spot other) {
            return Math.hypot(x - other.x, y - other.y);
        }
    }

    /** What one needs to know to point at a place on the drawing: where one pin's tip is, and how large a metre is. */
    private record Sight(Wgs84 known, Spot at, double pixelsPerMeter) {

        Spot of(Wgs84 point) {
            double east = (point.longitude() - known.longitude()) * Math.cos(Math.toRadians(known.latitude()));
            double north = point.latitude() - known.latitude();
            return new Spot(
                    at.x + east * METERS_PER_DEGREE * pixelsPerMeter,
                    at.y - north * METERS_PER_DEGREE * pixelsPerMeter);
        }
    }

    @Test
    void aHousePressedOnTheDrawingShowsWhoLivesThere() throws IOException, InterruptedException {
        DemoTown town = SHARED.town();
        List<JsonNode> farApart = farthestApart(town.wornWatches());
        JsonNode account = town.deskOf(farApart.get(0));
        Desk desk = town.signIn(account.get("username").asText());
        desk.standDownAll();
        try {
            for (JsonNode watch : farApart) {
                try (Wearer wearer = town.connect(watch)) {
                    wearer.press("{}");
                }
            }
            try (Screen screen = Screen.withMap().signIn(town.http(), account)) {
                screen.see("map-webgl");
                housesOpen(screen, desk, farApart, "map-house");
            }
            try (Screen screen = Screen.withoutWebGl().signIn(town.http(), account)) {
                screen.see("map-svg");
                housesOpen(screen, desk, farApart, "map-house-svg");
            }
        } finally {
            desk.standDownAll();
        }
    }

    /** Of one community, so that one desk sees both. */
    private static List<JsonNode> farthestApart(List<JsonNode> watches) {
        JsonNode first = watches.get(0);
        JsonNode second = watches.stream()
                .filter(watch -> watch.get("community").equals(first.get("community")))
                .max(Comparator.comparingDouble(watch ->
                        Distance.between(pointOf(first), pointOf(watch)).meters()))
                .orElseThrow();
        return List.of(first, second);
    }

    private static void housesOpen(Screen screen, Desk desk, List<JsonNode> pressed, String name)
            throws IOException, InterruptedException {
        List<JsonNode> incidents = pressed.stream()
                .map(watch -> desk.incidentOf(watch.get("resident").asText()))
                .toList();
        for (JsonNode incident : incidents) {
            screen.see("incident-pin", "incident", incident.get("id").asText());
        }
        screen.see("map", "ready", "true");
        Set<String> opened = incidents.stream()
                .map(incident -> incident.at("/place/building").asText())
                .collect(Collectors.toSet());
        for (int i = 0; i < HOUSES; i++) {
            // The house that was open has been moved into sight.
            screen.see("map-fit").click();
            screen.see("map", "state", "idle");
            Sight sight = sightOf(screen, incidents);
            House house = houses(pressed.get(0).get("community").asText()).stream()
                    // Where a pin stands on it, the pin is pressed.
                    .filter(other -> !opened.contains(other.id()))
                    .filter(other -> isDrawn(screen, sight.of(other.middle())))
                    .findFirst()
                    .orElseThrow();
            opened.add(house.id());
            Spot middle = sight.of(house.middle());
            screen.page().mouse().click(middle.x, middle.y);
            screen.see("building-card", "building", house.id());
            JsonNode residents = desk.get("/residents?limit=200&building=" + house.id())
                    .body()
                    .get("items");
            assertThat(residents).isNotEmpty();
            residents.forEach(resident ->
                    screen.read("building-resident", resident.get("name").asText()));
            assertThat(screen.page().getByTestId("building-resident").count()).isEqualTo(residents.size());
            screen.see("map", "state", "idle");
            screen.photograph(name);
            screen.key("Escape");
            screen.seeGone("building-card");
        }
        assertThat(screen.errors()).isEmpty();
    }

    /** Nothing a hand could press instead, a pin or a button, lies there. */
    private static boolean isDrawn(Screen screen, Spot spot) {
        return Boolean.TRUE.equals(screen.page().evaluate("""
                ([x, y]) => {
                  const top = document.elementFromPoint(x, y);
                  return top !== null && (top.tagName === 'CANVAS' || top.closest('[data-testid=map-svg] path') !== null);
                }""", List.of(spot.x, spot.y)));
    }

    private static Sight sightOf(Screen screen, List<JsonNode> incidents) {
        List<Spot> tips = incidents.stream()
                .map(incident -> tipOf(screen.see(
                        "incident-pin", "incident", incident.get("id").asText())))
                .toList();
        List<Wgs84> doors = incidents.stream()
                .map(incident -> pointOf(incident.get("place")))
                .toList();
        double meters = Distance.between(doors.get(0), doors.get(1)).meters();
        return new Sight(doors.get(0), tips.get(0), tips.get(0).to(tips.get(1)) / meters);
    }

    private static Spot tipOf(Locator pin) {
        BoundingBox box = pin.boundingBox();
        return new Spot(box.x + box.width / 2, box.y + box.height);
    }

    private static Wgs84 pointOf(JsonNode place) {
        return new Wgs84(place.get("lat").asDouble(), place.get("lon").asDouble());
    }

    /** As the plan draws it; the middle of its box lies in it, for all of them are slabs. */
    private record House(String id, Wgs84 middle) {}

    private static List<House> houses(String community) throws IOException {
        List<House> houses = new ArrayList<>();
        try (InputStream plan = Objects.requireNonNull(MapStoryTest.class.getResourceAsStream("/demo/plan.geojson"))) {
            for (JsonNode feature : new ObjectMapper().readTree(plan).get("features")) {
                JsonNode properties = feature.get("properties");
                if (DemoTown.is(properties, "kind", "building") && DemoTown.is(properties, "community", community)) {
                    houses.add(
                            new House(properties.get("id").asText(), middleOf(feature.at("/geometry/coordinates/0"))));
                }
            }
        }
        return houses;
    }

    private static Wgs84 middleOf(JsonNode ring) {
        DoubleSummaryStatistics lat = new DoubleSummaryStatistics();
        DoubleSummaryStatistics lon = new DoubleSummaryStatistics();
        ring.forEach(position -> {
            lon.accept(position.get(0).asDouble());
            lat.accept(position.get(1).asDouble());
        });
        return new Wgs84((lat.getMin() + lat.getMax()) / 2, (lon.getMin() + lon.getMax()) / 2);
    }

    @Test
    void anIncidentStandsOnTheTilesWhereItIs() throws IOException, InterruptedException {
        try (AnlingProcess server = AnlingProcess.prepare("map")) {
            Wgs84 door = openSomewhere(server);
            Wgs84 shifted = shifted(door);
            assertThat(Distance.between(door, shifted).meters()).isGreaterThan(400);
            try (TileTown plain = TileTown.ringing(door.latitude(), door.longitude());
                    TileTown chinas = TileTown.ringing(shifted.latitude(), shifted.longitude())) {
                server.with("ANLING_MAP_TILES_URL", plain.template()).with("ANLING_MAP_TILES_CRS", "WGS84");
                theRingIsUnderThePin(server, "map-tiles-wgs84");
                server.with("ANLING_MAP_TILES_URL", chinas.template()).with("ANLING_MAP_TILES_CRS", "GCJ02");
                theRingIsUnderThePin(server, "map-tiles-gcj02");
                server.without("ANLING_MAP_TILES_URL")
                        .with("ANLING_MAP_TILES_CRS", "WGS84")
                        .with(
                                "ANLING_MAP_TILES_FILE",
                                plain.archive(folder.resolve("town.pmtiles")).toString());
                theRingIsUnderThePin(server, "map-tiles-archive");
            }
        }
    }

    /** Leaves one incident open. @return its door */
    private static Wgs84 openSomewhere(AnlingProcess server) throws IOException, InterruptedException {
        DemoTown town = new DemoTown(server.start());
        JsonNode watch = town.wornWatches().get(0);
        try (Wearer wearer = town.connect(watch)) {
            wearer.press("{}");
        }
        JsonNode place = town.signIn("desk.street")
                .incidentOf(watch.get("resident").asText())
                .get("place");
        assertThat(server.stop()).isZero();
        return pointOf(place);
    }

    /** Where a Chinese map draws it: the server knows only the way back. */
    private static Wgs84 shifted(Wgs84 real) {
        Wgs84 drawn = real;
        for (int round = 0; round < 10; round++) {
            Wgs84 back = Datum.GCJ02.find(drawn.latitude(), drawn.longitude()).orElseThrow();
            drawn = new Wgs84(
                    drawn.latitude() + real.latitude() - back.latitude(),
                    drawn.longitude() + real.longitude() - back.longitude());
        }
        return drawn;
    }

    private static void theRingIsUnderThePin(AnlingProcess server, String name)
            throws IOException, InterruptedException {
        DemoTown town = new DemoTown(server.start());
        try (Screen screen = Screen.withMap().signIn(town.http(), town.account("desk.street"))) {
            // By day: at night the tiles are dimmed.
            screen.see("theme").click();
            screen.see("queue-item").click();
            screen.see("map", "ready", "true");
            Patience.until(name + ": the ring is drawn around the pin", () -> isRoundThePin(screen));
            screen.photograph(name);
            assertThat(screen.errors()).isEmpty();
        }
        assertThat(server.stop()).isZero();
    }

    private static boolean isRoundThePin(Screen screen) throws IOException {
        BoundingBox map = screen.see("map").boundingBox();
        BoundingBox pin = screen.see("incident-pin").boundingBox();
        Spot tip = new Spot(pin.x + pin.width / 2 - map.x, pin.y + pin.height - map.y);
        byte[] png = screen.see("map").screenshot(new Locator.ScreenshotOptions().setTimeout(60_000));
        return middleOfTheRing(ImageIO.read(new ByteArrayInputStream(png)))
                .filter(middle -> middle.to(tip) < NEAR_PX)
                .isPresent();
    }

    private static Optional<Spot> middleOfTheRing(BufferedImage seen) {
        int left = seen.getWidth();
        int top = seen.getHeight();
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < seen.getHeight(); y++) {
            for (int x = 0; x < seen.getWidth(); x++) {
                if (isRing(seen.getRGB(x, y))) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return right < 0 ? Optional.empty() : Optional.of(new Spot((left + right) / 2.0, (top + bottom) / 2.0));
    }

    private static boolean isRing(int rgb) {
        return ((rgb >> 16) & 0xff) > 200 && ((rgb >> 8) & 0xff) < 60 && (rgb & 0xff) > 200;
    }
}
