package care.anling.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.app.config.Settings;
import care.anling.verticles.api.MapGround;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapSettingsTest {

    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();

    private MapGround read(String tiles) throws IOException {
        Path file = Files.writeString(folder.resolve("anling.yaml"), "map:\n  tiles: " + tiles + "\n");
        Settings.Loaded loaded = Settings.load(Optional.of(file), Map.of());
        problems.addAll(loaded.problems());
        return MapSettings.read(loaded.settings(), Buffer.buffer("{}"), problems);
    }

    @Test
    void withoutTilesNothingLeavesTheServer() throws IOException {
        assertThat(read("{}").tiles()).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void aShiftedServiceAndAnArchiveOfOnesOwn() throws IOException {
        MapGround.Tiles shifted = read("{url: 'https://t.example.cn/{z}/{x}/{y}.png', crs: gcj02, attribution: X}")
                .tiles()
                .orElseThrow();
        assertThat(shifted.crs()).isEqualTo(MapGround.Crs.GCJ02);
        assertThat(shifted.origin()).contains("https://t.example.cn");
        Path archive = Files.writeString(folder.resolve("town.pmtiles"), "PMTiles");
        MapGround.Tiles own =
                read("{file: " + archive + ", kind: vector}").tiles().orElseThrow();
        assertThat(own.archive()).contains(archive);
        assertThat(own.kind()).isEqualTo(MapGround.Kind.VECTOR);
        assertThat(problems).isEmpty();
    }

    @Test
    void everythingWrongIsNamedAtOnce() throws IOException {
        assertThat(read("{url: 'ftp://x/y', file: /nowhere/town.pmtiles, kind: oil, crs: BD09}")
                        .tiles())
                .isEmpty();
        assertThat(String.join("\n", problems))
                .contains("give one of them")
                .contains("cannot read /nowhere/town.pmtiles")
                .contains("no http or https address")
                .contains("map.tiles.kind")
                .contains("map.tiles.crs");
        problems.clear();
        assertThat(read("{url: 'https://t.example.cn/map.png'}").tiles()).isEmpty();
        assertThat(problems).singleElement().asString().contains("{z}");
    }
}
