package care.anling.verticles.api;

import care.anling.core.common.ResidentId;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.ErasureStore;
import care.anling.verticles.store.ErasureStore.Order;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What a resident may ask of whoever holds their data: a copy of all of it, and that it is forgotten. */
final class ErasureRoutes {

    private final ErasureStore erasures;
    private final Hints hints;

    ErasureRoutes(ApiPorts ports) {
        this.erasures = ports.stores().erasures();
        this.hints = ports.hints();
    }

    void mount(Operations operations) {
        operations.on("exportResident", this::export);
        operations.on("eraseResident", this::erase);
    }

    private Future<Answer> export(Call call) {
        ResidentId resident = new ResidentId(call.id());
        return erasures.export(ResidentRoutes.scope(call.caller()), resident, ResidentRoutes.looker(call))
                .map(found -> Answer.ok(found.orElseThrow(Refusal::notFound))
                        .with("Content-Disposition", "attachment; filename=\"resident-" + resident + ".json\""));
    }

    private Future<Answer> erase(Call call) {
        JsonObject body = call.json();
        Order order = new Order(body.getString("name"), body.getString("reason"));
        return erasures.erase(
                        ResidentRoutes.scope(call.caller()),
                        new ResidentId(call.id()),
                        order,
                        ResidentRoutes.looker(call))
                .map(erased -> switch (erased) {
                    case DONE -> {
                        hints.publish(new Hint.RegistryChanged());
                        yield Answer.nothing();
                    }
                    case ABSENT -> throw Refusal.notFound();
                    case NAME_DIFFERS ->
                        throw new Refusal(422, "name_differs", "That is not the name of this resident.");
                    case INCIDENT_OPEN ->
                        throw new Refusal(409, "incident_open", "An incident is open: nobody is forgotten meanwhile.");
                });
    }
}
