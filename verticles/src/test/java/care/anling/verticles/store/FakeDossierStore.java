package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.ResidentId;
import care.anling.core.incident.Incident;
import care.anling.core.incident.SubjectKey;
import care.anling.verticles.store.Dossier.DeviceLine;
import care.anling.verticles.store.Dossier.Earlier;
import care.anling.verticles.store.Dossier.Reading;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Health data in memory, and every look at it. */
public final class FakeDossierStore implements DossierStore {

    /** What is on record about one resident. */
    public record OnRecord(Dossier.About about, List<Dossier.Contact> contacts, List<Reading> readings) {}

    private static final Duration READINGS_BACK = Duration.ofDays(1);
    private static final int MAX_EARLIER = 10;

    private final Map<ResidentId, OnRecord> residents = new HashMap<>();
    private final Map<DeviceId, Optional<ResidentId>> owners = new HashMap<>();
    private final Map<DeviceId, DeviceLine> devices = new HashMap<>();
    private final Set<UUID> lookers = new HashSet<>();
    private final List<Look> looks = new ArrayList<>();
    private final List<Heard> heard = new ArrayList<>();
    private final FakeDatabase database;
    private final DatabaseWire wire;

    /** @param line up to which somebody has read the words of others */
    private record Heard(UUID account, IncidentId incident, Instant at, long line) {}

    public FakeDossierStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeDossierStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    public void put(OnRecord resident) {
        database.behind(tables -> residents.put(resident.about().id(), resident));
    }

    public void put(DeviceLine device, Optional<ResidentId> of) {
        database.behind(tables -> {
            devices.put(device.id(), device);
            return owners.put(device.id(), of);
        });
    }

    /** Somebody whose look can be put on record. */
    public void putLooker(UUID account) {
        database.behind(tables -> lookers.add(account));
    }

    /** In the order they were taken. */
    public List<Look> looks() {
        return database.behind(tables -> List.copyOf(looks));
    }

    @Override
    public Future<Dossier> read(Look look, Optional<ResidentId> resident) {
        return database.statement(wire, "dossiers.read", tables -> {
            record(look);
            Instant now = database.now();
            Optional<OnRecord> who = resident.map(residents::get);
            return new Dossier(
                    now,
                    who.map(OnRecord::about),
                    who.map(OnRecord::contacts).orElse(List.of()).stream()
                            .sorted(Comparator.comparingInt(Dossier.Contact::order)
                                    .thenComparing(Dossier.Contact::name))
                            .toList(),
                    who.map(OnRecord::readings).orElse(List.of()).stream()
                            .filter(reading -> reading.at().isAfter(now.minus(READINGS_BACK)))
                            .sorted(Comparator.comparing(Reading::at).reversed())
                            .toList(),
                    devices(tables.find(look.incident()), resident),
                    earlier(tables, look.incident()));
        });
    }

    private void record(Look look) {
        if (!lookers.contains(look.account())) {
            throw new StoreFailure(StoreFailure.Kind.PERMANENT, "23502", "database said 23502 access_log");
        }
        looks.add(look);
    }

    @Override
    public Future<List<StoredEvent>> timeline(Look look, Optional<ResidentId> resident, Lines lines) {
        return database.statement(wire, "dossiers.timeline", tables -> {
            List<StoredEvent> page = tables.timeline(look.incident()).stream()
                    .filter(line -> line.id > lines.afterId())
                    .limit(lines.limit())
                    .map(FakeIncidentStore::stored)
                    .toList();
            lines.newestTold(page).ifPresent(newest -> {
                Instant since = database.now().minus(SAME_LOOK);
                boolean known = heard.stream()
                        .anyMatch(h -> h.account().equals(look.account())
                                && h.incident().equals(look.incident())
                                && h.at().isAfter(since)
                                && h.line() >= newest);
                if (!known) {
                    record(look);
                    heard.add(new Heard(look.account(), look.incident(), database.now(), newest));
                }
            });
            return page;
        });
    }

    private List<DeviceLine> devices(Optional<Incident> incident, Optional<ResidentId> resident) {
        return devices.values().stream()
                .filter(line -> (resident.isPresent() && owners.get(line.id()).equals(resident))
                        || incident.filter(i -> i.devices().contains(line.id())).isPresent())
                .sorted(Comparator.comparing(line -> line.id().value(), FakeTables.UUID_ORDER))
                .toList();
    }

    private static List<Earlier> earlier(FakeTables tables, IncidentId of) {
        Optional<SubjectKey> subject = tables.find(of).map(incident -> SubjectKey.of(incident.subject()));
        return tables.incidentIds().stream()
                .filter(id -> !id.equals(of))
                .flatMap(id -> tables.find(id).stream())
                .filter(incident -> subject.filter(SubjectKey.of(incident.subject())::equals)
                        .isPresent())
                .sorted(Comparator.comparing(Incident::openedAt).reversed())
                .limit(MAX_EARLIER)
                .map(incident -> new Earlier(
                        incident.id(),
                        incident.openedAt(),
                        incident.assessment().leading().name(),
                        incident.assessment().priority().name(),
                        incident.closing().map(closing -> closing.disposition().name()),
                        incident.signals()))
                .toList();
    }
}
