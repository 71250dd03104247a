package care.anling.fleet;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** As much of the REST API and the feed as a responder meets, with one incident and first come, first served. */
final class FakeServer {

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<JsonObject> greetings = new CopyOnWriteArrayList<>();
    final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    final Map<String, JsonObject> positions = new ConcurrentHashMap<>();
    volatile String winner = "";
    volatile long tokenSeconds = 600;
    volatile JsonArray openIncidents = new JsonArray();
    private final Map<String, JsonObject> places = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeServer(Vertx vertx) throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .addWebSocketSubProtocol("anling.feed.v1"))
                .requestHandler(this::onRequest)
                .webSocketHandler(this::onSocket)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    /** Tells every socket of an incident at a door, with an offer to each of these people. */
    void open(String incident, Point door, List<String> people) {
        JsonArray offers = new JsonArray();
        people.forEach(person -> offers.add(new JsonObject()
                .put("id", "offer-" + person)
                .put("incident", incident)
                .put("responder", new JsonObject().put("id", person))
                .put("role", "FIRST_HAND")
                .put("state", "PENDING")));
        tell(incident, "OPEN", door, offers);
    }

    void standDown(String incident, Point door) {
        tell(incident, "STOOD_DOWN", door, new JsonArray());
    }

    /** What a socket is told first when its person was under way already. */
    void snapshot(String incident, Point door, String person, String state) {
        JsonObject assignment = new JsonObject()
                .put("id", "assignment-9")
                .put("incident", incident)
                .put("responder", new JsonObject().put("id", person))
                .put("state", state);
        JsonObject told = new JsonObject()
                .put("id", incident)
                .put("state", "OPEN")
                .put("place", new JsonObject().put("lat", door.lat()).put("lon", door.lon()))
                .put("assignments", new JsonArray().add(assignment));
        JsonObject frame = new JsonObject()
                .put("type", "snapshot")
                .put("community", "c1")
                .put("seq", 1)
                .put("complete", true)
                .put("incidents", new JsonArray().add(told));
        sockets.forEach(socket -> socket.writeTextMessage(frame.encode()));
    }

    private void tell(String incident, String state, Point door, JsonArray offers) {
        places.put(incident, new JsonObject().put("lat", door.lat()).put("lon", door.lon()));
        JsonObject told = new JsonObject()
                .put("id", incident)
                .put("state", state)
                // While it rings nobody is told more.
                .put("place", new JsonObject().put("label", "3号楼"))
                .put("offers", offers);
        JsonObject frame = new JsonObject()
                .put("type", "event")
                .put("community", "c1")
                .put("seq", 1)
                .put("event", "incident.offer_made")
                .put("incident", told);
        sockets.forEach(socket -> socket.writeTextMessage(frame.encode()));
    }

    private void onSocket(ServerWebSocket socket) {
        socket.textMessageHandler(text -> {
            greetings.add(new JsonObject(text));
            if (!sockets.contains(socket)) {
                sockets.add(socket);
            }
        });
        socket.closeHandler(ignored -> sockets.remove(socket));
    }

    private void onRequest(HttpServerRequest request) {
        String call = request.method() + " " + request.path().replace("/api/v1", "");
        request.body().onSuccess(body -> {
            calls.add(call + " " + body);
            String bearer = request.getHeader("Authorization");
            String who = bearer == null ? "" : bearer.replace("Bearer token-", "");
            if (call.startsWith("POST /auth/")) {
                JsonObject told = new JsonObject(body);
                String name = told.getString("username", told.getString("refresh_token", ""));
                answer(
                        request,
                        200,
                        new JsonObject()
                                .put("access_token", "token-" + name)
                                .put("expires_in", tokenSeconds)
                                .put("refresh_token", name));
            } else if (call.contains("/accept")) {
                accept(request, who);
            } else if (call.equals("PUT /me/position")) {
                positions.put(who, new JsonObject(body));
                request.response().setStatusCode(204).end();
            } else if (call.startsWith("GET /incidents/")) {
                answer(request, 200, new JsonObject().put("place", places.get(call.substring(15))));
            } else if (call.startsWith("GET /incidents")) {
                answer(request, 200, new JsonObject().put("items", openIncidents));
            } else {
                answer(request, 200, new JsonObject().put("items", new JsonArray()));
            }
        });
    }

    private synchronized void accept(HttpServerRequest request, String who) {
        if (!winner.isEmpty()) {
            answer(request, 409, new JsonObject().put("code", "offer_taken"));
            return;
        }
        winner = who;
        answer(
                request,
                200,
                new JsonObject()
                        .put("id", "assignment-1")
                        .put("incident", "incident-1")
                        .put("role", "FIRST_HAND")
                        .put("acceptedAt", Instant.now().toString()));
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.encode());
    }
}
