package care.anling.verticles.view;

import care.anling.core.geo.Fix;
import care.anling.core.resident.Absence;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.Dossier;
import care.anling.verticles.store.Dossier.About;
import care.anling.verticles.store.Dossier.DeviceLine;
import care.anling.verticles.store.Dossier.Door;
import care.anling.verticles.store.Dossier.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The screen pop. Which groups of fields it has depends on the looker's role, and the same list is what gets recorded. */
public final class DossierView {

    /** Residents live there; an age is counted in their days. */
    private static final ZoneId HOME = ZoneId.of("Asia/Shanghai");

    private static final int TREND_POINTS = 24;

    private static final List<String> ALL =
            List.of("resident", "address", "clinical", "contacts", "vitals", "news2", "devices", "where", "history");

    /** Who walks to the door needs to find it, to know whom they meet and whom to call; not what illnesses they have. */
    private static final List<String> AT_THE_DOOR = List.of("resident", "address", "contacts", "devices", "where");

    /** Of the person: whom they meet, how to call and to speak to them, whether somebody else can open. */
    private static final Set<String> TOLD_AT_THE_DOOR =
            Set.of("id", "name", "pinyin", "phone", "language", "livesAlone");

    private static final List<String> KINDS = List.of("hr", "sys", "dia", "spo2", "temp", "rr", "glucose");

    private static final Map<String, String> UNITS = Map.of(
            "hr", "/min", "sys", "mmHg", "dia", "mmHg", "spo2", "%", "temp", "°C", "rr", "/min", "glucose", "mmol/L");

    private DossierView() {}

    /** @param drill practice is no reason to open somebody's record to a doctor */
    public static List<String> fieldsFor(AccountRole role, boolean drill) {
        return switch (role) {
            case ADMIN, COORDINATOR -> ALL;
            case DOCTOR -> drill ? AT_THE_DOOR : ALL;
            case VOLUNTEER, STAFF -> AT_THE_DOOR;
            case FAMILY, INTEGRATOR -> List.of();
        };
    }

    /** Whether a look at these groups is one at somebody's health. */
    public static boolean tellsOfHealth(List<String> fields) {
        return fields.contains("clinical");
    }

    /** @param fields what {@link #fieldsFor} gave and the look recorded: nothing else is put in */
    public static JsonObject toJson(JsonObject incident, Dossier dossier, List<String> fields) {
        JsonObject json = new JsonObject().put("incident", incident);
        for (String field : fields) {
            json.put(field, group(field, dossier));
        }
        JsonObject resident = json.getJsonObject("resident");
        return resident == null || tellsOfHealth(fields) ? json : json.put("resident", atTheDoor(resident));
    }

    private static JsonObject atTheDoor(JsonObject resident) {
        JsonObject seen = new JsonObject();
        resident.forEach(
                fact -> seen.put(fact.getKey(), TOLD_AT_THE_DOOR.contains(fact.getKey()) ? fact.getValue() : null));
        // That nobody is at home helps at the door; that it is a hospital is a matter of health.
        return resident.getValue("absence") == null
                ? seen
                : seen.put(
                        "absence",
                        new JsonObject().put("kind", Absence.Kind.AWAY.name()).put("until", null));
    }

    private static @Nullable Object group(String field, Dossier dossier) {
        return switch (field) {
            case "resident" ->
                dossier.resident().map(r -> resident(r, dossier.readAt())).orElse(null);
            case "address" -> dossier.resident().map(r -> address(r.door())).orElse(null);
            case "clinical" ->
                dossier.resident().map(r -> clinical(r, dossier.readAt())).orElse(null);
            case "contacts" -> array(dossier.contacts().stream(), DossierView::contact);
            case "vitals" -> vitals(dossier);
            case "news2" -> NewsView.toJson(dossier).orElse(null);
            case "devices" -> array(dossier.devices().stream(), DossierView::device);
            case "where" -> where(dossier);
            case "history" -> array(dossier.history().stream(), DossierView::earlier);
            default -> throw new IllegalArgumentException("no such group: " + field);
        };
    }

    static JsonObject resident(About about, Instant readAt) {
        LocalDate today = readAt.atZone(HOME).toLocalDate();
        return new JsonObject()
                .put("id", about.id().toString())
                .put("name", about.name())
                .put("pinyin", about.pinyin())
                .put("sex", about.sex().orElse(null))
                .put("birthDate", about.birthDate().map(LocalDate::toString).orElse(null))
                .put(
                        "age",
                        about.birthDate()
                                .map(born -> Period.between(born, today).getYears())
                                .orElse(null))
                .put("phone", about.phone().orElse(null))
                .put("livingSituation", about.livingSituation().orElse(null))
                .put("livesAlone", about.livesAlone())
                .put("language", about.language().orElse(null))
                .put(
                        "absence",
                        about.clinical()
                                .profile()
                                .absenceAt(readAt)
                                .map(DossierView::absence)
                                .orElse(null));
    }

    private static JsonObject absence(Absence absence) {
        return new JsonObject()
                .put("kind", absence.kind().name())
                .put("until", absence.until().map(Instant::toString).orElse(null));
    }

    static JsonObject address(Door door) {
        JsonObject json = new JsonObject()
                .put("community", named(door.community(), door.communityName()))
                .put(
                        "building",
                        door.building()
                                .map(id -> named(id, door.buildingName().orElse("")))
                                .orElse(null))
                .put("unit", door.unit().orElse(null))
                .put("floor", door.floor().orElse(null))
                .put("room", door.room().orElse(null))
                .put("keyBox", door.keyBox().orElse(null))
                .put("text", addressText(door));
        door.at().ifPresent(at -> json.put("lat", at.latitude()).put("lon", at.longitude()));
        return json;
    }

