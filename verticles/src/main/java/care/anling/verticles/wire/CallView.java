package care.anling.verticles.wire;

import care.anling.core.common.CommunityId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A ringing telephone as the feed shows it: who may be calling, where they live. Neither the number nor a clinical field. */
public final class CallView {

    /** The feed's word for it. */
    public static final String RINGING = "call.ringing";

    private CallView() {}

    /**
     * A resident beside whom the number stands in the register.
     *
     * @param contact whose number it is, when it is not their own
     * @param incident open about them
     */
    public record MayBe(
            UUID id,
            String name,
            CommunityId community,
            Door door,
            Optional<Contact> contact,
            Optional<UUID> incident) {}

    public record Door(Optional<UUID> building, String label) {}

    public record Contact(String name, String relation) {}

    /** @param residents their own numbers first; none when nobody knows the number */
    public static JsonObject toJson(UUID call, String exchange, List<MayBe> residents) {
        JsonArray known = new JsonArray();
        residents.forEach(one -> known.add(resident(one)));
        return new JsonObject()
                .put("id", call.toString())
                .put("exchange", exchange)
                .put("residents", known);
    }

    private static JsonObject resident(MayBe one) {
        return new JsonObject()
                .put("id", one.id().toString())
                .put("name", one.name())
                .put("community", one.community().toString())
                .put(
                        "place",
                        new JsonObject()
                                .put(
                                        "building",
                                        one.door()
                                                .building()
                                                .map(UUID::toString)
                                                .orElse(null))
                                .put("label", one.door().label()))
                .put(
                        "contact",
                        one.contact()
                                .map(c -> new JsonObject().put("name", c.name()).put("relation", c.relation()))
                                .orElse(null))
                .put("incident", one.incident().map(UUID::toString).orElse(null));
    }
}
