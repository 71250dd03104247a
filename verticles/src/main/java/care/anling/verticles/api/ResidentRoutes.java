package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.ResidentId;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.store.RegisterStore;
import care.anling.verticles.store.RegisterStore.Before;
import care.anling.verticles.store.RegisterStore.Contact;
import care.anling.verticles.store.RegisterStore.Edit;
import care.anling.verticles.store.RegisterStore.Edited;
import care.anling.verticles.store.RegisterStore.File;
import care.anling.verticles.store.RegisterStore.Filter;
import care.anling.verticles.store.RegisterStore.Looker;
import care.anling.verticles.store.RegisterStore.Observation;
import care.anling.verticles.store.RegisterStore.Period;
import care.anling.verticles.store.RegisterStore.Scope;
import care.anling.verticles.store.ResidentField;
import care.anling.verticles.store.StoreFailure;
import care.anling.verticles.view.ResidentView;
import care.anling.verticles.view.Viewer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The register of the protected. The desk keeps it; a family reads its own elder's page, without the health fields. */
final class ResidentRoutes {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final Duration USUAL_PERIOD = Duration.ofDays(7);

    private final RegisterStore register;
    private final TreeCache trees;
    private final IdSource ids;
    private final Clock clock;

    ResidentRoutes(ApiPorts ports) {
        this.register = ports.stores().register();
        this.trees = ports.access().trees();
        this.ids = ports.ids();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("listResidents", this::list);
        operations.on("addResident", this::add, this::one);
        operations.on("getResident", this::one);
        operations.on("changeResident", this::change);
        operations.on("listContacts", this::contacts);
        operations.on("addContact", this::addContact, this::addedContact);
        operations.on("changeContact", this::changeContact);
        operations.on("removeContact", this::removeContact);
        operations.on("listObservations", this::observations);
    }

    static Scope scope(Caller caller) {
        Viewer viewer = caller.viewer();
        return new Scope(viewer.nodes(), viewer.building(), viewer.resident());
    }

    static Looker looker(Call call) {
        return new Looker(call.caller().account().id(), call.remoteAddress());
    }

    private static ResidentId resident(Call call) {
        return new ResidentId(call.id());
    }

    private Future<Answer> list(Call call) {
        Filter filter = new Filter(
                call.query("community").map(text -> new CommunityId(UUID.fromString(text))),
                call.query("building").map(text -> new CommunityId(UUID.fromString(text))),
                call.query("livesAlone").map(Boolean::valueOf),
                call.query("away").map(Boolean::valueOf),
                call.query("q"));
        int limit = call.limit();
        return register.list(scope(call.caller()), filter, call.uuidCursor(), limit)
                .map(found -> {
                    Optional<String> next = found.size() < limit
                            ? Optional.empty()
                            : Optional.of(
                                    Call.cursor(found.get(found.size() - 1).id()));
                    return paged(call, found.stream().map(ResidentView::line).toList(), next);
                });
    }

    static Answer paged(Call call, List<JsonObject> items, Optional<String> next) {
        Answer answer = Answer.list(items, next);
        return next.isPresent() ? answer.with("Link", call.linkTo(next.get())) : answer;
    }

    private Future<Answer> one(Call call) {
        return one(call, call.id());
    }

    private Future<Answer> one(Call call, UUID id) {
        return read(call, new ResidentId(id)).map(found -> found.orElseThrow(Refusal::notFound));
    }

    /** Whoever keeps the register sees the health fields, and each such look is recorded. */
    private Future<Optional<Answer>> read(Call call, ResidentId resident) {
        Caller caller = call.caller();
        boolean health = caller.account().role().isDesk();
        return register.read(scope(caller), resident, health, looker(call))
                .map(found -> found.map(
                        file -> Answer.ok(ResidentView.file(file, health)).with("ETag", tag(file))));
    }

