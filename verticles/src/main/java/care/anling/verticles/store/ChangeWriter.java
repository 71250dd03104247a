package care.anling.verticles.store;

import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.Judgement;
import care.anling.core.incident.DeviceWord;
import care.anling.core.incident.DeviceWords;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.SubjectKey;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Writes the difference between incidents before and after: the one mechanism by which a signal, a deadline or a human
 * changes what is stored. The SQL is {@code write_changes} in the schema; here is what it is given.
 */
final class ChangeWriter {

    /** Words to a sleeping device are old news after this. */
    static final Duration WORD_LIFETIME = Duration.ofMinutes(10);

    /** Words kept per sleeping device; beyond it the oldest go. */
    static final int MAX_WORDS = 20;

    static final String WORD_TOPIC = "down/incident";

    /** With {@link #statements} parameters. */
    static final String CALL = "write_changes($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

    private static final String WRITE = "SELECT " + CALL;

    /** One order for everybody: two batches that open incidents for the same subjects wait for each other in one direction. */
    private static final Comparator<Change> BY_SUBJECT =
            Comparator.comparing(change -> SubjectKey.of(change.after().subject()));

    private final JsonArray freshKeys;
    private final JsonArray freshSignals;
    private final JsonArray freshIncidents = new JsonArray();
    private final JsonArray changedIncidents = new JsonArray();
    private final JsonArray changedOffers = new JsonArray();
    private final JsonArray freshOffers = new JsonArray();
    private final JsonArray changedAssignments = new JsonArray();
    private final JsonArray freshAssignments = new JsonArray();
    private final JsonArray events = new JsonArray();
    private final JsonArray judgements = new JsonArray();
    private final JsonArray movedDeadlines = new JsonArray();
    private final JsonArray goneDeadlines = new JsonArray();
    private final JsonArray words = new JsonArray();
    private final JsonArray notices = new JsonArray();

    private final Instant now;

    private final Words spoken;

    private ChangeWriter(JsonArray freshKeys, JsonArray freshSignals, Instant now, Words spoken) {
        this.freshKeys = freshKeys;
        this.freshSignals = freshSignals;
        this.now = now;
        this.spoken = spoken;
    }

    /** What becomes of an event's detail before it is stored: people's words are sealed, a machine's are not. */
    @FunctionalInterface
    interface Words {
        Words OF_MACHINES = (incident, detail) -> detail;

        JsonObject kept(IncidentId incident, JsonObject detail);
    }

    /** @param now the database's clock when the rows were locked: when it all happened */
    static List<Trips.Statement> statements(List<Change> changes, Instant now, Words spoken) {
        return statements(new ChangeWriter(new JsonArray(), new JsonArray(), now, spoken), changes);
    }

    /** As one statement, with a second where somebody has to be told, or none when there is nothing to write. */
    static List<Trips.Statement> statements(JsonArray keys, JsonArray signals, List<Change> changes, Instant now) {
        return statements(new ChangeWriter(keys, signals, now, Words.OF_MACHINES), changes);
    }

    private static List<Trips.Statement> statements(ChangeWriter writer, List<Change> changes) {
        changes.stream().sorted(BY_SUBJECT).forEach(writer::add);
        return writer.statements();
    }

    /** Words alone, outside any incident's change. */
    static Trips.Statement words(JsonArray words) {
        ChangeWriter writer = new ChangeWriter(new JsonArray(), new JsonArray(), Instant.EPOCH, Words.OF_MACHINES);
        words.forEach(writer.words::add);
        return writer.statements().get(0);
    }

    private List<Trips.Statement> statements() {
        List<JsonArray> tables = List.of(
                freshKeys,
                freshSignals,
                freshIncidents,
                changedIncidents,
                changedOffers,
                freshOffers,
                changedAssignments,
                freshAssignments,
                events,
                judgements,
                movedDeadlines,
                goneDeadlines,
                words);
        if (tables.stream().allMatch(JsonArray::isEmpty)) {
            return List.of();
        }
        List<Object> parameters = new ArrayList<>(tables.size() + 1);
        tables.forEach(rows -> parameters.add(rows.isEmpty() ? null : rows));
        parameters.add(MAX_WORDS);
        Trips.Statement changes = new Trips.Statement(WRITE, Tuple.wrap(parameters));
        return notices.isEmpty() ? List.of(changes) : List.of(changes, NoticeRow.insert(notices));
    }

