package care.anling.verticles.view;

import care.anling.verticles.store.Dossier.About;
import care.anling.verticles.store.RegisterStore.Contact;
import care.anling.verticles.store.RegisterStore.File;
import care.anling.verticles.store.RegisterStore.Line;
import care.anling.verticles.store.RegisterStore.Observation;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.UUID;

/** The register as the contract has it. */
public final class ResidentView {

    private ResidentView() {}

    /** Without a health field, and without the key to the door. */
    public static JsonObject line(Line line) {
        JsonObject address = DossierView.address(line.door());
        address.remove("keyBox");
        return new JsonObject()
                .put("id", line.id().toString())
                .put("externalId", line.externalId().orElse(null))
                .put("name", line.name())
                .put("pinyin", line.pinyin())
                .put("sex", line.sex().orElse(null))
                .put("birthDate", line.birthDate().map(LocalDate::toString).orElse(null))
                .put("phone", line.phone().orElse(null))
                .put("livesAlone", line.livesAlone())
                .put("away", line.away())
                .put("address", address)
                .put("version", line.version());
    }

    /** @param health whether the looker's look at the health fields was recorded; without, they are not there */
    public static JsonObject file(File file, boolean health) {
        About about = file.about();
        JsonObject json = DossierView.resident(about, file.readAt())
                .put("away", about.clinical().profile().absenceAt(file.readAt()).isPresent())
                .put("address", DossierView.address(about.door()))
                .put("version", file.version());
        return health
                ? json.put("externalId", file.externalId().orElse(null))
                        .put("clinical", DossierView.clinical(about, file.readAt()))
                : json;
    }

    public static JsonObject contact(Contact contact) {
        return new JsonObject()
                .put("id", contact.id().toString())
                .put("name", contact.name())
                .put("relation", contact.relation())
                .put("phone", contact.phone())
                .put("order", contact.order())
                .put("hasKey", contact.hasKey())
                .put("minutesAway", contact.minutesAway().orElse(null))
                .put("account", contact.account().map(UUID::toString).orElse(null))
                .put("version", contact.version());
    }

    public static JsonObject observation(Observation observation) {
        JsonObject json = new JsonObject()
                .put("at", observation.at().toString())
                .put("device", observation.device().toString())
                .put("backfilled", observation.backfilled());
        observation.values().forEach(json::put);
        observation.onOxygen().ifPresent(on -> json.put("o2", on));
        observation.consciousness().ifPresent(word -> json.put("consciousness", word));
        return json;
    }
}
