package care.anling.verticles.api;

import io.vertx.core.Vertx;
import io.vertx.core.file.FileProps;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PMTiles archive, handed out in the pieces a browser asks for (RFC 9110, 14). A city's archive has gigabytes: it is
 * never read into memory and never sent whole.
 */
final class TileArchive {

    /** The largest directory or tile is far below; whoever wants more wants the archive, not a map. */
    static final int MAX_PIECE_BYTES = 4 * 1024 * 1024;

    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{1,15})-(\\d{1,15})");

    private final Vertx vertx;
    private final Path file;

    TileArchive(Vertx vertx, Path file) {
        this.vertx = vertx;
        this.file = file;
    }

    private record Piece(long from, long length) {}

    void send(RoutingContext context) {
        vertx.fileSystem()
                .props(file.toString())
                .onComplete(props -> send(context, props), missing -> context.fail(404));
    }

    private void send(RoutingContext context, FileProps props) {
        long size = props.size();
        HttpServerResponse response = context.response()
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("Cache-Control", "no-cache")
                // The browser's library begins anew when the archive has been replaced under it.
                .putHeader("ETag", "\"%x-%x\"".formatted(size, props.lastModifiedTime()));
        Optional<Piece> piece = piece(context.request().getHeader("Range"), size);
        if (piece.isEmpty()) {
            response.putHeader("Content-Range", "bytes */" + size);
            context.fail(416);
            return;
        }
        Piece asked = piece.get();
        response.setStatusCode(206)
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader(
                        "Content-Range",
                        "bytes %d-%d/%d".formatted(asked.from(), asked.from() + asked.length() - 1, size))
                .sendFile(file.toString(), asked.from(), asked.length())
                .onFailure(gone -> response.reset());
    }

    private static Optional<Piece> piece(@Nullable String header, long size) {
        Matcher range = ONE_RANGE.matcher(header == null ? "" : header);
        if (!range.matches()) {
            return Optional.empty();
        }
        long from = Long.parseLong(range.group(1));
        long to = Math.min(Long.parseLong(range.group(2)), size - 1);
        long length = to - from + 1;
        return length > 0 && length <= MAX_PIECE_BYTES ? Optional.of(new Piece(from, length)) : Optional.empty();
    }
}
