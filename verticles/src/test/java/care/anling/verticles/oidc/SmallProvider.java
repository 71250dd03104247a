package care.anling.verticles.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An OpenID provider as small as one can be and still be one: discovery, keys, authorization with PKCE, codes that are good
 * once, ID tokens by ES256 or RS256, over real HTTP on a free port. Whoever asks is signed in at once as {@link #claims} say.
 */
public final class SmallProvider implements AutoCloseable {

    public static final String CLIENT = "anling desk";
    public static final String SECRET = "s3cret: with/odd+letters";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    public final AtomicInteger askedForKeys = new AtomicInteger();
    public final AtomicInteger askedForTokens = new AtomicInteger();
    private KeyPair keys;
    private String kid = "first";

    /** Changed on the way into the ID token. */
    public volatile UnaryOperator<JsonObject> claims = claims -> claims;
    /** Changed on the way out of the token endpoint. */
    public volatile UnaryOperator<String> token = token -> token;

    public volatile UnaryOperator<JsonObject> metadata = metadata -> metadata;
    /** Takes a code again, as it must not. */
    public volatile boolean careless;

    public SmallProvider() throws IOException {
        this(0);
    }

    /** @param port where one was that is gone, or 0 */
    public SmallProvider(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
        useEcKey("first");
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void useEcKey(String name) {
        keys = generate("EC");
        kid = name;
    }

    public void useRsaKey(String name) {
        keys = generate("RSA");
        kid = name;
    }

    private static KeyPair generate(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            if (kind.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a browser does that is sent to {@code location}. @return the parameters it comes back with */
    public Map<String, String> visit(String location) {
        Map<String, String> asked = fields(URI.create(location).getRawQuery());
        if (!location.startsWith(issuer() + "/authorize?")
                || !"code".equals(asked.get("response_type"))
                || !CLIENT.equals(asked.get("client_id"))
                || !"S256".equals(asked.get("code_challenge_method"))
                || !Arrays.asList(asked.get("scope").split(" ")).contains("openid")) {
            throw new AssertionError("no provider takes " + location);
        }
        String code = "code-" + numbers.incrementAndGet();
        codes.put(code, asked);
        return Map.of("code", code, "state", asked.get("state"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            switch (path) {
                case "/.well-known/openid-configuration" -> say(exchange, 200, metadata.apply(described()));
                case "/authorize" -> redirect(exchange);
                case "/keys" -> {
                    askedForKeys.incrementAndGet();
                    say(exchange, 200, new JsonObject().put("keys", new JsonArray().add(jwk())));
                }
                case "/token" -> {
                    askedForTokens.incrementAndGet();
                    tokenFor(exchange);
                }
                default -> say(exchange, 404, new JsonObject());
            }
        }
    }

    /** For a real browser: signed in at once, and back. */
    private void redirect(HttpExchange exchange) throws IOException {
        Map<String, String> answer = visit(issuer() + exchange.getRequestURI());
        String back = fields(exchange.getRequestURI().getRawQuery()).get("redirect_uri");
        exchange.getResponseHeaders()
                .add("Location", back + "?code=" + answer.get("code") + "&state=" + answer.get("state"));
        exchange.sendResponseHeaders(302, -1);
    }

    private JsonObject described() {
        return new JsonObject()
                .put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/authorize")
                .put("token_endpoint", issuer() + "/token")
                .put("jwks_uri", issuer() + "/keys");
    }

    private void tokenFor(HttpExchange exchange) throws IOException {
        Map<String, String> form = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String pair = URLEncoder.encode(CLIENT, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || (CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret")));
        if (!known) {
            say(exchange, 401, new JsonObject().put("error", "invalid_client"));
            return;
        }
        String code = form.getOrDefault("code", "");
        Map<String, String> asked = careless ? codes.get(code) : codes.remove(code);
        if (asked == null
                || !"authorization_code".equals(form.get("grant_type"))
                || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(form.getOrDefault("code_verifier", "")))) {
            say(exchange, 400, new JsonObject().put("error", "invalid_grant"));
            return;
        }
        Instant now = Instant.now();
        JsonObject said = claims.apply(new JsonObject()
                .put("iss", issuer())
                .put("aud", CLIENT)
                .put("sub", "4711")
                .put("nonce", asked.get("nonce"))
                .put("iat", now.getEpochSecond())
                .put("exp", now.plusSeconds(300).getEpochSecond()));
        say(
                exchange,
                200,
                new JsonObject()
                        .put("access_token", "of no use here")
                        .put("token_type", "Bearer")
                        .put("id_token", token.apply(signed(said))));
    }

    private static void say(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private JsonObject jwk() {
        JsonObject jwk = new JsonObject().put("kid", kid).put("use", "sig");
        return keys.getPublic() instanceof ECPublicKey ec
                ? jwk.put("kty", "EC")
                        .put("crv", "P-256")
                        .put("x", base64(ec.getW().getAffineX(), 32))
                        .put("y", base64(ec.getW().getAffineY(), 32))
                : jwk.put("kty", "RSA")
                        .put("n", base64(((RSAPublicKey) keys.getPublic()).getModulus(), 256))
                        .put("e", base64(((RSAPublicKey) keys.getPublic()).getPublicExponent(), 3));
    }

    private static String base64(BigInteger number, int bytes) {
        byte[] raw = number.toByteArray();
        byte[] fixed = new byte[bytes];
        int skip = Math.max(0, raw.length - bytes);
        System.arraycopy(raw, skip, fixed, bytes - (raw.length - skip), raw.length - skip);
        return BASE64.encodeToString(fixed);
    }

    public String signed(JsonObject claims) {
        boolean ec = keys.getPublic() instanceof ECPublicKey;
        String head = part(new JsonObject().put("alg", ec ? "ES256" : "RS256").put("kid", kid));
        String text = head + "." + part(claims);
        try {
            Signature signer = Signature.getInstance(ec ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
            signer.initSign(keys.getPrivate());
            signer.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + BASE64.encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String part(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    public byte[] publicKey() {
        return keys.getPublic().getEncoded();
    }

    private static String challenge(String verifier) {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String field : form.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Gone as a machine goes: connections are refused. */
    @Override
    public void close() {
        server.stop(0);
    }
}
