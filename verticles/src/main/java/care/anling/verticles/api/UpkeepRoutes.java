package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.ResidentId;
import care.anling.core.community.Place;
import care.anling.core.device.Upkeep;
import care.anling.core.incident.Subject;
import care.anling.core.resident.Absence;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.ResidentStore;
import care.anling.verticles.store.UpkeepStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the desk says of devices and absences: work on one, somebody away. Each ends by itself. */
final class UpkeepRoutes {

    private static final int MAX_REASON_CHARS = 500;

    private final UpkeepStore upkeep;
    private final ResidentStore residents;
    private final Hints hints;
    private final Clock clock;

    UpkeepRoutes(ApiPorts ports) {
        this.upkeep = ports.stores().upkeep();
        this.residents = ports.stores().residents();
        this.hints = ports.hints();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("setMaintenance", this::maintain);
        operations.on("endMaintenance", this::endMaintenance);
        operations.on("setAbsence", this::beAway);
        operations.on("endAbsence", this::beBack);
    }

    record Maintenance(@Nullable String until, @Nullable String reason) {}

    private Future<Answer> maintain(Call call) {
        Caller caller = call.desk();
        DeviceId device = new DeviceId(call.id());
        Maintenance body = call.body(Maintenance.class);
        String reason = Bodies.text(body.reason(), "reason", MAX_REASON_CHARS);
        return mine(device, caller).compose(placed -> {
            Instant until = until(body.until(), Upkeep.MAINTENANCE_MAX);
            return upkeep.maintain(device, until, reason, caller.person()).map(done -> {
                changed(placed.community(), device.value());
                return Answer.ok(new JsonObject().put("until", until.toString()).put("reason", reason));
            });
        });
    }

    private Future<Answer> endMaintenance(Call call) {
        Caller caller = call.desk();
        DeviceId device = new DeviceId(call.id());
        return mine(device, caller)
                .compose(placed -> upkeep.endMaintenance(device, caller.person())
                        .map(done -> {
                            changed(placed.community(), device.value());
                            return Answer.nothing();
                        }));
    }

    record Away(
            Absence.@Nullable Kind kind,
            @Nullable String until,
            @Nullable String note) {}

    private Future<Answer> beAway(Call call) {
        Caller caller = call.desk();
        ResidentId resident = new ResidentId(call.id());
        Away body = call.body(Away.class);
        Absence.Kind kind = Bodies.needed(body.kind(), "kind");
        String note = Bodies.textOrEmpty(body.note(), "note", MAX_REASON_CHARS);
        return mine(resident, caller).compose(subject -> {
            Instant until = until(body.until(), Upkeep.ABSENCE_MAX);
            Absence absence = new Absence(kind, Optional.of(until));
            return upkeep.beAway(resident, absence, note, caller.person()).map(done -> {
                changed(subject.community(), resident.value());
                return Answer.ok(new JsonObject()
                        .put("kind", kind.name())
                        .put("until", until.toString())
                        .put("note", note));
            });
        });
    }

    private Future<Answer> beBack(Call call) {
        Caller caller = call.desk();
        ResidentId resident = new ResidentId(call.id());
        return mine(resident, caller)
                .compose(subject -> upkeep.beBack(resident, caller.person()).map(done -> {
                    changed(subject.community(), resident.value());
                    return Answer.nothing();
                }));
    }

    private void changed(CommunityId community, UUID of) {
        hints.publish(new Hint.RegistryChanged());
        hints.publish(new Hint.UpkeepChanged(community, of));
    }

    private Instant until(@Nullable String text, Duration longest) {
        Instant now = clock.instant();
        try {
            Instant until = OffsetDateTime.parse(Bodies.needed(text, "until")).toInstant();
            if (until.isAfter(now) && !until.isAfter(now.plus(longest))) {
                return until;
            }
        } catch (DateTimeParseException notATime) {
            throw Refusal.badRequest("bad_until", "“until” is no time.");
        }
        throw new Refusal(422, "bad_until", "“until” lies ahead, and at most " + longest.toDays() + " days.");
    }

    private Future<UpkeepStore.Placed> mine(DeviceId device, Caller caller) {
        return upkeep.findDevice(device)
                .map(found -> found.filter(placed -> isIn(placed.community(), placed.building(), caller))
                        .orElseThrow(Refusal::notFound));
    }

    private Future<Subject> mine(ResidentId resident, Caller caller) {
        return residents
                .findSubject(resident)
                .map(found -> found.filter(subject ->
                                isIn(subject.community(), subject.place().flatMap(Place::building), caller))
                        .orElseThrow(Refusal::notFound));
    }

    private static boolean isIn(CommunityId community, Optional<CommunityId> building, Caller caller) {
        return caller.viewer().nodes().contains(community)
                && caller.viewer()
                        .building()
                        .map(own -> building.filter(own::equals).isPresent())
                        .orElse(true);
    }
}
