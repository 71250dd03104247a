package care.anling.verticles.api;

import static care.anling.verticles.store.AccountRole.ADMIN;
import static care.anling.verticles.store.AccountRole.COORDINATOR;
import static care.anling.verticles.store.AccountRole.FAMILY;
import static care.anling.verticles.store.AccountRole.INTEGRATOR;

import care.anling.core.escalation.PlanDraft;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.wire.PlanJson;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How far an operation reaches: what the cross-scope test expects of it. Every operation of the contract needs a line in
 * {@link #expectations}; writing it is the moment to think about who may not see this.
 *
 * @param kind what somebody of another community gets
 * @param roles whose act it is, said again here so that a widened {@code x-roles} is noticed
 * @param object what {@code {id}} stands for
 * @param body a good body, or a good query where it starts with a question mark; placeholders in braces are filled in
 * @param actor who, in the object's own community, may: shows that the refusals were not for another reason
 */
record Reach(Kind kind, Set<AccountRole> roles, Thing object, String body, Actor actor) {

    enum Kind {
        /** Nobody needs to sign in, and nothing in it is anybody's. */
        PUBLIC,
        /** About the caller alone. */
        OWN,
        /** A list: everybody whose act it is gets one, and it holds nothing of another community. */
        LIST,
        /** One object: outside one's scope it does not exist, 404. */
        OBJECT,
        /** Of a whole community: outside it does not exist, 404; whoever keeps one building of it reads it. */
        COMMUNITYS,
        /** The object is named in the body: outside one's scope it is unknown, 422. */
        NAMED_IN_BODY
    }

    enum Thing {
        NOTHING,
        INCIDENT,
        CALL,
        OFFER,
        OTHER_OFFER,
        ASSIGNMENT,
        ACCOUNT,
        NOTICE,
        DEVICE,
        COMMUNITY,
        RESIDENT,
        SHIFT,
        PLANNED_SHIFT,
        RESPONSE_PLAN,
        LOOK
    }

    enum Actor {
        NOBODY,
        ADMIN,
        COORDINATOR,
        VOLUNTEER
    }

    private static final Set<AccountRole> WHOEVER_SIGNS_IN = EnumSet.allOf(AccountRole.class);
    private static final Set<AccountRole> EVERYBODY = EnumSet.complementOf(EnumSet.of(INTEGRATOR));
    private static final Set<AccountRole> DESK = EnumSet.of(ADMIN, COORDINATOR);
    private static final Set<AccountRole> DESK_AND_MACHINE = EnumSet.of(ADMIN, COORDINATOR, INTEGRATOR);
    private static final String CONTACT = "{\"name\":\"王丽\",\"relation\":\"女儿\",\"phone\":\"13900000000\"}";
    private static final Set<AccountRole> DESK_AND_FAMILY = EnumSet.of(ADMIN, COORDINATOR, FAMILY);
    private static final Set<AccountRole> BUT_FAMILY = EnumSet.complementOf(EnumSet.of(FAMILY, INTEGRATOR));

    /** By operationId, in an order in which the actors can do one after the other. */
    static Map<String, Reach> expectations() {
        Map<String, Reach> all = new LinkedHashMap<>();
        putPublic(all);
        putOwn(all);
        putIncidents(all);
        putRegister(all);
        putUpkeep(all);
        putDevices(all);
        putLooks(all);
        putUsers(all);
        putPlans(all);
        putRota(all);
        all.put("getServiceFigures", list(DESK));
        all.put("getDeviceFigures", list(DESK_AND_MACHINE));
        putResponders(all);
        // Of a volunteer, who has none: taking nothing away is no error.
        all.put("resetTotp", new Reach(Kind.OBJECT, EnumSet.of(ADMIN), Thing.ACCOUNT, "", Actor.ADMIN));
        all.put("assign", incident(DESK, "{\"responder\":\"{doctor}\",\"role\":\"DOCTOR\"}"));
        all.put("standDown", incident(DESK, "{\"disposition\":\"HELPED\"}"));
        return all;
    }

    private static void putPublic(Map<String, Reach> all) {
        for (String id : new String[] {
            "signIn",
            "signInSecondStep",
            "getSignInMethods",
            "beginOidc",
            "signInByOidc",
            "refresh",
            "signOut",
            "getSigningKeys",
            "openFeed",
            "getPlan",
            "getGround",
            "getTiles",
            "getOpenApi",
            "getAsyncApi",
            "readDocs",
            "styleDocs",
            "confirmThroughGateway",
            "announceCall"
        }) {
            all.put(id, new Reach(Kind.PUBLIC, Set.of(), Thing.NOTHING, "", Actor.NOBODY));
        }
    }

    private static void putOwn(Map<String, Reach> all) {
        all.put("getMe", new Reach(Kind.OWN, WHOEVER_SIGNS_IN, Thing.NOTHING, "", Actor.VOLUNTEER));
        // Whoever may, changes it in PasswordRoutesTest: here nobody knows a password.
        all.put(
                "changePassword",
                new Reach(
                        Kind.OWN,
                        WHOEVER_SIGNS_IN,
                        Thing.NOTHING,
                        "{\"currentPassword\":\"not this one\",\"newPassword\":\"a better one, 7\"}",
                        Actor.NOBODY));
        // Whoever may does so in TotpTest: here nobody knows a password, nor a code.
        for (String id : new String[] {"confirmTotp", "renewRecoveryCodes"}) {
            all.put(id, new Reach(Kind.OWN, DESK, Thing.NOTHING, "{\"code\":\"000000\"}", Actor.NOBODY));
        }
        all.put("enrolTotp", new Reach(Kind.OWN, DESK, Thing.NOTHING, "{\"password\":\"not this one\"}", Actor.NOBODY));
        all.put("setDuty", own("{\"onDuty\":true}"));
        all.put("setPosition", own("{\"lat\":34.7,\"lon\":113.7}"));
        all.put("getPushKey", own(""));
        all.put(
                "subscribePush",
                own("{\"endpoint\":\"https://push.example/1\",\"keys\":{\"p256dh\":\"x\",\"auth\":\"y\"}}"));
        all.put(
                "unsubscribePush",
                new Reach(Kind.OWN, EVERYBODY, Thing.NOTHING, "?endpoint=https://push.example/1", Actor.NOBODY));
        all.put(
                "withdrawPush",
                new Reach(
                        Kind.OWN, EVERYBODY, Thing.NOTHING, "{\"endpoint\":\"https://push.example/1\"}", Actor.NOBODY));
        all.put("listMyChannels", own(""));
        all.put("confirmNotice", responders(Thing.NOTICE));
        all.put("listNotifications", list(DESK));
        all.put("listChannels", admin(Thing.ACCOUNT, ""));
        all.put(
                "setChannels",
                new Reach(
                        Kind.OBJECT,
                        EnumSet.of(ADMIN),
                        Thing.ACCOUNT,
                        "{\"channels\":[{\"kind\":\"EMAIL\",\"address\":\"a@example.org\"}]}",
                        Actor.ADMIN));
    }

    private static void putIncidents(Map<String, Reach> all) {
        all.put("listMyOffers", list(EVERYBODY));
        all.put("listIncidents", list(EVERYBODY));
        all.put("listCommunities", list(WHOEVER_SIGNS_IN));
        all.put("listResponders", list(DESK));
        all.put(
                "takeCall",
                new Reach(Kind.NAMED_IN_BODY, DESK, Thing.NOTHING, "{\"resident\":\"{resident}\"}", Actor.COORDINATOR));
        all.put("getIncident", incident(EVERYBODY, ""));
        all.put("getTimeline", incident(EVERYBODY, ""));
        all.put("listCandidates", incident(DESK, ""));
        all.put("getDossier", incident(BUT_FAMILY, ""));
        all.put("acknowledge", incident(DESK, ""));
        all.put("escalate", incident(DESK, ""));
        all.put("addNote", incident(EVERYBODY, "{\"text\":\"a\"}"));
        all.put("changePriority", incident(DESK, "{\"priority\":\"P2\",\"reason\":\"a\"}"));
        all.put("callMore", incident(DESK, "{\"role\":\"FIRST_HAND\"}"));
        all.put("lend", incident(DESK, "{\"community\":\"{beside}\"}"));
        all.put("listLendings", incident(DESK, ""));
        all.put("takeBack", incident(DESK, ""));
        // Into itself: 409 for who may know of it.
        all.put("mergeIncident", incident(DESK, "{\"into\":\"{INCIDENT}\"}"));
        all.put("getCall", new Reach(Kind.OBJECT, DESK, Thing.CALL, "", Actor.COORDINATOR));
        all.put("listShifts", list(DESK));
        all.put("giveShift", new Reach(Kind.OWN, DESK, Thing.NOTHING, "{\"note\":\"a\"}", Actor.COORDINATOR));
        all.put("getShift", new Reach(Kind.OBJECT, DESK, Thing.SHIFT, "", Actor.COORDINATOR));
        // One's own: 409.
        all.put("takeShift", new Reach(Kind.OBJECT, DESK, Thing.SHIFT, "", Actor.COORDINATOR));
    }

    private static void putRegister(Map<String, Reach> all) {
        all.put("listResidents", list(DESK));
        all.put(
                "addResident",
                new Reach(
                        Kind.NAMED_IN_BODY,
                        DESK,
                        Thing.NOTHING,
                        "{\"community\":\"{community}\",\"name\":\"新\"}",
                        Actor.COORDINATOR));
        all.put("getResident", resident(DESK_AND_FAMILY, ""));
        all.put("changeResident", resident(DESK, "{\"livesAlone\":true}"));
        all.put(
                "importResidents",
                new Reach(Kind.LIST, DESK, Thing.NOTHING, "externalId,name\nA1,王\n", Actor.COORDINATOR));
        // Each has a part of the tree of their own: it reads that. Whoever may, is answered in ResidentSheetTest.
        all.put("exportResidents", new Reach(Kind.LIST, EnumSet.of(ADMIN), Thing.NOTHING, "", Actor.NOBODY));
        all.put("exportResident", admin(Thing.RESIDENT, ""));
        all.put("eraseResident", admin(Thing.RESIDENT, "{\"name\":\"李秀英\",\"reason\":\"asked for\"}"));
        all.put("listContacts", resident(DESK_AND_FAMILY, ""));
        all.put("addContact", resident(DESK, CONTACT));
        all.put("changeContact", resident(DESK, CONTACT));
        all.put("removeContact", resident(DESK, ""));
        all.put("listObservations", resident(DESK, ""));
        all.put("listConsents", resident(DESK_AND_FAMILY, ""));
        all.put("setConsent", resident(DESK_AND_FAMILY, "{\"granted\":false}"));
        // Whoever may is answered in FamilyTest: of this resident's family nobody has an account here.
        all.put("getMyResident", new Reach(Kind.OWN, EnumSet.of(FAMILY), Thing.NOTHING, "", Actor.NOBODY));
        all.put(
                "changeMyContact",
                new Reach(
                        Kind.OWN,
                        EnumSet.of(FAMILY),
                        Thing.NOTHING,
                        "{\"phone\":\"13900000001\",\"hasKey\":true}",
                        Actor.NOBODY));
    }

    private static void putRota(Map<String, Reach> all) {
        Set<AccountRole> read = BUT_FAMILY;
        String times = "\"startsAt\":\"2031-05-02T08:00:00Z\",\"endsAt\":\"2031-05-02T20:00:00Z\"";
        all.put("listRota", list(read));
        all.put(
                "planShift",
                new Reach(
                        Kind.NAMED_IN_BODY,
                        DESK,
                        Thing.NOTHING,
                        "{\"responder\":\"{ACCOUNT}\"," + times + "}",
                        Actor.COORDINATOR));
        all.put("getPlannedShift", new Reach(Kind.OBJECT, read, Thing.PLANNED_SHIFT, "", Actor.VOLUNTEER));
        all.put("changePlannedShift", desk(Thing.PLANNED_SHIFT, "{\"endsAt\":\"2031-05-01T19:00:00Z\"}"));
        all.put("removePlannedShift", desk(Thing.PLANNED_SHIFT, ""));
    }

    private static void putLooks(Map<String, Reach> all) {
        all.put("listLooks", new Reach(Kind.LIST, EnumSet.of(ADMIN), Thing.NOTHING, "", Actor.ADMIN));
        all.put(
                "listLooksAtResident",
                new Reach(Kind.OBJECT, EnumSet.of(ADMIN, FAMILY), Thing.RESIDENT, "", Actor.ADMIN));
        // Because of an incident that is none of theirs: nothing. Whoever may, does so in LookRoutesTest.
        all.put(
                "breakGlass",
                new Reach(
                        Kind.OBJECT,
                        EnumSet.of(COORDINATOR),
                        Thing.RESIDENT,
                        "{\"incident\":\"{INCIDENT}\",\"reason\":\"because\"}",
                        Actor.NOBODY));
        all.put("reviewLook", new Reach(Kind.OBJECT, EnumSet.of(ADMIN), Thing.LOOK, "{}", Actor.NOBODY));
    }

    private static void putPlans(Map<String, Reach> all) {
        Set<AccountRole> admins = EnumSet.of(ADMIN);
        JsonObject plan = PlanJson.encode(PlanDraft.of(ResponsePlans.shipped(Need.WELFARE, Priority.P3)))
                .put("community", "{community}")
                .put("need", "WELFARE")
                .put("priority", "P3")
                .put("name", "新");
        all.put("listResponsePlans", list(DESK));
        all.put("addResponsePlan", new Reach(Kind.NAMED_IN_BODY, admins, Thing.NOTHING, plan.encode(), Actor.ADMIN));
        all.put("getResponsePlan", plan(DESK, "", Actor.COORDINATOR));
        all.put("editResponsePlan", plan(admins, "{\"name\":\"改\"}", Actor.ADMIN));
        all.put("listResponsePlanVersions", plan(DESK, "", Actor.COORDINATOR));
    }

    private static Reach plan(Set<AccountRole> roles, String body, Actor actor) {
        return new Reach(Kind.COMMUNITYS, roles, Thing.RESPONSE_PLAN, body, actor);
    }

    private static void putResponders(Map<String, Reach> all) {
        all.put("declineOffer", responders(Thing.OTHER_OFFER));
        all.put("acceptOffer", responders(Thing.OFFER));
        all.put("goEnRoute", responders(Thing.ASSIGNMENT));
        all.put("arriveOnScene", responders(Thing.ASSIGNMENT));
        all.put("checkIn", responders(Thing.ASSIGNMENT));
        // To oneself, who is busy: 409.
        all.put(
                "handOver",
                new Reach(Kind.OBJECT, EVERYBODY, Thing.ASSIGNMENT, "{\"to\":\"{ACCOUNT}\"}", Actor.VOLUNTEER));
        all.put("listReliefs", responders(Thing.ASSIGNMENT));
        all.put("clearAssignment", responders(Thing.ASSIGNMENT));
        // Too late by now: a 409 is said only to those who may know of it.
        all.put("releaseAssignment", responders(Thing.ASSIGNMENT));
        all.put("takeAway", new Reach(Kind.OBJECT, DESK, Thing.ASSIGNMENT, "{\"reason\":\"a\"}", Actor.COORDINATOR));
    }

    private static void putUpkeep(Map<String, Reach> all) {
        String soon = "\"until\":\"" + Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS) + "\"";
        all.put("setMaintenance", desk(Thing.DEVICE, "{" + soon + ",\"reason\":\"a\"}"));
        all.put("endMaintenance", desk(Thing.DEVICE, ""));
        all.put("sendCommand", desk(Thing.DEVICE, "{\"command\":\"test\"}"));
        all.put("listCommands", desk(Thing.DEVICE, ""));
        all.put("setAbsence", desk(Thing.RESIDENT, "{" + soon + ",\"kind\":\"AWAY\"}"));
        all.put("endAbsence", desk(Thing.RESIDENT, ""));
    }

    private static void putDevices(Map<String, Reach> all) {
        Set<AccountRole> admins = EnumSet.of(ADMIN);
        all.put("listDevices", list(DESK_AND_MACHINE));
        String device =
                "{\"kind\":\"WATCH\",\"dialect\":\"native\",\"community\":\"{community}\",\"resident\":\"{resident}\"}";
        all.put(
                "addDevice",
                new Reach(Kind.NAMED_IN_BODY, EnumSet.of(ADMIN, INTEGRATOR), Thing.NOTHING, device, Actor.ADMIN));
        // Each reads it against their own part of the tree.
        all.put(
                "importDevices",
                new Reach(Kind.LIST, admins, Thing.NOTHING, "kind,dialect\nWATCH,native\n", Actor.ADMIN));
        all.put("getDevice", new Reach(Kind.OBJECT, DESK_AND_MACHINE, Thing.DEVICE, "", Actor.COORDINATOR));
        all.put("changeDevice", desk(Thing.DEVICE, "{\"note\":\"a\"}"));
        all.put("listDeviceAssignments", desk(Thing.DEVICE, ""));
        all.put("rotateSecret", admin(Thing.DEVICE, "{\"overlapHours\":1}"));
        all.put("finishRotation", admin(Thing.DEVICE, ""));
        // After everything else that is done with it.
        all.put("retireDevice", admin(Thing.DEVICE, "{\"reason\":\"a\"}"));
    }

    private static void putUsers(Map<String, Reach> all) {
        Set<AccountRole> admins = EnumSet.of(ADMIN);
        all.put("listUsers", new Reach(Kind.LIST, admins, Thing.NOTHING, "", Actor.ADMIN));
        String user = "{\"username\":\"new.one\",\"name\":\"a\",\"role\":\"STAFF\",\"community\":\"{community}\"}";
        all.put("addUser", new Reach(Kind.NAMED_IN_BODY, admins, Thing.NOTHING, user, Actor.ADMIN));
        all.put("getUser", admin(Thing.ACCOUNT, ""));
        all.put("changeUser", admin(Thing.ACCOUNT, "{\"name\":\"a\"}"));
        // Their password is nobody's business here; whoever may, does it in UsersTest.
        all.put("resetPassword", new Reach(Kind.OBJECT, admins, Thing.ACCOUNT, "", Actor.NOBODY));
        String node = "{\"parent\":\"{community}\",\"name\":\"a\"}";
        all.put("addCommunity", new Reach(Kind.NAMED_IN_BODY, admins, Thing.NOTHING, node, Actor.ADMIN));
        all.put("getCommunity", desk(Thing.COMMUNITY, ""));
        all.put("changeCommunity", admin(Thing.COMMUNITY, "{\"nameEn\":\"East\"}"));
    }

    private static Reach admin(Thing object, String body) {
        return new Reach(Kind.OBJECT, EnumSet.of(ADMIN), object, body, Actor.ADMIN);
    }

    private static Reach own(String body) {
        return new Reach(Kind.OWN, EVERYBODY, Thing.NOTHING, body, Actor.VOLUNTEER);
    }

    private static Reach list(Set<AccountRole> roles) {
        return new Reach(Kind.LIST, roles, Thing.NOTHING, "", Actor.COORDINATOR);
    }

    private static Reach incident(Set<AccountRole> roles, String body) {
        return new Reach(Kind.OBJECT, roles, Thing.INCIDENT, body, Actor.COORDINATOR);
    }

    private static Reach resident(Set<AccountRole> roles, String body) {
        return new Reach(Kind.OBJECT, roles, Thing.RESIDENT, body, Actor.COORDINATOR);
    }

    private static Reach desk(Thing object, String body) {
        return new Reach(Kind.OBJECT, DESK, object, body, Actor.COORDINATOR);
    }

    private static Reach responders(Thing object) {
        return new Reach(Kind.OBJECT, EVERYBODY, object, "", Actor.VOLUNTEER);
    }
}
