package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.csv.CsvLimits;
import care.anling.verticles.csv.CsvSheet;
import care.anling.verticles.csv.CsvTrouble;
import care.anling.verticles.store.RegisterStore;
import care.anling.verticles.store.RegisterStore.Scope;
import care.anling.verticles.store.ResidentSheetStore;
import care.anling.verticles.store.ResidentSheetStore.Entry;
import care.anling.verticles.store.ResidentSheetStore.Part;
import care.anling.verticles.store.ResidentSheetStore.Registered;
import care.anling.verticles.store.ResidentSheetStore.Written;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Residents from an office's list: every bad line named; nothing is written unless all are good, or the good ones are asked
 * for. Written a hundred at a time; sent again after a failure it goes on where it was, because nobody is added twice.
 */
final class ResidentSheetRoutes {

    private static final CsvLimits LIMITS = new CsvLimits(2_000_000, 5_000);

    private final ResidentSheetStore residents;
    private final TreeCache trees;
    private final Hints hints;

    ResidentSheetRoutes(ApiPorts ports) {
        this.residents = ports.stores().residentSheets();
        this.trees = ports.access().trees();
        this.hints = ports.hints();
    }

    void mount(Operations operations) {
        operations.on("importResidents", this::read);
        operations.on("exportResidents", this::export);
    }

    /** A hundred at a time, so that opening a town's seals holds up nobody. */
    private Future<Answer> export(Call call) {
        Scope scope = ResidentRoutes.scope(call.caller());
        CommunityId community = community(call, scope);
        Optional<CommunityId> building = scope.building()
                .or(() -> call.query("building").map(UUID::fromString).map(CommunityId::new));
        String language = call.query("language").orElse("zh");
        return collect(call, new Part(community, building, Optional.empty()), List.of())
                .map(all -> new Answer(200, Optional.of(ResidentExport.write(all, language)), Map.of())
                        .with("Content-Type", "text/csv; charset=utf-8")
                        .with("Content-Disposition", "attachment; filename=\"anling-residents.csv\"")
                        .with("Cache-Control", "no-store"));
    }

    private Future<List<Registered>> collect(Call call, Part part, List<Registered> before) {
        int limit = ResidentSheetStore.MOST_ENTRIES;
        return residents.read(part, limit, ResidentRoutes.looker(call)).compose(page -> {
            List<Registered> all = Stream.concat(before.stream(), page.stream()).toList();
            if (all.size() > LIMITS.lines()) {
                throw new Refusal(422, "too_many", "More than " + LIMITS.lines() + " residents: ask for one building.");
            }
            Optional<UUID> last = all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(all.get(all.size() - 1).about().id().value());
            return page.size() < limit
                    ? Future.succeededFuture(all)
                    : collect(call, new Part(part.community(), part.building(), last), all);
        });
    }

    /** What was read. */
    private record Reading(List<Entry> good, List<CsvTrouble> troubles) {}

    private Future<Answer> read(Call call) {
        Scope scope = ResidentRoutes.scope(call.caller());
        CommunityId community = community(call, scope);
        Reading reading = reading(call.bytes(), scope, community);
        boolean dry = call.query("dryRun").map(Boolean::valueOf).orElse(true);
        boolean partial = call.query("partial").map(Boolean::valueOf).orElse(false);
        JsonArray troubles = told(reading, call.query("language").orElse("zh"));
        if (!dry && !partial && !reading.troubles().isEmpty()) {
            throw new Refusal(
                    422,
                    "sheet_has_troubles",
                    "Nothing was written: " + troubles.size() + " troubles in the sheet.",
                    new JsonObject().put("troubles", troubles));
        }
        // Of a sheet that failed halfway the first lines are written.
        Future<Written> written = dry
                ? Future.succeededFuture(new Written(0, 0))
                : write(call, community, reading.good(), 0, new Written(0, 0))
                        .andThen((done, failure) -> hints.publish(new Hint.RegistryChanged()));
        return written.map(done -> Answer.ok(new JsonObject()
                .put("dryRun", dry)
                .put("good", reading.good().size())
                .put("added", done.added())
                .put("changed", done.changed())
                .put("troubles", troubles)));
    }

    /** The one named; without a name the only one there is. */
    private static CommunityId community(Call call, Scope scope) {
        return call.query("community")
                .map(text -> new CommunityId(UUID.fromString(text)))
                .or(() -> scope.nodes().size() == 1 ? scope.nodes().stream().findFirst() : Optional.empty())
                .filter(scope.nodes()::contains)
                .orElseThrow(() -> new Refusal(422, "place_unknown", "There is no such community here, or several."));
    }

    private Reading reading(byte[] bytes, Scope scope, CommunityId community) {
        CsvSheet sheet = CsvSheet.read(bytes, ResidentSheet.COLUMNS, LIMITS);
        ResidentSheet reader = new ResidentSheet(
                scope, community, trees.tree().subtree(community).stream().toList());
        List<Entry> good = sheet.lines().stream()
                .flatMap(line -> reader.read(line).stream())
                .toList();
        List<CsvTrouble> troubles = Stream.concat(sheet.troubles().stream(), reader.troubles().stream())
                .sorted(Comparator.comparingInt(CsvTrouble::line))
                .toList();
        return new Reading(good, troubles);
    }

    private static JsonArray told(Reading reading, String language) {
        JsonArray troubles = new JsonArray();
        reading.troubles()
                .forEach(trouble -> troubles.add(new JsonObject()
                        .put("line", trouble.line())
                        .put("column", trouble.column())
                        .put("why", trouble.why().in(language))));
        return troubles;
    }

    private Future<Written> write(Call call, CommunityId community, List<Entry> all, int from, Written before) {
        if (from >= all.size()) {
            return Future.succeededFuture(before);
        }
        int to = Math.min(all.size(), from + ResidentSheetStore.MOST_ENTRIES);
        List<Entry> part = all.subList(from, to);
        return residents
                .write(community, part, ResidentRoutes.looker(call))
                .recover(failure -> tooManyContacts(failure, part))
                .compose(done -> write(
                        call,
                        community,
                        all,
                        to,
                        new Written(before.added() + done.added(), before.changed() + done.changed())));
    }

    private static Future<Written> tooManyContacts(Throwable failure, List<Entry> part) {
        String which = "Nobody of lines " + part.get(0).line() + " to "
                + part.get(part.size() - 1).line() + " was written: one has more than " + RegisterStore.MOST_CONTACTS
                + " contacts with those known before. Earlier lines are; sent again nobody is added twice.";
        return Future.failedFuture(
                RegisterStore.isContactsFull(failure) ? new Refusal(409, "contacts_full", which) : failure);
    }
}
