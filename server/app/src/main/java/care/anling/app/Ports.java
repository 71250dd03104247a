package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the ports are free before minutes are spent on anything else. */
final class Ports {

    private Ports() {}

    /** One line per port that is taken, with the way out. */
    static List<String> problems(Settings settings) {
        List<String> problems = new ArrayList<>();
        if (settings.flag(Key.HTTP_PLAIN)) {
            look(settings, Key.HTTP_HOST, Key.HTTP_PORT, problems);
        }
        if (settings.find(Key.HTTP_TLS_CERTIFICATE_FILE).isPresent()) {
            look(settings, Key.HTTP_HOST, Key.HTTP_TLS_PORT, problems);
        }
        if (settings.flag(Key.MQTT_PLAIN)) {
            look(settings, Key.MQTT_HOST, Key.MQTT_PORT, problems);
        }
        if (settings.find(Key.MQTT_TLS_CERTIFICATE_FILE).isPresent()) {
            look(settings, Key.MQTT_HOST, Key.MQTT_TLS_PORT, problems);
        }
        look(settings, Key.MANAGEMENT_HOST, Key.MANAGEMENT_PORT, problems);
        return problems;
    }

    private static void look(Settings settings, Key host, Key port, List<String> problems) {
        int number = settings.number(port);
        if (number == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(settings.text(host)), number));
        } catch (IOException e) {
            problems.add("port " + number + " (" + port.path() + ") cannot be used: " + e.getMessage() + ". Set "
                    + port.variable() + " to another port, or to 0 for any free one.");
        }
    }
}
