package care.anling.verticles.api;

import care.anling.core.common.IncidentId;
import care.anling.core.common.ResidentId;
import care.anling.core.incident.Incident;
import care.anling.core.incident.SubjectKind;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.DossierStore;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.LendingStore;
import care.anling.verticles.store.StoredEvent;
import care.anling.verticles.view.DossierView;
import care.anling.verticles.view.TimelineView;
import care.anling.verticles.view.Visibility;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reading incidents. Every reader passes {@link Visibility}; the dossier is read and recorded in one. */
final class IncidentRoutes {

    /** For viewers who see few of a node's incidents: how many pages are looked through before giving a cursor back. */
    private static final int MAX_SCANS = 5;

    private static final int MAX_CANDIDATES = 500;
    private static final int MAX_OWN = 200;

    /** What people wrote into a timeline, as the record of looks names it. */
    private static final List<String> WORDS = List.of("timeline");

    private final IncidentStore incidents;
    private final DossierStore dossiers;
    private final LendingStore lendings;

    IncidentRoutes(ApiPorts ports) {
        this.incidents = ports.stores().incidents();
        this.dossiers = ports.stores().dossiers();
        this.lendings = ports.stores().lendings();
    }

    void mount(Operations operations) {
        operations.on("listIncidents", this::list);
        operations.on("getIncident", this::one);
        operations.on("getTimeline", this::timeline);
        operations.on("listCandidates", this::candidates);
        operations.on("getDossier", this::dossier);
    }

    private Future<Answer> list(Call call) {
        Caller caller = call.caller();
        boolean open = isOpen(call);
        int limit = call.limit();
        Optional<IncidentId> before = call.uuidCursor().map(IncidentId::new);
        Optional<UUID> about = call.query("resident").map(text -> Call.uuid(text, "resident"));
        Future<Page> page = caller.account().role().isAskedFirst()
                ? listOwn(caller, open)
                : about.map(resident -> listAbout(resident, caller, open, limit))
                        .orElseGet(() -> scan(caller, open, before, limit, MAX_SCANS));
        return page.map(found -> paged(call, found));
    }

    /** One page, the newest: whoever wants a life's story reads the dossier. */
    private Future<Page> listAbout(UUID resident, Caller caller, boolean open, int limit) {
        return incidents
                .listAbout(resident, open, limit)
                .map(found -> new Page(visible(found, caller), Optional.empty()));
    }

    private static boolean isOpen(Call call) {
        return call.query("state").filter("open"::equals).isPresent();
    }

    private record Page(List<JsonObject> items, Optional<UUID> next) {}

    /** Those who are asked see what they were asked for: few, and only while it is open. */
    private Future<Page> listOwn(Caller caller, boolean open) {
        if (!open) {
            return Future.succeededFuture(new Page(List.of(), Optional.empty()));
        }
        return incidents
                .listOf(caller.account().id(), MAX_OWN)
                .map(found -> new Page(visible(found, caller), Optional.empty()));
    }

    private Future<Page> scan(Caller caller, boolean open, Optional<IncidentId> before, int limit, int scansLeft) {
        return incidents.list(caller.viewer().nodes(), open, before, limit).compose(found -> {
            List<JsonObject> seen = found.stream()
                    .flatMap(incident -> shown(incident, caller).stream())
                    .toList();
            boolean more = found.size() == limit;
            Optional<IncidentId> last = found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(found.get(found.size() - 1).id());
            if (more && seen.isEmpty() && scansLeft > 1) {
                return scan(caller, open, last, limit, scansLeft - 1);
            }
            return Future.succeededFuture(new Page(seen, more ? last.map(IncidentId::value) : Optional.empty()));
        });
    }

    private static List<JsonObject> visible(List<Incident> found, Caller caller) {
        return found.stream()
                .flatMap(incident -> Visibility.of(IncidentView.toJson(incident), caller.viewer()).stream())
                .toList();
    }

    /** What a desk lists beyond its own part of the tree was lent to it; but not to the desk of one building. */
    private static Optional<JsonObject> shown(Incident incident, Caller caller) {
        JsonObject whole = IncidentView.toJson(incident);
        boolean lent = incident.isOpen()
                && caller.account().role().isDesk()
                && caller.viewer().building().isEmpty()
                && !caller.viewer().nodes().contains(incident.subject().community());
        return lent ? Optional.of(whole) : Visibility.of(whole, caller.viewer());
    }

    private static Answer paged(Call call, Page page) {
        Optional<String> next = page.next().map(Call::cursor);
        Answer answer = Answer.list(page.items(), next);
        return next.isPresent() ? answer.with("Link", call.linkTo(next.get())) : answer;
    }

    /** The incident whole, and what of it this caller sees. */
    private record Seen(Incident incident, JsonObject view) {}

