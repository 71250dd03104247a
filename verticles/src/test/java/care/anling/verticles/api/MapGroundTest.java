package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies under the plan, and the pieces of an archive. */
class MapGroundTest {

    private static final int SIZE = TileArchive.MAX_PIECE_BYTES + 1_000;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final byte[] bytes = new byte[SIZE];

    @SuppressWarnings("NullAway.Init")
    private Vertx vertx;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        new Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve("town.pmtiles"), bytes);
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.errorHandler(
                416, context -> context.response().setStatusCode(416).end());
        TileArchive archive = new TileArchive(vertx, file);
        router.get("/map/tiles.pmtiles").handler(archive::send);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<byte[]> ask(String range) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/map/tiles.pmtiles"));
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void anArchiveIsHandedOutInThePiecesAsked() throws IOException, InterruptedException {
        HttpResponse<byte[]> head = ask("bytes=0-16383");
        assertThat(head.statusCode()).isEqualTo(206);
        assertThat(head.body()).isEqualTo(java.util.Arrays.copyOf(bytes, 16_384));
        assertThat(head.headers().firstValue("Content-Range")).contains("bytes 0-16383/" + SIZE);
        assertThat(head.headers().firstValue("ETag")).isPresent();
        HttpResponse<byte[]> end = ask("bytes=" + (SIZE - 10) + "-" + (SIZE + 90));
        assertThat(end.statusCode()).isEqualTo(206);
        assertThat(end.body()).isEqualTo(java.util.Arrays.copyOfRange(bytes, SIZE - 10, SIZE));
    }

    @Test
    void nobodyGetsItWholeOrInPiecesThatAreNone() throws IOException, InterruptedException {
        for (String range : new String[] {
            "", "bytes=0-", "bytes=-500", "bytes=0-" + (SIZE - 1), "bytes=9-3", "bytes=0-1,5-6", "bytes=" + SIZE + "-"
        }) {
            assertThat(ask(range).statusCode()).as(range).isEqualTo(416);
        }
    }

    @Test
    void theConsoleHearsWhichTilesAndTheirOriginIsTold() {
        MapGround.Tiles amap = new MapGround.Tiles(
                MapGround.Kind.RASTER,
                MapGround.Crs.GCJ02,
                18,
                "© 高德地图",
                Optional.of("https://tiles.example.cn:8443/t?x={x}&y={y}&z={z}"),
                Optional.empty());
        assertThat(amap.origin()).contains("https://tiles.example.cn:8443");
        assertThat(amap.isArchive()).isFalse();
        JsonObject told = new JsonObject(new MapGround(Buffer.buffer(), Optional.of(amap)).described());
        assertThat(told.getJsonObject("tiles").getString("crs")).isEqualTo("GCJ02");

        MapGround.Tiles own = new MapGround.Tiles(
                MapGround.Kind.VECTOR, MapGround.Crs.WGS84, 15, "", Optional.empty(), Optional.of(folder));
        assertThat(own.origin()).isEmpty();
        assertThat(own.url()).isEqualTo("/map/tiles.pmtiles");
        assertThat(own.isArchive()).isTrue();
        assertThat(new JsonObject(MapGround.of(Buffer.buffer()).described()).getValue("tiles"))
                .isNull();
    }

    @Test
    void onlyAnHttpAddressWithoutAPasswordIsATileService() {
        assertThat(MapGround.originOf("https://a.example/{z}/{x}/{y}.png")).isEqualTo("https://a.example");
        for (String bad :
                new String[] {"file:///etc/passwd", "javascript:1", "/tiles/{z}", "https://u:p@a.example/{z}"}) {
            assertThatThrownBy(() -> MapGround.originOf(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