    private void add(Change change) {
        Incident after = change.after();
        (change.before().isPresent() ? changedIncidents : freshIncidents).add(IncidentRow.encode(after));
        addOffers(change);
        addAssignments(change);
        addDeadlines(change);
        addEvents(change);
        addWords(change);
        change.notices()
                .forEach(notice ->
                        notices.add(NoticeRow.encode(notice, after.subject().community(), now)));
    }

    /** One missing from {@code after} was left out, not taken back: it stays as it is. */
    private void addOffers(Change change) {
        change.after().offers().forEach(offer -> {
            Optional<?> before = change.before().flatMap(incident -> incident.findOffer(offer.id()));
            if (before.isEmpty()) {
                freshOffers.add(IncidentRow.encode(change.after().id(), offer));
            } else if (!before.get().equals(offer)) {
                changedOffers.add(IncidentRow.encode(change.after().id(), offer));
            }
        });
    }

    private void addAssignments(Change change) {
        change.after().assignments().forEach(assignment -> {
            Optional<?> before = change.before().flatMap(incident -> incident.findAssignment(assignment.id()));
            if (before.isEmpty()) {
                freshAssignments.add(IncidentRow.encode(change.after().id(), assignment));
            } else if (!before.get().equals(assignment)) {
                changedAssignments.add(IncidentRow.encode(change.after().id(), assignment));
            }
        });
    }

    private void addDeadlines(Change change) {
        Incident after = change.after();
        change.before()
                .ifPresent(before -> before.deadlines().keySet().stream()
                        .filter(kind -> !after.deadlines().containsKey(kind))
                        .forEach(kind -> goneDeadlines.add(new JsonObject()
                                .put("incident", after.id().toString())
                                .put("kind", kind.name()))));
        after.deadlines().forEach((kind, dueAt) -> {
            boolean same = change.before()
                    .map(before -> dueAt.equals(before.deadlines().get(kind)))
                    .orElse(false);
            if (!same) {
                movedDeadlines.add(new JsonObject()
                        .put("incident", after.id().toString())
                        .put("kind", kind.name())
                        .put("community", after.subject().community().toString())
                        .put("due_at", dueAt.toString()));
            }
        });
    }

    private void addEvents(Change change) {
        if (change.events().isEmpty()) {
            return;
        }
        Incident after = change.after();
        JsonObject view = IncidentView.toJson(after);
        for (IncidentEvent event : change.events()) {
            events.add(new JsonObject()
                    .put("incident", after.id().toString())
                    .put("community", after.subject().community().toString())
                    .put("at", now.toString())
                    .put("type", event.type())
                    .put("by", EventRow.by(event))
                    .put("detail", spoken.kept(after.id(), EventRow.detail(event)))
                    .put("view", view));
            EventRow.judgements(event).forEach(judgement -> judgements.add(judgement(after.id(), judgement)));
        }
    }

    private JsonObject judgement(IncidentId incident, Judgement judgement) {
        return new JsonObject()
                .put("incident", incident.toString())
                .put("at", now.toString())
                .put("person", judgement.person().id().toString())
                .put("person_name", judgement.person().name())
                .put("role", judgement.role().name())
                .put("step", judgement.step())
                .put("chosen", judgement.chosen())
                .put("why", judgement.why().name())
                .put("distance_meters", judgement.distanceMeters().orElse(null))
                .put("eta_seconds", judgement.etaSeconds().orElse(null));
    }

    private void addWords(Change change) {
        for (DeviceWord word : DeviceWords.of(change.after(), change.events())) {
            String payload = bytea(payload(word));
            change.after()
                    .devices()
                    .forEach(device -> words.add(new JsonObject()
                            .put("device", device.toString())
                            .put("topic_suffix", WORD_TOPIC)
                            .put("payload", payload)
                            .put("expires_at", now.plus(WORD_LIFETIME).toString())));
        }
    }

    /** As the watch gets it. */
    static byte[] payload(DeviceWord word) {
        JsonObject json =
                new JsonObject().put("incident", word.incident().toString()).put("state", word.state());
        word.by().ifPresent(by -> json.put("by", by));
        word.role().ifPresent(role -> json.put("role", role.name()));
        word.etaSeconds().ifPresent(seconds -> json.put("etaSeconds", seconds));
        if (word.drill()) {
            json.put("drill", true);
        }
        return json.encode().getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes as PostgreSQL reads them from text. */
    static String bytea(byte[] bytes) {
        return "\\x" + HexFormat.of().formatHex(bytes);
    }
}
