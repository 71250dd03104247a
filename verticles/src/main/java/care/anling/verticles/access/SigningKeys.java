package care.anling.verticles.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The keys in force: one signs, all of them verify.
 *
 * @param all oldest first
 */
public record SigningKeys(List<SigningKey> all, SigningKey signing) {

    public SigningKeys {
        all = List.copyOf(all);
        if (!all.contains(signing)) {
            throw new IllegalArgumentException("who signs must be verified too");
        }
    }

    public static SigningKeys of(SigningKey only) {
        return new SigningKeys(List.of(only), only);
    }

    Optional<SigningKey> find(String kid) {
        return all.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** What {@code /.well-known/jwks.json} shows. */
    JsonObject jwks() {
        JsonArray keys = new JsonArray();
        all.forEach(key -> keys.add(key.publicJwk()));
        return new JsonObject().put("keys", keys);
    }
}
