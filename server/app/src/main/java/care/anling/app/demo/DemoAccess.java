package care.anling.app.demo;

import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who may come in, and with what: what {@code demo.json} says and a visitor is told. Immutable. */
public final class DemoAccess {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The demo's telephone system. */
    public static final String HOTLINE = "hotline";

    private final Path home;
    private final DemoCommunity community;
    private final DemoSecrets secrets;

    DemoAccess(Path home, DemoCommunity community, DemoSecrets secrets) {
        this.home = home;
        this.community = community;
        this.secrets = secrets;
    }

    /** Where the running server is, as URIs with the ports it really got. */
    public record Addresses(String http, String mqtt, String management) {}

    /** An account left to whoever looks at the demo; the simulation never signs in as this one. */
    public record Visitor(String username, String password, String role, String name) {}

    public List<Visitor> visitors() {
        return community.accounts().stream()
                .filter(DemoAccount::human)
                .map(account ->
                        new Visitor(account.username(), secrets.password(account.id()), account.role(), account.name()))
                .toList();
    }

    /** With which a telephone system signs that somebody calls. */
    public String hotlineSecret() {
        return secrets.hotline();
    }

    /** Writes {@code demo.json} in one stroke; only its owner can read it. */
    public Path write(Addresses addresses) throws IOException {
        Path file = home.resolve("demo.json");
        OwnerOnly.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(describe(addresses)));
        return file;
    }

    private ObjectNode describe(Addresses addresses) {
        ObjectNode root = JSON.createObjectNode()
                .put("http", addresses.http())
                .put("mqtt", addresses.mqtt())
                .put("management", addresses.management());
        root.putObject("hotline").put("exchange", HOTLINE).put("secret", secrets.hotline());
        var accounts = root.putArray("accounts");
        community.accounts().forEach(account -> accounts.add(describe(account)));
        Map<UUID, DemoResident> residents =
                community.residents().stream().collect(Collectors.toMap(DemoResident::id, resident -> resident));
        var devices = root.putArray("devices");
        community.devices().forEach(device -> devices.add(describe(device, residents)));
        return root;
    }

    private ObjectNode describe(DemoAccount account) {
        ObjectNode told = JSON.createObjectNode()
                .put("id", account.id().toString())
                .put("username", account.username())
                .put("password", secrets.password(account.id()))
                .put("role", account.role())
                .put("community", account.community().toString());
        account.resident().ifPresent(resident -> told.put("resident", resident.toString()));
        told.put("name", account.name()).put("human", account.human());
        account.duty().ifPresent(duty -> {
            told.put("onDuty", duty.onDuty());
            duty.home().ifPresent(point -> put(told, point));
        });
        return told;
    }

    private ObjectNode describe(DemoDevice device, Map<UUID, DemoResident> residents) {
        ObjectNode told = JSON.createObjectNode().put("id", device.id().toString());
        if (device.hasSecret()) {
            told.put("secret", secrets.secret(device.id()));
        }
        told.put("dialect", device.model().dialect().wire())
                .put("kind", device.model().kind().name());
        device.resident().ifPresent(resident -> told.put("resident", resident.toString()));
        told.put("community", device.community().toString());
        device.address().ifPresent(address -> told.put("address", address));
        device.gateway().ifPresent(gateway -> told.put("gateway", gateway.toString()));
        told.put("model", device.model().name()).put("state", device.state().name());
        device.building().map(CommunityId::toString).ifPresent(building -> told.put("building", building));
        device.resident().map(residents::get).ifPresent(resident -> {
            told.put("residentName", resident.who().name());
            if (resident.clinical().oxygenTherapy()) {
                // The simulation must not give somebody whose target is 88-92 % a healthy lung.
                told.put("oxygen", true);
            }
        });
        put(told, device.home());
        return told;
    }

    private static void put(ObjectNode told, Wgs84 point) {
        told.put("lat", point.latitude()).put("lon", point.longitude());
    }
}