    private static JsonObject named(Object id, String name) {
        return new JsonObject().put("id", id.toString()).put("name", name);
    }

    private static String addressText(Door door) {
        return String.join(
                " ",
                Stream.of(Optional.of(door.communityName()), door.buildingName(), door.unit(), door.room())
                        .flatMap(Optional::stream)
                        .toList());
    }

    static JsonObject clinical(About about, Instant readAt) {
        Dossier.Clinical clinical = about.clinical();
        Optional<String> absenceNote = clinical.profile().absenceAt(readAt).flatMap(absence -> clinical.absenceNote());
        return new JsonObject()
                .put("conditions", new JsonArray(clinical.conditions()))
                .put("medications", new JsonArray(clinical.medications()))
                .put("allergies", new JsonArray(clinical.allergies()))
                .put("bloodType", clinical.bloodType().orElse(null))
                .put("frailty", clinical.profile().frailty())
                .put("oxygenTherapy", clinical.profile().oxygenTherapy())
                .put("spo2Scale2", clinical.profile().spo2Scale2())
                .put("notes", clinical.notes().orElse(null))
                .put("absenceNote", absenceNote.orElse(null));
    }

    private static JsonObject contact(Dossier.Contact contact) {
        return new JsonObject()
                .put("id", contact.id())
                .put("name", contact.name())
                .put("relation", contact.relation())
                .put("phone", contact.phone())
                .put("order", contact.order())
                .put("hasKey", contact.hasKey())
                .put("minutesAway", contact.minutesAway().orElse(null));
    }

    /** One line per kind: the newest value with its age, and how it got there. */
    private static JsonArray vitals(Dossier dossier) {
        JsonArray lines = new JsonArray();
        for (String kind : KINDS) {
            List<Reading> ofKind = dossier.readings().stream()
                    .filter(reading -> reading.kind().equals(kind))
                    .sorted(Comparator.comparing(Reading::at).reversed())
                    .limit(TREND_POINTS)
                    .toList();
            if (!ofKind.isEmpty()) {
                lines.add(vital(kind, ofKind, dossier));
            }
        }
        return lines;
    }

    private static JsonObject vital(String kind, List<Reading> newestFirst, Dossier dossier) {
        Reading newest = newestFirst.get(0);
        List<Reading> oldestFirst =
                newestFirst.stream().sorted(Comparator.comparing(Reading::at)).toList();
        return new JsonObject()
                .put("kind", kind)
                .put("value", newest.value())
                .put("unit", UNITS.get(kind))
                .put("at", newest.at().toString())
                .put("ageSeconds", dossier.ageOf(newest.at()).toSeconds())
                .put("device", newest.device().toString())
                .put(
                        "trend",
                        array(
                                oldestFirst.stream(),
                                r -> new JsonObject()
                                        .put("at", r.at().toString())
                                        .put("value", r.value())));
    }

    private static JsonObject device(DeviceLine device) {
        return new JsonObject()
                .put("id", device.id().toString())
                .put("kind", device.kind().name())
                .put("model", device.model().orElse(null))
                .put("battery", device.batteryPercent().orElse(null))
                .put("lastSeenAt", device.lastSeenAt().map(Object::toString).orElse(null))
                .put("state", device.liveness().toUpperCase(Locale.ROOT))
                .put("test", device.care().test().name())
                .put(
                        "maintenanceUntil",
                        device.care().maintenanceUntil().map(Object::toString).orElse(null));
    }

    /** First the home, because that is where one goes; else where a device was, with its age; else nothing, and said so. */
    private static JsonObject where(Dossier dossier) {
        Optional<Fix> newest = dossier.devices().stream()
                .flatMap(device -> device.fix().stream())
                .max(Comparator.comparing(Fix::at));
        Optional<JsonObject> home = dossier.resident()
                .flatMap(r -> r.door().at())
                .map(at -> new JsonObject()
                        .put("basis", "HOME")
                        .put("lat", at.latitude())
                        .put("lon", at.longitude()));
        Optional<JsonObject> device = newest.map(fix -> deviceFix(fix, dossier));
        JsonObject where = home.or(() -> device).orElseGet(() -> new JsonObject().put("basis", "NONE"));
        device.filter(d -> home.isPresent()).ifPresent(d -> where.put("device", d));
        return where;
    }

    private static JsonObject deviceFix(Fix fix, Dossier dossier) {
        JsonObject json = new JsonObject()
                .put("basis", "DEVICE")
                .put("lat", fix.point().latitude())
                .put("lon", fix.point().longitude())
                .put("at", fix.at().toString())
                .put("ageSeconds", dossier.ageOf(fix.at()).toSeconds());
        fix.accuracyMeters().ifPresent(meters -> json.put("accuracyMeters", meters));
        return json;
    }

    private static JsonObject earlier(Dossier.Earlier earlier) {
        return new JsonObject()
                .put("incident", earlier.incident().toString())
                .put("openedAt", earlier.openedAt().toString())
                .put("need", earlier.need())
                .put("priority", earlier.priority())
                .put("disposition", earlier.disposition().orElse(null))
                .put("signals", earlier.signals());
    }

    private static <T> JsonArray array(Stream<T> items, Function<T, JsonObject> toJson) {
        JsonArray array = new JsonArray();
        items.map(toJson).forEach(array::add);
        return array;
    }
}
