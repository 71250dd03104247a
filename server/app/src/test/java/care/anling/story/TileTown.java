package care.anling.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * A map on which one place is ringed, as a tile service draws it and as a PMTiles archive (version 3 of its
 * specification) holds it: wherever else a console puts that place is wrong.
 */
final class TileTown implements AutoCloseable {

    static final Color RING = new Color(255, 0, 255);

    private static final int TILE_PX = 256;
    private static final double RING_METERS = 110;
    private static final double RING_WIDTH_METERS = 22;
    private static final double EQUATOR_METERS_PER_PX = 156_543.033_92;
    private static final int ARCHIVE_ZOOM = 16;
    private static final int ARCHIVE_AROUND = 4;
    private static final int HEADER_BYTES = 127;
    private static final byte UNCOMPRESSED = 1;
    private static final byte PNG = 2;

    private final double latitude;
    private final double longitude;
    private final HttpServer server;

    private TileTown(double latitude, double longitude, HttpServer server) {
        this.latitude = latitude;
        this.longitude = longitude;
        this.server = server;
    }

    /** @param latitude of the ring, in whatever datum the map is drawn */
    static TileTown ringing(double latitude, double longitude) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TileTown town = new TileTown(latitude, longitude, server);
        server.createContext("/", town::answer);
        server.start();
        return town;
    }

    /** As a house writes it down. */
    String template() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/{z}/{x}/{y}.png";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("[/.]", -1);
        byte[] tile = draw(Integer.parseInt(path[0]), Integer.parseInt(path[1]), Integer.parseInt(path[2]));
        exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().add("Content-Type", "image/png");
        exchange.sendResponseHeaders(200, tile.length);
        exchange.getResponseBody().write(tile);
        exchange.close();
    }

    private double x(int zoom) {
        return (longitude + 180) / 360 * TILE_PX * (1 << zoom);
    }

    private double y(int zoom) {
        double north = Math.toRadians(latitude);
        return (1 - Math.log(Math.tan(north) + 1 / Math.cos(north)) / Math.PI) / 2 * TILE_PX * (1 << zoom);
    }

    private byte[] draw(int zoom, int x, int y) {
        double metersPerPx = EQUATOR_METERS_PER_PX * Math.cos(Math.toRadians(latitude)) / (1 << zoom);
        double radius = RING_METERS / metersPerPx;
        BufferedImage tile = new BufferedImage(TILE_PX, TILE_PX, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = tile.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, TILE_PX, TILE_PX);
        pen.setColor(RING);
        pen.setStroke(new BasicStroke((float) (RING_WIDTH_METERS / metersPerPx)));
        pen.draw(new Ellipse2D.Double(
                x(zoom) - (double) x * TILE_PX - radius,
                y(zoom) - (double) y * TILE_PX - radius,
                2 * radius,
                2 * radius));
        pen.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(tile, "png", png);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return png.toByteArray();
    }

    /** Everything around the ring, of one zoom. */
    Path archive(Path file) throws IOException {
        SortedMap<Long, byte[]> tiles = new TreeMap<>();
        int middleX = (int) (x(ARCHIVE_ZOOM) / TILE_PX);
        int middleY = (int) (y(ARCHIVE_ZOOM) / TILE_PX);
        for (int x = middleX - ARCHIVE_AROUND; x <= middleX + ARCHIVE_AROUND; x++) {
            for (int y = middleY - ARCHIVE_AROUND; y <= middleY + ARCHIVE_AROUND; y++) {
                tiles.put(tileId(x, y), draw(ARCHIVE_ZOOM, x, y));
            }
        }
        byte[] directory = directory(tiles);
        byte[] metadata = "{}".getBytes(StandardCharsets.UTF_8);
        int data = tiles.values().stream().mapToInt(tile -> tile.length).sum();
        ByteBuffer all = ByteBuffer.allocate(HEADER_BYTES + directory.length + metadata.length + data)
                .order(ByteOrder.LITTLE_ENDIAN);
        all.put("PMTiles".getBytes(StandardCharsets.US_ASCII)).put((byte) 3);
        all.putLong(HEADER_BYTES).putLong(directory.length);
        all.putLong(HEADER_BYTES + directory.length).putLong(metadata.length);
        all.putLong(0).putLong(0);
        all.putLong(HEADER_BYTES + directory.length + metadata.length).putLong(data);
        all.putLong(tiles.size()).putLong(tiles.size()).putLong(tiles.size());
        all.put((byte) 1).put(UNCOMPRESSED).put(UNCOMPRESSED).put(PNG);
        all.put((byte) ARCHIVE_ZOOM).put((byte) ARCHIVE_ZOOM);
        all.putInt(-1_800_000_000).putInt(-850_000_000).putInt(1_800_000_000).putInt(850_000_000);
        all.put((byte) ARCHIVE_ZOOM).putInt((int) (longitude * 1e7)).putInt((int) (latitude * 1e7));
        all.put(directory).put(metadata);
        tiles.values().forEach(all::put);
        return Files.write(file, all.array());
    }

    /** Along the Hilbert curve, after all smaller zooms. */
    private static long tileId(int column, int row) {
        long id = ((1L << (2 * ARCHIVE_ZOOM)) - 1) / 3;
        long x = column;
        long y = row;
        for (long side = 1L << (ARCHIVE_ZOOM - 1); side > 0; side /= 2) {
            long right = (x & side) > 0 ? 1 : 0;
            long low = (y & side) > 0 ? 1 : 0;
            id += side * side * ((3 * right) ^ low);
            if (low == 0) {
                long turned = right == 1 ? side - 1 - x : x;
                x = right == 1 ? side - 1 - y : y;
                y = turned;
            }
        }
        return id;
    }

    private static byte[] directory(SortedMap<Long, byte[]> tiles) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, tiles.size());
        long before = 0;
        for (long id : tiles.keySet()) {
            number(out, id - before);
            before = id;
        }
        tiles.keySet().forEach(id -> number(out, 1));
        tiles.values().forEach(tile -> number(out, tile.length));
        // The first where the tiles begin, each of the others behind the one before it.
        number(out, 1);
        tiles.keySet().stream().skip(1).forEach(id -> number(out, 0));
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
