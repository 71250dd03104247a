package care.anling.verticles.view;

import care.anling.core.resident.Consent;
import care.anling.verticles.store.FamilyStore.Past;
import care.anling.verticles.store.FamilyStore.Said;
import care.anling.verticles.store.FamilyStore.Signs;
import care.anling.verticles.store.FamilyStore.Thing;
import care.anling.verticles.store.RegisterStore.File;
import care.anling.verticles.store.RegisterStore.Observation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A resident as the family sees them. What is measured, and where they are, only by the resident's word. */
public final class FamilyView {

    private FamilyView() {}

    /** @param readings newest first; empty without consent */
    public static JsonObject toJson(File file, Signs signs, Map<Consent, Said> said, List<Observation> readings) {
        JsonObject json = new JsonObject()
                .put("id", file.about().id().toString())
                .put("name", file.about().name())
                .put("phone", file.about().phone().orElse(null))
                .put(
                        "away",
                        file.about()
                                .clinical()
                                .profile()
                                .absenceAt(signs.readAt())
                                .isPresent())
                .put("readAt", signs.readAt().toString())
                .put("lastSign", lastSign(signs))
                .put(
                        "devices",
                        array(signs.things().stream().map(FamilyView::thing).toList()))
                .put(
                        "history",
                        array(signs.history().stream().map(FamilyView::past).toList()));
        if (granted(said, Consent.FAMILY_WHEREABOUTS) && signs.incidentOpen()) {
            signs.things().stream()
                    .flatMap(thing -> thing.device().fix().stream())
                    .max(Comparator.comparing(fix -> fix.at()))
                    .ifPresent(fix -> {
                        JsonObject where = new JsonObject()
                                .put("lat", fix.point().latitude())
                                .put("lon", fix.point().longitude())
                                .put("at", fix.at().toString());
                        fix.accuracyMeters().ifPresent(meters -> where.put("acc", meters));
                        json.put("where", where);
                    });
        }
        if (granted(said, Consent.FAMILY_READINGS)) {
            json.put("readings", array(newest(readings)));
        }
        return json;
    }

    public static boolean granted(Map<Consent, Said> said, Consent kind) {
        Said word = said.get(kind);
        return word != null && word.granted();
    }

    private static @org.jspecify.annotations.Nullable JsonObject lastSign(Signs signs) {
        return signs.signs().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(newest -> new JsonObject()
                        .put("kind", newest.getKey().name())
                        .put("at", newest.getValue().toString()))
                .orElse(null);
    }

    private static JsonObject thing(Thing thing) {
        return new JsonObject()
                .put("id", thing.device().id().toString())
                .put("kind", thing.device().kind().name())
                .put("battery", thing.device().batteryPercent().orElse(null))
                .put(
                        "lastSeenAt",
                        thing.device().lastSeenAt().map(Object::toString).orElse(null))
                .put("state", thing.device().liveness())
                .put("worn", thing.worn().orElse(null))
                .put("test", thing.device().care().test().name())
                .put(
                        "maintenanceUntil",
                        thing.device()
                                .care()
                                .maintenanceUntil()
                                .map(Object::toString)
                                .orElse(null));
    }

    private static JsonObject past(Past past) {
        return new JsonObject()
                .put("incident", past.incident().toString())
                .put("openedAt", past.openedAt().toString())
                .put("stoodDownAt", past.stoodDownAt().toString())
                .put("need", past.need())
                .put("priority", past.priority())
                .put("disposition", past.disposition())
                .put("drill", past.drill());
    }

    /** One line per kind of reading. */
    private static List<JsonObject> newest(List<Observation> newestFirst) {
        Map<String, JsonObject> lines = new LinkedHashMap<>();
        for (Observation observation : newestFirst) {
            observation
                    .values()
                    .forEach((kind, value) -> lines.putIfAbsent(
                            kind,
                            new JsonObject()
                                    .put("kind", kind)
                                    .put("value", value)
                                    .put("at", observation.at().toString())));
        }
        return List.copyOf(lines.values());
    }

    /** Every kind, also those nobody has said a word about. */
    public static List<JsonObject> consents(Map<Consent, Said> said) {
        return List.of(Consent.values()).stream()
                .map(kind -> {
                    JsonObject json = new JsonObject().put("kind", kind.name()).put("granted", granted(said, kind));
                    Said word = said.get(kind);
                    return json.put("note", word == null ? "" : word.note())
                            .put("by", word == null ? null : word.by().name())
                            .put("at", word == null ? null : word.at().toString());
                })
                .toList();
    }

    private static JsonArray array(List<JsonObject> items) {
        JsonArray array = new JsonArray();
        items.forEach(array::add);
        return array;
    }
}
