package care.anling.verticles.api;

import care.anling.verticles.contract.OpenApi;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The screens, the plan of the community, and the contract: files from the class path, read once and kept, because there
 * are few and they never change while we run. Everything carries headers that keep a page from loading, framing or
 * sending anything anywhere else.
 */
final class WebPages {

    private static final String CONTENT_POLICY = contentPolicy("");

    private static final Pattern SAFE_PATH = Pattern.compile("/[A-Za-z0-9_./@~+-]*");
    private static final int MAX_FILE_BYTES = 16 * 1024 * 1024;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json; charset=utf-8"),
            Map.entry("geojson", "application/geo+json; charset=utf-8"),
            Map.entry("webmanifest", "application/manifest+json; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("map", "application/json"),
            Map.entry("yaml", "application/yaml; charset=utf-8"));

    private final Vertx vertx;
    private final MapGround ground;
    /** Of the screens alone: their map may fetch from the tile service the house has set up, and nothing else may. */
    private final String screenPolicy;

    private final Map<String, Optional<Buffer>> files = new ConcurrentHashMap<>();

    WebPages(Vertx vertx, MapGround ground) {
        this.vertx = vertx;
        this.ground = ground;
        this.screenPolicy = contentPolicy(
                ground.tiles().flatMap(MapGround.Tiles::origin).map(" "::concat).orElse(""));
    }

    /** Everything only from here, and nothing inline: the screens carry their styles and their map worker as files. */
    private static String contentPolicy(String tiles) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:" + tiles
                + "; font-src 'self'; connect-src 'self'" + tiles + "; worker-src 'self'; manifest-src 'self';"
                + " media-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    static void addSecurityHeaders(RoutingContext context) {
        putSecurityHeaders(context.response());
        if (context.request().isSSL()) {
            // RFC 6797: only over TLS does it mean anything. A year, as browsers' preload lists want.
            context.response().putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }

    static void putSecurityHeaders(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", CONTENT_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "geolocation=(self), camera=(self), microphone=(self)");
    }

    void mount(Operations operations, Buffer readable) {
        operations.exchange("readDocs", context -> send(context, readable, "html", "no-cache"));
        operations.exchange("styleDocs", context -> file(context, "contract/docs.css", "no-cache"));
        operations.exchange("getPlan", context -> send(context, ground.plan(), "geojson", "no-cache"));
        operations.exchange("getGround", context -> send(context, ground.described(), "json", "no-cache"));
        Optional<TileArchive> archive =
                ground.tiles().flatMap(MapGround.Tiles::archive).map(file -> new TileArchive(vertx, file));
        operations.exchange(
                "getTiles", context -> archive.ifPresentOrElse(tiles -> tiles.send(context), () -> context.fail(404)));
        operations.exchange("getOpenApi", context -> file(context, OpenApi.RESOURCE, "no-cache"));
        operations.exchange("getAsyncApi", context -> file(context, "contract/asyncapi.yaml", "no-cache"));
    }

    /** The screens: every address the contract does not name. */
    void mount(Router router) {
        router.get("/assets/*").handler(context -> page(context, "public, max-age=31536000, immutable"));
        router.get("/*").handler(context -> page(context, "no-cache"));
    }

    private void page(RoutingContext context, String caching) {
        String path = context.normalizedPath();
        context.response().putHeader("Content-Security-Policy", screenPolicy);
        if (!SAFE_PATH.matcher(path).matches() || path.contains("..") || isOfTheApi(path)) {
            context.fail(404);
        } else if (path.equals("/") || extension(path).isEmpty()) {
            // A screen's own address (history mode): the application finds its way itself.
            file(context, "webroot/index.html", "no-cache");
        } else {
            file(context, "webroot" + path, caching);
        }
    }

    private static boolean isOfTheApi(String path) {
        return path.startsWith("/api/") || path.equals("/api") || path.startsWith("/.well-known/");
    }

    private void file(RoutingContext context, String resource, String caching) {
        Optional<Buffer> known = files.get(resource);
        if (known != null) {
            send(context, resource, known, caching);
            return;
        }
        vertx.executeBlocking(() -> read(resource), false)
                .onComplete(
                        found -> {
                            // What is not there is not remembered: anybody could ask for a million names.
                            if (found.isPresent()) {
                                files.put(resource, found);
                            }
                            send(context, resource, found, caching);
                        },
                        context::fail);
    }

    private static Optional<Buffer> read(String resource) throws IOException {
        try (@Nullable InputStream in = WebPages.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readNBytes(MAX_FILE_BYTES)));
        }
    }

    private static void send(RoutingContext context, String resource, Optional<Buffer> file, String caching) {
        if (file.isPresent()) {
            send(context, file.get(), extension(resource), caching);
        } else {
            context.fail(404);
        }
    }

    private static void send(RoutingContext context, Buffer content, String extension, String caching) {
        context.response()
                .putHeader("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"))
                .putHeader("Cache-Control", caching)
                .end(content)
                .onFailure(gone -> context.response().reset());
    }

    private static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
