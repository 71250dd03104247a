package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.geo.Datum;
import care.anling.core.geo.Distance;
import care.anling.core.geo.Wgs84;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tiles of somebody else below the plan: an incident must stand on them where it is, whatever datum they are drawn in. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class MapStoryTest {

    /** About as many metres, and a twentieth of what GCJ-02 shifts. */
    private static final double NEAR_PX = 25;

    @TempDir
    private Path folder;

    private record Spot(double x, double y) {
        double to(Spot other) {
            return Math.hypot(x - other.x, y - other.y);
        }
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
        return new Wgs84(place.get("lat").asDouble(), place.get("lon").asDouble());
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
