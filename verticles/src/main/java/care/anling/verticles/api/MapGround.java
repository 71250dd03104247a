package care.anling.verticles.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What the console draws under its incidents: always the bundled plan, and tiles if the house has set any up. Without
 * tiles no request ever leaves this server.
 *
 * @param plan GeoJSON, WGS-84
 */
public record MapGround(Buffer plan, Optional<Tiles> tiles) {

    /** Where a browser finds the archive of this house; openapi.yaml says the same. */
    static final String ARCHIVE_PATH = "/map/tiles.pmtiles";

    private static final String ARCHIVE_ENDING = ".pmtiles";

    public static MapGround of(Buffer plan) {
        return new MapGround(plan, Optional.empty());
    }

    public enum Kind {
        RASTER,
        VECTOR
    }

    /** What the tiles are drawn in: every map published in mainland China is shifted. */
    public enum Crs {
        WGS84,
        GCJ02
    }

    /**
     * Tiles below the plan.
     *
     * @param service of somebody else, a template or a PMTiles archive; else {@code archive} is given
     * @param archive PMTiles on this machine
     */
    public record Tiles(
            Kind kind, Crs crs, int maxZoom, String attribution, Optional<String> service, Optional<Path> archive) {

        String url() {
            return service.orElse(ARCHIVE_PATH);
        }

        /** Of somebody else's service, as a content security policy names it; empty when they are ours. */
        public Optional<String> origin() {
            return service.map(MapGround::originOf);
        }

        boolean isArchive() {
            return archive.isPresent() || url().toLowerCase(Locale.ROOT).endsWith(ARCHIVE_ENDING);
        }
    }

    /**
     * The origin of a tile service's address, {@code {z}} and the like in it or not.
     *
     * @throws IllegalArgumentException when it is no http or https address
     */
    public static String originOf(String template) {
        URI address = URI.create(template.replaceAll("\\{[^}]*}", "0"));
        if (address.getHost() == null
                || !("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                || address.getUserInfo() != null) {
            throw new IllegalArgumentException("no http or https address: " + template);
        }
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port;
    }

    /** As the console asks for it. */
    Buffer described() {
        JsonObject described = new JsonObject().putNull("tiles");
        tiles.ifPresent(given -> described.put(
                "tiles",
                new JsonObject()
                        .put("kind", given.kind().name())
                        .put("url", given.url())
                        .put("archive", given.isArchive())
                        .put("crs", given.crs().name())
                        .put("maxZoom", given.maxZoom())
                        .put("attribution", given.attribution())));
        return described.toBuffer();
    }
}
