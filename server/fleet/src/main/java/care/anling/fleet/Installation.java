package care.anling.fleet;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A running server and who may come in, as its {@code demo.json} tells. */
public record Installation(URI http, URI mqtt, List<AccountEntry> accounts, List<DeviceEntry> devices) {

    private static final Point SOMEWHERE = new Point(34.7600, 113.7500);

    /**
     * @param human left to the visitor
     * @param home where this person starts from
     */
    public record AccountEntry(
            String id,
            String username,
            String password,
            String role,
            String name,
            boolean onDuty,
            boolean human,
            Point home) {}

    /**
     * @param secret absent behind a gateway
     * @param address how the dialect names it
     * @param oxygen worn by somebody on oxygen, whose saturation is low by nature
     */
    public record DeviceEntry(
            String id,
            Optional<String> secret,
            String dialect,
            String kind,
            Optional<String> resident,
            Optional<String> address,
            Optional<String> gateway,
            String model,
            boolean active,
            boolean oxygen,
            Point home) {}

    /** @throws IOException when the file is not there or does not say what a {@code demo.json} says */
    public static Installation read(Path file) throws IOException {
        try {
            return of(new JsonObject(Buffer.buffer(Files.readAllBytes(file))));
        } catch (DecodeException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new IOException(file + " is not a demo.json: " + e.getMessage(), e);
        }
    }

    public static Installation of(JsonObject told) {
        return new Installation(
                URI.create(told.getString("http")),
                URI.create(told.getString("mqtt")),
                list(told.getJsonArray("accounts"), Installation::account),
                list(told.getJsonArray("devices"), Installation::device));
    }

    private static <T> List<T> list(JsonArray entries, Function<JsonObject, T> read) {
        return entries.stream().map(JsonObject.class::cast).map(read).toList();
    }

    private static AccountEntry account(JsonObject told) {
        return new AccountEntry(
                told.getString("id"),
                told.getString("username"),
                told.getString("password"),
                told.getString("role"),
                told.getString("name", told.getString("username")),
                told.getBoolean("onDuty", true),
                told.getBoolean("human", false),
                point(told));
    }

    private static DeviceEntry device(JsonObject told) {
        return new DeviceEntry(
                told.getString("id"),
                Optional.ofNullable(told.getString("secret")),
                told.getString("dialect"),
                told.getString("kind"),
                Optional.ofNullable(told.getString("resident")),
                Optional.ofNullable(told.getString("address")),
                Optional.ofNullable(told.getString("gateway")),
                told.getString("model", ""),
                told.getString("state", "ACTIVE").equals("ACTIVE"),
                told.getBoolean("oxygen", false),
                point(told));
    }

    private static Point point(JsonObject told) {
        return told.containsKey("lat") && told.containsKey("lon")
                ? new Point(told.getDouble("lat"), told.getDouble("lon"))
                : SOMEWHERE;
    }
}
