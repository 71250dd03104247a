package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nobody looks at a screen: the doctors' telephones ring through the operator's gateway, its word is a receipt, and the
 * desk reads on the incident whom nobody could reach.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TellingStoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] SECRET = "a secret of more than 24 bytes".getBytes(StandardCharsets.UTF_8);

    private record Called(Map<String, List<String>> headers, String text) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }

        JsonNode body() throws IOException {
            return JSON.readTree(text);
        }
    }

    private final List<Called> calls = new CopyOnWriteArrayList<>();

    @Test
    void theTelephoneRingsWhenNobodyLooks() throws Exception {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/send", this::answer);
        gateway.start();
        try (AnlingProcess server = AnlingProcess.prepare("telling")
                .with(
                        "ANLING_CHANNELS_WEBHOOK_VOICE_URL",
                        "http://127.0.0.1:" + gateway.getAddress().getPort() + "/send")
                .with(
                        "ANLING_CHANNELS_WEBHOOK_VOICE_SECRET",
                        Base64.getEncoder().encodeToString(SECRET))
                .start()) {
            DemoTown town = new DemoTown(server);
            List<JsonNode> doctors = doctors(town);
            Desk admin = Desk.signIn(town.http(), anyOf(town, "ADMIN"), passwordOf(town, "ADMIN"));
            for (JsonNode doctor : doctors) {
                assertThat(admin.put(
                                        "/users/" + doctor.get("id").asText() + "/notification-channels",
                                        Map.of("channels", List.of(number(doctor))))
                                .status())
                        .isEqualTo(200);
            }
            assertThat(admin.get("/push/key").body().get("key").asText())
                    .as("the demo has a key of its own")
                    .hasSizeGreaterThan(80);
            try (Wearer wearer = town.connect(town.wornWatches().get(0))) {
                wearer.press("{}");
            }

            Patience.until("a call to a doctor", () -> !calls.isEmpty());

            Called call = calls.get(0);
            assertThat(call.body().get("type").asText()).isEqualTo("OFFER");
            assertThat(call.body().get("text").asText()).isEqualTo("紧急求助 · 请立即视频接诊");
            assertThat(doctors)
                    .extracting(doctor -> "+86" + doctor.get("username").asText())
                    .contains(call.body().get("to").asText());
            assertThat(call.header("webhook-signature"))
                    .isEqualTo(sign(call.header("webhook-id"), call.header("webhook-timestamp"), call.text()));

            String incident = call.body().get("incident").asText();
            Patience.until(
                    "the desk reads who was not reached",
                    () -> timeline(admin, incident).contains("未能通知"));
            assertThat(admin.get("/notifications?state=dead").body().get("items"))
                    .as("volunteers without a screen or a number")
                    .isNotEmpty();
            assertThat(town.figures().count("anling_notice_tried_total", "channel=\"webhook\"", "outcome=\"taken\""))
                    .isPositive();
        } finally {
            gateway.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.add(new Called(
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    private static Map<String, String> number(JsonNode doctor) {
        return Map.of(
                "kind",
                "WEBHOOK",
                "gateway",
                "voice",
                "address",
                "+86" + doctor.get("username").asText());
    }

    private static List<JsonNode> doctors(DemoTown town) {
        return town.accounts(account -> DemoTown.is(account, "role", "DOCTOR"));
    }

    private static String anyOf(DemoTown town, String role) {
        return town.accounts(account -> DemoTown.is(account, "role", role))
                .get(0)
                .get("username")
                .asText();
    }

    private static String passwordOf(DemoTown town, String role) {
        return town.accounts(account -> DemoTown.is(account, "role", role))
                .get(0)
                .get("password")
                .asText();
    }

    private static String timeline(Desk desk, String incident) throws IOException, InterruptedException {
        return desk.get("/incidents/" + incident + "/timeline?limit=500").body().toString();
    }

    private static String sign(String id, String timestamp, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        byte[] signed = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(signed);
    }
}
