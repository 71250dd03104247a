package care.anling.story;

import care.anling.app.demo.DemoHome;
import care.anling.verticles.mqtt.SecretHash;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** People who move to the town while it runs, spread over its buildings, each with a watch: put into the register, where the server finds them. */
final class Newcomers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESIDENT = "INSERT INTO residents (id, community, name, building, lives_alone)"
            + " VALUES (?, ?, ?, (SELECT (array_agg(id ORDER BY id))[1 + ? % count(*)] FROM communities WHERE parent = ?),"
            + " true)";
    private static final String WATCH = "INSERT INTO devices (id, kind, dialect, community, resident, secret_hashes)"
            + " VALUES (?, 'WATCH', ?, ?, ?, ?)";

    private Newcomers() {}

    /** @return their watches, as {@code demo.json} describes a device */
    static List<JsonNode> settle(DemoTown town, String community, int people, String dialect)
            throws IOException, SQLException {
        SecretHash hash = new SecretHash(DemoHome.open(town.home()).pepper());
        UUID node = UUID.fromString(community);
        List<JsonNode> watches = new ArrayList<>();
        try (Connection database = town.database();
                PreparedStatement resident = database.prepareStatement(RESIDENT);
                PreparedStatement watch = database.prepareStatement(WATCH)) {
            database.setAutoCommit(false);
            for (int i = 1; i <= people; i++) {
                UUID person = UUID.randomUUID();
                UUID device = UUID.randomUUID();
                String secret = UUID.randomUUID().toString();
                bind(resident, person, node, "新居民" + i, i, node);
                byte[][] hashes = {hash.of(secret)};
                bind(watch, device, dialect, node, person, database.createArrayOf("bytea", hashes));
                watches.add(JSON.createObjectNode()
                        .put("id", device.toString())
                        .put("secret", secret)
                        .put("resident", person.toString())
                        .put("community", community));
            }
            database.commit();
        }
        return watches;
    }

    private static void bind(PreparedStatement row, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            row.setObject(i + 1, values[i]);
        }
        row.executeUpdate();
    }
}
