package care.anling.verticles.api;

import care.anling.core.common.ResidentId;
import care.anling.core.resident.Consent;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.FamilyStore;
import care.anling.verticles.store.FamilyStore.Said;
import care.anling.verticles.store.FamilyStore.Signs;
import care.anling.verticles.store.RegisterStore;
import care.anling.verticles.store.RegisterStore.Contact;
import care.anling.verticles.store.RegisterStore.Edited;
import care.anling.verticles.store.RegisterStore.File;
import care.anling.verticles.store.RegisterStore.Observation;
import care.anling.verticles.store.RegisterStore.Period;
import care.anling.verticles.store.RegisterStore.Scope;
import care.anling.verticles.view.FamilyView;
import care.anling.verticles.view.ResidentView;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How is my mother now? A family reads its own elder's page and says how it can be reached itself. What the elder lets
 * them see is the elder's word: the desk writes it down, the family can only give it back.
 */
final class FamilyRoutes {

    private static final Duration READINGS_BACK = Duration.ofDays(1);
    /** Sets of readings looked through for the newest of each kind. */
    private static final int MAX_READINGS = 50;

    private final FamilyStore family;
    private final RegisterStore register;
    private final Clock clock;

    FamilyRoutes(ApiPorts ports) {
        this.family = ports.stores().family();
        this.register = ports.stores().register();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("getMyResident", this::myResident);
        operations.on("changeMyContact", this::changeMyContact);
        operations.on("listConsents", this::consents);
        operations.on("setConsent", this::setConsent);
    }

    private static ResidentId own(Caller caller) {
        return caller.viewer().resident().orElseThrow(Refusal::notFound);
    }

    private Future<File> file(Call call, ResidentId resident) {
        return register.read(ResidentRoutes.scope(call.caller()), resident, false, ResidentRoutes.looker(call))
                .map(found -> found.orElseThrow(Refusal::notFound));
    }

    private record Known(File file, Signs signs, Map<Consent, Said> said) {}

    private Future<Answer> myResident(Call call) {
        ResidentId resident = own(call.caller());
        Future<File> file = file(call, resident);
        Future<Signs> signs = family.signs(resident);
        Future<Map<Consent, Said>> said = family.consents(resident);
        return Future.all(file, signs, said)
                .map(all -> new Known(file.result(), signs.result(), said.result()))
                .compose(known -> readings(call, resident, known)
                        .map(readings ->
                                Answer.ok(FamilyView.toJson(known.file(), known.signs(), known.said(), readings))));
    }

    /** A recorded look, and only by the resident's word. */
    private Future<List<Observation>> readings(Call call, ResidentId resident, Known known) {
        if (!FamilyView.granted(known.said(), Consent.FAMILY_READINGS)) {
            return Future.succeededFuture(List.of());
        }
        Instant now = clock.instant();
        Scope scope = ResidentRoutes.scope(call.caller());
        Period lately = new Period(now.minus(READINGS_BACK), now, Optional.empty());
        return register.observations(scope, resident, lately, MAX_READINGS, ResidentRoutes.looker(call))
                .map(found -> found.orElse(List.of()));
    }

    record Reachable(
            @Nullable String phone,
            @Nullable Boolean hasKey,
            @Nullable Integer minutesAway) {}

    private Future<Answer> changeMyContact(Call call) {
        Caller caller = call.caller();
        ResidentId resident = own(caller);
        Scope scope = ResidentRoutes.scope(caller);
        Reachable body = call.body(Reachable.class);
        return register.contacts(scope, resident)
                .map(found -> mine(found.orElseThrow(Refusal::notFound), caller))
                .compose(contact ->
                        register.changeContact(scope, resident, reachable(contact, body), ResidentRoutes.ifMatch(call)))
                .map(ResidentRoutes::require)
                .compose(done -> register.contacts(scope, resident))
                .map(found -> mine(found.orElseThrow(Refusal::notFound), caller))
                .map(contact -> Answer.ok(ResidentView.contact(contact)).with("ETag", "\"" + contact.version() + "\""));
    }

    private static Contact mine(List<Contact> contacts, Caller caller) {
        UUID account = caller.account().id();
        return contacts.stream()
                .filter(contact -> contact.account().filter(account::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "no_contact", "The desk has not written you down as a contact."));
    }

    private static Contact reachable(Contact before, Reachable body) {
        return new Contact(
                before.id(),
                before.name(),
                before.relation(),
                Bodies.text(body.phone(), "phone", 21),
                before.order(),
                Bodies.needed(body.hasKey(), "hasKey"),
                Optional.ofNullable(body.minutesAway()),
                before.account(),
                before.version());
    }

    private Future<Answer> consents(Call call) {
        ResidentId resident = new ResidentId(call.id());
        return file(call, resident).compose(there -> listed(resident));
    }

    private Future<Answer> listed(ResidentId resident) {
        return family.consents(resident).map(said -> {
            long newest = said.values().stream().mapToLong(Said::number).max().orElse(0);
            return Answer.list(FamilyView.consents(said), Optional.empty()).with("ETag", ResidentRoutes.tag(newest));
        });
    }

    record Word(@Nullable Boolean granted, @Nullable String note) {}

    private Future<Answer> setConsent(Call call) {
        Caller caller = call.caller();
        ResidentId resident = new ResidentId(call.id());
        Consent kind = Consent.valueOf(call.query("kind").orElseThrow(Refusal::notFound));
        Word body = call.body(Word.class);
        boolean granted = Bodies.needed(body.granted(), "granted");
        String note = Bodies.textOrEmpty(body.note(), "note", 500);
        return file(call, resident)
                .compose(there -> {
                    if (granted && caller.account().role() == AccountRole.FAMILY) {
                        throw new Refusal(
                                403, "consent_not_yours", "Only the resident gives this; the desk writes it down.");
                    }
                    FamilyStore.Word word = new FamilyStore.Word(kind, granted, note, caller.person());
                    return family.say(resident, word, ResidentRoutes.ifMatch(call));
                })
                .map(fresh -> ResidentRoutes.require(fresh ? Edited.DONE : Edited.STALE))
                .compose(done -> listed(resident));
    }
}
