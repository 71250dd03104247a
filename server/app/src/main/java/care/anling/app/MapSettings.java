package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.api.MapGround;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the settings say about the console's map. */
final class MapSettings {

    private MapSettings() {}

    /** The plan of a house that has drawn one; else an empty one. */
    static Buffer plan(Settings settings, List<String> problems) {
        Optional<String> path = settings.find(Key.MAP_PLAN_FILE);
        if (path.isEmpty()) {
            return Buffer.buffer("{\"type\":\"FeatureCollection\",\"features\":[]}");
        }
        try {
            return Buffer.buffer(Files.readAllBytes(Path.of(path.get())));
        } catch (IOException e) {
            problems.add("map.plan_file: cannot read " + path.get());
            return Buffer.buffer();
        }
    }

    /** @param problems told about everything that cannot be used; then there are no tiles */
    static MapGround read(Settings settings, Buffer plan, List<String> problems) {
        Optional<String> service = settings.find(Key.MAP_TILES_URL);
        Optional<Path> archive = settings.find(Key.MAP_TILES_FILE).map(Path::of);
        if (service.isEmpty() && archive.isEmpty()) {
            return MapGround.of(plan);
        }
        int before = problems.size();
        if (service.isPresent() && archive.isPresent()) {
            problems.add("map.tiles.url and map.tiles.file: give one of them");
        }
        archive.filter(file -> !Files.isReadable(file))
                .ifPresent(file -> problems.add("map.tiles.file: cannot read " + file));
        service.ifPresent(url -> checkService(url, problems));
        Optional<MapGround.Kind> kind = word(settings, Key.MAP_TILES_KIND, MapGround.Kind.values(), problems);
        Optional<MapGround.Crs> crs = word(settings, Key.MAP_TILES_CRS, MapGround.Crs.values(), problems);
        if (problems.size() > before) {
            return MapGround.of(plan);
        }
        MapGround.Tiles tiles = new MapGround.Tiles(
                kind.orElseThrow(),
                crs.orElseThrow(),
                settings.number(Key.MAP_TILES_MAX_ZOOM),
                settings.text(Key.MAP_TILES_ATTRIBUTION),
                service,
                archive);
        return new MapGround(plan, Optional.of(tiles));
    }

    private static void checkService(String url, List<String> problems) {
        try {
            var unused = MapGround.originOf(url);
            if (!url.endsWith(".pmtiles") && !Stream.of("{z}", "{x}", "{y}").allMatch(url::contains)) {
                problems.add("map.tiles.url must name {z}, {x} and {y}, or end in .pmtiles");
            }
        } catch (IllegalArgumentException e) {
            problems.add("map.tiles.url is no http or https address");
        }
    }

    private static <E extends Enum<E>> Optional<E> word(Settings settings, Key key, E[] words, List<String> problems) {
        String said = settings.text(key).toUpperCase(Locale.ROOT);
        Optional<E> found =
                Stream.of(words).filter(word -> word.name().equals(said)).findFirst();
        if (found.isEmpty()) {
            problems.add(key.path() + " must be one of "
                    + String.join(", ", Stream.of(words).map(Enum::name).toList()));
        }
        return found;
    }
}
