package care.anling.verticles.view;

import care.anling.core.common.CommunityId;
import care.anling.core.dispatch.OfferState;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of an incident somebody may see: the only place that decides it, for REST and the feed alike. Pure. What is not
 * listed here as allowed is not sent, so that a new field is private until somebody thinks about it.
 *
 * <ul>
 *   <li>the desk (coordinator, administrator): everything in their part of the tree;
 *   <li>a doctor, volunteer or member of staff: only incidents with an offer or assignment of theirs — until they hold a
 *       role, what helps to decide (how urgent, what for, how far, the building's word) but neither name, door nor a point
 *       on the map; once their offer or their role is over, what became of it and no place;
 *   <li>family: only their own resident's incidents;
 *   <li>an integrator: none.
 * </ul>
 *
 * A ringing telephone is the desk's alone; a desk of one building sees who of its own may be calling.
 *
 * Somebody else's offer is nobody's business but the desk's, unless it was won: then everybody asked learns by whom.
 */
public final class Visibility {

    /** Of every incident, whoever may see it at all. */
    private static final List<String> OPEN_FIELDS = List.of(
            "id",
            "community",
            "priority",
            "need",
            "needs",
            "state",
            "kind",
            "openedAt",
            "lastSignalAt",
            "signals",
            "cancelRequested",
            "drill",
            "stoodDownAt",
            "disposition",
            "mergedInto",
            "clocks",
            "version");

    /** With the name and the door: for those who hold a role, and family. */
    private static final List<String> NAMED_FIELDS =
            List.of("subject", "resident", "place", "reasons", "devices", "acknowledged", "step", "extras");

    /** What the desk waits for from somebody is between the two of them. */
    private static final List<String> OWN_TIMERS = List.of("arriveBy", "checkInBy", "alarmedAt", "whyEnded");

    private static final Set<String> HOLDING_STATES = Set.of("ACCEPTED", "EN_ROUTE", "ON_SCENE");

    /** "3号楼 2单元 502" → "3号楼": the shortest word that names a building; what follows leads to a door. */
    private static final Pattern BUILDING_WORD =
            Pattern.compile("^\\s*(\\S*?(?:号楼|号院|栋|幢|座|大厦|公寓|楼)).*$", Pattern.DOTALL);

    private static final Pattern FIRST_WORD = Pattern.compile("^\\s*(\\S+)\\s.*$", Pattern.DOTALL);

    private Visibility() {}

    /** @param incident the whole {@link IncidentView}; never changed, and returned itself to the desk */
    public static Optional<JsonObject> of(JsonObject incident, Viewer viewer) {
        return switch (viewer.role()) {
            case ADMIN, COORDINATOR -> Optional.of(incident).filter(i -> isOfDesk(i, viewer));
            case DOCTOR, VOLUNTEER, STAFF -> ofResponder(incident, viewer.account());
            case FAMILY -> ofFamily(incident, viewer);
            case INTEGRATOR -> Optional.empty();
        };
    }

    /** @param call the whole CallView; never changed */
    public static Optional<JsonObject> ofCall(CommunityId at, JsonObject call, Viewer viewer) {
        if (!viewer.role().isDesk() || !viewer.nodes().contains(at)) {
            return Optional.empty();
        }
        if (viewer.building().isEmpty()) {
            return Optional.of(call);
        }
        String building = viewer.building().get().toString();
        JsonArray theirs = filter(call, "residents", resident -> building.equals(buildingOf(resident)));
        return theirs.isEmpty() ? Optional.empty() : Optional.of(call.copy().put("residents", theirs));
    }

    /** Whether this viewer holds a role in it now: they need the name, the door, and as a doctor the dossier. */
    public static boolean holdsRole(JsonObject incident, UUID account) {
        return any(incident.getJsonArray("assignments"), a -> isOf(a, account) && holds(a));
    }

    private static boolean isOfDesk(JsonObject incident, Viewer viewer) {
        boolean inNodes = viewer.nodes().contains(CommunityId.of(incident.getString("community")));
        return inNodes
                && viewer.building()
                        .map(building -> building.toString().equals(buildingOf(incident)))
                        .orElse(true);
    }

    private static Optional<JsonObject> ofResponder(JsonObject incident, UUID account) {
        boolean asked = any(incident.getJsonArray("offers"), o -> isOf(o, account));
        boolean assigned = any(incident.getJsonArray("assignments"), a -> isOf(a, account));
        if (!asked && !assigned) {
            return Optional.empty();
        }
        if (holdsRole(incident, account)) {
            return Optional.of(named(incident, account));
        }
        boolean ringing = any(incident.getJsonArray("offers"), o -> isOf(o, account) && isPending(o));
        @Nullable JsonObject place = ringing ? incident.getJsonObject("place") : null;
        @Nullable String building = place == null ? null : buildingWord(place.getString("label"));
        return Optional.of(trimmed(incident, account)
                .put("resident", null)
                .put("subject", new JsonObject().put("kind", kindOf(incident)).put("label", building))
                .put(
                        "place",
                        place == null
                                ? null
                                : new JsonObject().put("building", null).put("label", building))
                .put("reasons", new JsonArray())
                .put("devices", new JsonArray()));
    }

    private static Optional<JsonObject> ofFamily(JsonObject incident, Viewer viewer) {
        JsonObject resident = incident.getJsonObject("resident");
        boolean theirs = resident != null
                && viewer.resident()
                        .map(own -> own.toString().equals(resident.getString("id")))
                        .orElse(false);
        return theirs ? Optional.of(named(incident, viewer.account())) : Optional.empty();
    }

    private static JsonObject named(JsonObject incident, UUID account) {
        JsonObject seen = trimmed(incident, account);
        NAMED_FIELDS.stream().filter(incident::containsKey).forEach(f -> seen.put(f, incident.getValue(f)));
        return seen;
    }

    private static JsonObject trimmed(JsonObject incident, UUID account) {
        JsonObject seen = new JsonObject();
        OPEN_FIELDS.stream().filter(incident::containsKey).forEach(f -> seen.put(f, incident.getValue(f)));
        return seen.put("offers", filter(incident, "offers", o -> isOf(o, account) || isWon(o)))
                .put("assignments", assignments(incident, account));
    }

    private static JsonArray assignments(JsonObject incident, UUID account) {
        JsonArray seen = new JsonArray();
        JsonArray all = incident.getJsonArray("assignments", new JsonArray());
        for (int i = 0; i < all.size(); i++) {
            JsonObject one = all.getJsonObject(i);
            if (!isOf(one, account)) {
                one = one.copy();
                OWN_TIMERS.forEach(one::remove);
            }
            seen.add(one);
        }
        return seen;
    }

    private static boolean isWon(JsonObject offer) {
        return "ACCEPTED".equals(offer.getString("state"));
    }

    private static boolean isPending(JsonObject offer) {
        return OfferState.PENDING.name().equals(offer.getString("state"));
    }

    private static boolean holds(JsonObject assignment) {
        return HOLDING_STATES.contains(assignment.getString("state"));
    }

    private static boolean isOf(JsonObject held, UUID account) {
        JsonObject responder = held.getJsonObject("responder");
        return responder != null && account.toString().equals(responder.getString("id"));
    }

    private static @Nullable String buildingOf(JsonObject incident) {
        JsonObject place = incident.getJsonObject("place");
        return place == null ? null : place.getString("building");
    }

    private static @Nullable String kindOf(JsonObject incident) {
        JsonObject subject = incident.getJsonObject("subject");
        return subject == null ? null : subject.getString("kind");
    }

    /** The building's word alone; null when one cannot tell it from the door, because silence is the safe mistake. */
    static @Nullable String buildingWord(@Nullable String label) {
        if (label == null) {
            return null;
        }
        Matcher building = BUILDING_WORD.matcher(label);
        if (building.matches()) {
            return building.group(1);
        }
        Matcher first = FIRST_WORD.matcher(label);
        return first.matches() ? first.group(1) : null;
    }

    private static JsonArray filter(JsonObject incident, String list, Predicate<JsonObject> wanted) {
        JsonArray kept = new JsonArray();
        JsonArray all = incident.getJsonArray(list, new JsonArray());
        for (int i = 0; i < all.size(); i++) {
            JsonObject one = all.getJsonObject(i);
            if (wanted.test(one)) {
                kept.add(one);
            }
        }
        return kept;
    }

    private static boolean any(@Nullable JsonArray list, Predicate<JsonObject> wanted) {
        if (list == null) {
            return false;
        }
        for (int i = 0; i < list.size(); i++) {
            if (wanted.test(Objects.requireNonNull(list.getJsonObject(i)))) {
                return true;
            }
        }
        return false;
    }
}