    private static String tag(File file) {
        return tag(file.version());
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** @return the version an edit was made on; absent for "whatever it is now" */
    static Optional<Long> ifMatch(Call call) {
        return call.query("If-Match")
                .filter(text -> !text.equals("*"))
                .map(text -> Long.valueOf(text.substring(1, text.length() - 1)));
    }

    private Future<Answer> add(Call call) {
        Caller caller = call.caller();
        JsonObject body = call.json();
        CommunityId community = new CommunityId(UUID.fromString(body.getString("community")));
        Edit edit = edit(body);
        refuseForeign(caller, community, edit);
        ResidentId id = new ResidentId(ids.next());
        return register.add(id, community, edit, looker(call))
                .recover(ResidentRoutes::numberTaken)
                .compose(added -> read(call, id))
                .map(found -> found.orElseThrow(Refusal::notFound))
                .map(answer -> answer.made(Operations.BASE + "/residents/" + id));
    }

    private static void refuseForeign(Caller caller, CommunityId community, Edit edit) {
        Viewer viewer = caller.viewer();
        boolean theirs = viewer.nodes().contains(community)
                && edit.communityOfBuilding().map(community::equals).orElse(true)
                // A desk of one building registers people of that building.
                && viewer.building()
                        .map(own -> Optional.of((Object) own.value())
                                .equals(edit.fields().getOrDefault(ResidentField.BUILDING, Optional.empty())))
                        .orElse(true);
        if (!theirs) {
            throw placeUnknown();
        }
    }

    private static Refusal placeUnknown() {
        return new Refusal(422, "place_unknown", "There is no such community or building here.");
    }

    private Future<Answer> change(Call call) {
        ResidentId id = resident(call);
        Edit edit = edit(call.json());
        if (edit.fields().isEmpty()) {
            throw Refusal.badRequest("nothing_to_change", "Name at least one field.");
        }
        return register.change(scope(call.caller()), id, ifMatch(call), edit, looker(call))
                .recover(ResidentRoutes::numberTaken)
                .map(ResidentRoutes::require)
                .compose(done -> read(call, id))
                .map(found -> found.orElseThrow(Refusal::notFound));
    }

    /** The office's number is the only thing of a resident that no two may have. */
    private static <T> Future<T> numberTaken(Throwable failure) {
        boolean taken =
                failure instanceof StoreFailure store && store.sqlState().equals(UNIQUE_VIOLATION);
        return Future.failedFuture(
                taken
                        ? new Refusal(409, "external_id_taken", "Somebody else in this community has this number.")
                        : failure);
    }

    static Edited require(Edited edited) {
        return switch (edited) {
            case DONE -> edited;
            case ABSENT -> throw Refusal.notFound();
            case STALE -> throw new Refusal(412, "changed_meanwhile", "Somebody changed it meanwhile. Read it again.");
            case BUILDING_ELSEWHERE -> throw placeUnknown();
            case ACCOUNT_ELSEWHERE ->
                throw new Refusal(422, "account_unknown", "There is no such account of this family.");
        };
    }

    /** The schema has seen to shapes; what is left is what one field says about another. */
    private Edit edit(JsonObject body) {
        Map<ResidentField, Optional<Object>> fields = new EnumMap<>(ResidentField.class);
        JsonObject clinical = body.getJsonObject("clinical", new JsonObject());
        for (ResidentField field : ResidentField.values()) {
            JsonObject from = field.isHealth() ? clinical : body;
            if (from.containsKey(field.word())) {
                fields.put(field, value(field, from.getValue(field.word())));
            }
        }
        boolean point = fields.getOrDefault(ResidentField.LAT, Optional.empty()).isPresent();
        if (fields.containsKey(ResidentField.LAT) != fields.containsKey(ResidentField.LON)
                || point
                        != fields.getOrDefault(ResidentField.LON, Optional.empty())
                                .isPresent()) {
            throw Refusal.badRequest("bad_position", "“lat” and “lon” go together.");
        }
        Optional<CommunityId> communityOfBuilding = fields.getOrDefault(ResidentField.BUILDING, Optional.empty())
                .map(id -> communityOf(new CommunityId((UUID) id)));
        return new Edit(fields, communityOfBuilding);
    }

    private CommunityId communityOf(CommunityId building) {
        return trees.tree()
                .find(building)
                .filter(node -> node.level() == CommunityLevel.BUILDING)
                .flatMap(Community::parent)
                .orElseThrow(ResidentRoutes::placeUnknown);
    }

    private static Optional<Object> value(ResidentField field, @Nullable Object json) {
        if (json == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (field) {
                    case BIRTH_DATE -> readable(() -> LocalDate.parse(json.toString()), "birthDate");
                    case BUILDING -> UUID.fromString(json.toString());
                    case LAT, LON -> ((Number) json).doubleValue();
                    case FLOOR, FRAILTY -> ((Number) json).intValue();
                    case CONDITIONS, MEDICATIONS, ALLERGIES ->
                        ((JsonArray) json).stream().map(Object::toString).toArray(String[]::new);
                    case LIVES_ALONE, AWAY, OXYGEN_THERAPY, SPO2_SCALE2 -> json;
                    case EXTERNAL_ID,
                            NAME,
                            PINYIN,
                            SEX,
                            PHONE,
                            LIVING_SITUATION,
                            LANGUAGE,
                            UNIT,
                            ROOM,
                            KEY_BOX,
                            BLOOD_TYPE,
                            NOTES -> json;
                });
    }

    private Future<Answer> contacts(Call call) {
        return register.contacts(scope(call.caller()), resident(call))
                .map(found -> Answer.list(
                        found.orElseThrow(Refusal::notFound).stream()
                                .map(ResidentView::contact)
                                .toList(),
                        Optional.empty()));
    }

    private Future<Answer> addContact(Call call) {
        ResidentId resident = resident(call);
        Contact contact = contact(ids.next(), 1, call.json());
        return register.addContact(scope(call.caller()), resident, contact)
                .recover(ResidentRoutes::contactsFull)
                .map(ResidentRoutes::require)
                .map(done -> Answer.created(
                        ResidentView.contact(contact),
                        Operations.BASE + "/residents/" + resident + "/contacts/" + contact.id()))
                .map(answer -> answer.with("ETag", tag(1)));
    }

    private Future<Answer> addedContact(Call call, UUID id) {
        return register.contacts(scope(call.caller()), resident(call))
                .map(found -> found.orElseThrow(Refusal::notFound).stream()
                        .filter(contact -> contact.id().equals(id))
                        .findFirst()
                        .orElseThrow(Refusal::notFound))
                .map(contact -> Answer.ok(ResidentView.contact(contact)).with("ETag", tag(contact.version())));
    }

    static <T> Future<T> contactsFull(Throwable failure) {
        return Future.failedFuture(
                RegisterStore.isContactsFull(failure)
                        ? new Refusal(
                                409,
                                "contacts_full",
                                "A resident has at most " + RegisterStore.MOST_CONTACTS + " contacts.")
                        : failure);
    }

    private static Contact contact(UUID id, long version, JsonObject body) {
        return new Contact(
                id,
                body.getString("name"),
                body.getString("relation"),
                body.getString("phone"),
                body.getInteger("order", 1),
                body.getBoolean("hasKey", false),
                Optional.ofNullable(body.getInteger("minutesAway")),
                Optional.ofNullable(body.getString("account")).map(UUID::fromString),
                version);
    }

    /** Replaced whole; the answer is the list, because the order in which they are called is of all of them. */
    private Future<Answer> changeContact(Call call) {
        Contact contact = contact(call.id("contact"), 0, call.json());
        return register.changeContact(scope(call.caller()), resident(call), contact, ifMatch(call))
                .map(ResidentRoutes::require)
                .compose(done -> contacts(call));
    }

    private Future<Answer> removeContact(Call call) {
        return register.removeContact(scope(call.caller()), resident(call), call.id("contact"), ifMatch(call))
                .map(ResidentRoutes::require)
                .map(done -> Answer.nothing());
    }

    private Future<Answer> observations(Call call) {
        Instant to = instant(call, "to").orElseGet(clock::instant);
        Instant from = instant(call, "from").orElseGet(() -> to.minus(USUAL_PERIOD));
        Period period = new Period(from, to, call.cursor().map(ResidentRoutes::before));
        int limit = call.limit();
        return register.observations(scope(call.caller()), resident(call), period, limit, looker(call))
                .map(found -> observations(call, found.orElseThrow(Refusal::notFound), limit));
    }

    private static Answer observations(Call call, List<Observation> found, int limit) {
        Optional<String> next = Optional.of(found)
                .filter(all -> all.size() == limit)
                .map(all -> all.get(all.size() - 1))
                .map(last -> Call.cursor(last.at() + " " + last.device()));
        return paged(call, found.stream().map(ResidentView::observation).toList(), next);
    }

    private static Optional<Instant> instant(Call call, String name) {
        return call.query(name).map(text -> readable(() -> Instant.parse(text), name));
    }

    /** A schema knows what a date looks like, and not that there is no 30th of February. */
    private static <T> T readable(Supplier<T> read, String name) {
        try {
            return read.get();
        } catch (DateTimeException noSuchDay) {
            throw Refusal.badRequest("bad_date", "“" + name + "” is no day of the calendar.");
        }
    }

    private static Before before(String cursor) {
        try {
            String[] parts = cursor.split(" ", -1);
            return new Before(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        } catch (RuntimeException notOurs) {
            throw Refusal.badRequest("bad_cursor", "The cursor is not one of ours.");
        }
    }
}