    private Future<Seen> find(Call call) {
        Caller caller = call.caller();
        return incidents
                .find(new IncidentId(call.id()))
                .map(found -> found.flatMap(incident -> Visibility.of(IncidentView.toJson(incident), caller.viewer())
                                .map(view -> new Seen(incident, view)))
                        .orElseThrow(Refusal::notFound));
    }

    /** Also to the desk of a community that came into it: not the resident's file, and no act but on its own people. */
    private Future<Seen> findShown(Call call) {
        return findShown(call, new IncidentId(call.id()));
    }

    private Future<Seen> findShown(Call call, IncidentId id) {
        Caller caller = call.caller();
        return incidents.find(id).compose(found -> {
            Incident incident = found.orElseThrow(Refusal::notFound);
            JsonObject whole = IncidentView.toJson(incident);
            Optional<JsonObject> theirs = Visibility.of(whole, caller.viewer());
            if (theirs.isPresent()) {
                return Future.succeededFuture(new Seen(incident, theirs.get()));
            }
            return lendings.list(incident.id())
                    .map(lent -> Optional.of(new Seen(incident, whole))
                            .filter(seen -> LendingRoutes.isShown(incident, lent, caller.viewer()))
                            .orElseThrow(Refusal::notFound));
        });
    }

    private Future<Answer> one(Call call) {
        return shown(call, call.id());
    }

    /** Also what a repeated act on an incident is told: what of it the caller sees now. */
    Future<Answer> shown(Call call, UUID id) {
        return findShown(call, new IncidentId(id)).map(seen -> Answer.ok(seen.view()));
    }

    private Future<Answer> timeline(Call call) {
        Caller caller = call.caller();
        UUID account = caller.account().id();
        int limit = call.limit();
        long after = call.rowCursor();
        return findShown(call).compose(seen -> {
            Incident incident = seen.incident();
            boolean full = isFull(seen, caller);
            boolean words = full
                    && DossierView.tellsOfHealth(
                            DossierView.fieldsFor(caller.account().role(), incident.drill()));
            Future<List<StoredEvent>> page = words
                    ? dossiers.timeline(
                            look(call, incident, WORDS),
                            resident(incident),
                            new DossierStore.Lines(after, limit, event -> TimelineView.tells(event, account)))
                    : incidents.timeline(incident.id(), after, limit);
            return page.map(events -> timeline(call, events, new TimelineView.Reader(account, full, words), limit));
        });
    }

    private static DossierStore.Look look(Call call, Incident incident, List<String> fields) {
        return new DossierStore.Look(
                call.caller().account().id(),
                incident.id(),
                incident.subject().community(),
                fields,
                call.remoteAddress());
    }

    private static Answer timeline(Call call, List<StoredEvent> events, TimelineView.Reader reader, int limit) {
        List<JsonObject> items = events.stream()
                .flatMap(event -> TimelineView.toJson(event, reader).stream())
                .toList();
        Optional<String> next = events.size() < limit
                ? Optional.empty()
                : Optional.of(Call.cursor(events.get(events.size() - 1).rowId()));
        Answer answer = Answer.list(items, next);
        return next.isPresent() ? answer.with("Link", call.linkTo(next.get())) : answer;
    }

    /** The desk, and who holds a role, have every line; others only what became of it. What people wrote is another matter. */
    private static boolean isFull(Seen seen, Caller caller) {
        return caller.account().role().isDesk() || holds(seen, caller);
    }

    private static boolean holds(Seen seen, Caller caller) {
        return Visibility.holdsRole(seen.view(), caller.account().id());
    }

    private Future<Answer> candidates(Call call) {
        call.requireDesk();
        return findShown(call)
                .compose(seen -> incidents.candidates(seen.incident().id(), MAX_CANDIDATES))
                .map(judgements -> Answer.list(
                        judgements.stream().map(TimelineView::candidate).toList(), Optional.empty()));
    }

    private Future<Answer> dossier(Call call) {
        Caller caller = call.caller();
        if (caller.account().role() == AccountRole.FAMILY) {
            throw Refusal.notYourRole();
        }
        return find(call).compose(seen -> {
            if (!isFull(seen, caller)) {
                throw Refusal.notFound();
            }
            Incident incident = seen.incident();
            List<String> fields = DossierView.fieldsFor(caller.account().role(), incident.drill());
            JsonObject view = DossierView.tellsOfHealth(fields)
                    ? seen.view().copy().put("reasons", IncidentView.allReasons(incident))
                    : seen.view();
            return dossiers.read(look(call, incident, fields), resident(incident))
                    .map(dossier -> Answer.ok(DossierView.toJson(view, dossier, fields)));
        });
    }

    private static Optional<ResidentId> resident(Incident incident) {
        return incident.subject().kind() == SubjectKind.RESIDENT
                ? Optional.of(new ResidentId(incident.subject().id()))
                : Optional.empty();
    }
}
