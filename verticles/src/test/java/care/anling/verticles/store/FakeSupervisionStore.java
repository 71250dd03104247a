package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.device.Supervised;
import care.anling.core.incident.Subject;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Supervised devices in memory, by the fake database's clock. Bursts are what a test says. */
public final class FakeSupervisionStore implements SupervisionStore {

    private record Line(
            Supervised as,
            Optional<Subject> building,
            Instant dueAt,
            Optional<Instant> leasedUntil,
            Optional<IncidentId> incident) {}

    private final FakeDatabase database;
    private final Map<DeviceId, Line> lines = new LinkedHashMap<>();
    private Optional<Instant> heardAt = Optional.empty();
    private Instant hearingSince = Instant.MIN;

    /** What {@link #listBursts} finds. */
    public List<Burst> bursts = List.of();

    public FakeSupervisionStore(FakeDatabase database) {
        this.database = database;
    }

    public void put(DeviceId device, Supervised as, Optional<Subject> building) {
        lines.put(device, new Line(as, building, database.now(), Optional.empty(), Optional.empty()));
    }

    /** It said something: due now. */
    public void change(DeviceId device, UnaryOperator<Supervised> change) {
        lines.computeIfPresent(
                device,
                (id, line) -> new Line(
                        change.apply(line.as()), line.building(), database.now(), Optional.empty(), line.incident()));
    }

    public Supervised.Memory memory(DeviceId device) {
        return lines.get(device).as().memory();
    }

    public Optional<IncidentId> incident(DeviceId device) {
        return lines.get(device).incident();
    }

    @Override
    public Future<Instant> listen() {
        Instant now = database.now();
        if (heardAt.isEmpty() || heardAt.get().isBefore(now.minus(DEAF_FROM))) {
            hearingSince = now;
        }
        heardAt = Optional.of(now);
        return Future.succeededFuture(hearingSince);
    }

    /** We have been listening for that long. */
    public void listeningSince(Instant since) {
        hearingSince = since;
        heardAt = Optional.of(database.now());
    }

    @Override
    public Future<List<Due>> claimDue(int limit, Duration lease) {
        Instant now = database.now();
        List<DeviceId> due = lines.entrySet().stream()
                .filter(entry -> !entry.getValue().dueAt().isAfter(now))
                .filter(entry -> entry.getValue()
                        .leasedUntil()
                        .filter(until -> until.isAfter(now))
                        .isEmpty())
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        return Future.succeededFuture(due.stream()
                .map(device -> {
                    Line line = lines.get(device);
                    lines.put(
                            device,
                            new Line(
                                    line.as(),
                                    line.building(),
                                    line.dueAt(),
                                    Optional.of(now.plus(lease)),
                                    line.incident()));
                    return new Due(device, line.dueAt(), now, line.as(), line.building(), Set.of(), line.incident());
                })
                .toList());
    }

    @Override
    public Future<Void> settle(Looked looked) {
        lines.computeIfPresent(looked.device(), (id, line) -> {
            Supervised as = line.as();
            Supervised.Memory found = looked.memory();
            Supervised.Memory memory = new Supervised.Memory(
                    found.faults(),
                    found.seenAt(),
                    found.unwornSince(),
                    as.memory().testedAt(),
                    found.liveness());
            boolean same = line.dueAt().equals(looked.dueAt());
            return new Line(
                    new Supervised(as.kind(), as.upkeep(), as.registeredAt(), as.absentUntil(), as.latest(), memory),
                    line.building(),
                    same ? looked.lookAgainAt() : earlier(line.dueAt(), database.now()),
                    Optional.empty(),
                    looked.incident().or(line::incident));
        });
        return Future.succeededFuture();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Override
    public Future<Boolean> hasOtherFaults(IncidentId incident, DeviceId except) {
        return Future.succeededFuture(lines.entrySet().stream()
                .anyMatch(entry -> !entry.getKey().equals(except)
                        && entry.getValue().incident().filter(incident::equals).isPresent()
                        && !entry.getValue().as().memory().faults().isEmpty()));
    }

    @Override
    public Future<List<Burst>> listBursts(int fewest, Duration within, int limit) {
        List<Burst> found = bursts;
        bursts = List.of();
        return Future.succeededFuture(found);
    }

    @Override
    public Future<Void> follow(IncidentId from, IncidentId into) {
        lines.replaceAll((id, line) -> line.incident().filter(from::equals).isPresent()
                ? new Line(line.as(), line.building(), line.dueAt(), line.leasedUntil(), Optional.of(into))
                : line);
        return Future.succeededFuture();
    }
}
