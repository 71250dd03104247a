package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.statistics.DeviceFigures;
import care.anling.core.statistics.ServiceFigures;
import care.anling.core.statistics.ServiceFigures.Case;
import care.anling.core.statistics.ServiceFigures.Kept;
import care.anling.core.statistics.ServiceFigures.Waited;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.StatisticsStore;
import care.anling.verticles.store.StatisticsStore.Part;
import care.anling.verticles.store.StatisticsStore.Period;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How well people were served in a period, and how the devices are. Read from what is stored; nothing is counted twice. */
final class StatisticsRoutes {

    /** A city of 5,500 elders has about 1,650 warnings a month: two years and a half. */
    private static final int MAX_INCIDENTS = 50_000;

    private static final int MAX_DEVICES = 50_000;
    private static final Duration USUAL_PERIOD = Duration.ofDays(30);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(366);

    private final StatisticsStore statistics;
    private final Clock clock;

    StatisticsRoutes(ApiPorts ports) {
        this.statistics = ports.stores().statistics();
        this.clock = ports.clock();
    }

    void mount(Operations operations) {
        operations.on("getServiceFigures", this::service);
        operations.on("getDeviceFigures", this::devices);
    }

    private Future<Answer> service(Call call) {
        Part part = part(call);
        Instant now = clock.instant();
        Period period = period(call, now);
        return statistics.served(part, period, MAX_INCIDENTS + 1).map(served -> {
            refuseTooMany(served);
            ServiceFigures figures = ServiceFigures.of(served, now);
            return call.query("format").orElse("json").equals("csv")
                    ? csv(figures, call.query("lang").orElse("zh"), period)
                    : Answer.ok(toJson(figures, part, period));
        });
    }

    private static void refuseTooMany(List<?> found) {
        if (found.size() > MAX_INCIDENTS) {
            throw new Refusal(
                    422,
                    "period_too_long",
                    "More than " + MAX_INCIDENTS + " to count: ask for a shorter period or one community.");
        }
    }

    private Future<Answer> devices(Call call) {
        Part part = part(call);
        Instant now = clock.instant();
        Period period = period(call, now);
        // What was raised is read with the incidents, which no machine sees.
        boolean told = call.caller().account().role() != AccountRole.INTEGRATOR;
        Future<Optional<JsonObject>> happened =
                told ? happened(part, period, now).map(Optional::of) : Future.succeededFuture(Optional.empty());
        return statistics
                .devices(part, MAX_DEVICES)
                .map(DeviceHealth::now)
                .compose(present -> happened.map(past -> present.put("period", past.orElse(null))))
                .map(figures -> call.query("format").orElse("json").equals("csv")
                        ? DeviceHealth.csv(figures, call.query("lang").orElse("zh"))
                        : Answer.ok(figures));
    }

    private Future<JsonObject> happened(Part part, Period period, Instant now) {
        return statistics
                .raised(part, period)
                .compose(raised -> statistics
                        .outages(part, period, MAX_INCIDENTS + 1)
                        .compose(outages -> statistics
                                .tests(part, period, MAX_INCIDENTS + 1)
                                .map(tests -> {
                                    refuseTooMany(outages);
                                    refuseTooMany(tests);
                                    DeviceFigures.Span span = new DeviceFigures.Span(period.from(), period.until());
                                    return DeviceHealth.past(
                                            DeviceFigures.of(raised, outages, tests, span, now), period, now);
                                })));
    }

    private static Part part(Call call) {
        Caller caller = call.caller();
        Optional<CommunityId> community = call.query("community").map(text -> new CommunityId(UUID.fromString(text)));
        community.ifPresent(id -> {
            if (!caller.viewer().nodes().contains(id)) {
                throw Refusal.notFound();
            }
        });
        return new Part(caller.viewer().nodes(), caller.viewer().building(), community);
    }

    private static Period period(Call call, Instant now) {
        Instant until = call.query("to").map(text -> instant(text, "to")).orElse(now);
        Instant from = call.query("from").map(text -> instant(text, "from")).orElseGet(() -> until.minus(USUAL_PERIOD));
        if (!from.isBefore(until) || from.plus(LONGEST_PERIOD).isBefore(until)) {
            throw new Refusal(
                    422, "period_invalid", "“from” is before “to”, by at most " + LONGEST_PERIOD.toDays() + " days.");
        }
        return new Period(from, until);
    }

    private static Instant instant(String text, String field) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw Refusal.badRequest("bad_date", "“" + field + "” is no time of the calendar.");
        }
    }

    private static JsonObject toJson(ServiceFigures figures, Part part, Period period) {
        JsonObject endings = new JsonObject();
        new TreeMap<>(figures.endings()).forEach((how, many) -> endings.put(how.name(), many));
        return new JsonObject()
                .put("community", part.community().map(CommunityId::toString).orElse(null))
                .put("from", period.from().toString())
                .put("to", period.until().toString())
                .put("incidents", figures.incidents())
                .put("open", figures.open())
                .put("falseAlarmShare", number(figures.falseAlarmShare()))
                .put("endings", endings)
                .put(
                        "stretches",
                        array(figures.stretches().stream()
                                .map(StatisticsRoutes::toJson)
                                .toList()))
                .put(
                        "promises",
                        array(figures.promises().stream()
                                .map(StatisticsRoutes::toJson)
                                .toList()));
    }

    private static JsonObject toJson(Waited waited) {
        return new JsonObject()
                .put("stretch", waited.stretch().name())
                .put("reached", waited.reached())
                .put("p50Ms", millis(waited.p50()))
                .put("p95Ms", millis(waited.p95()))
                .put("p99Ms", millis(waited.p99()))
                .put(
                        "worst",
                        array(waited.worst().stream()
                                .map(StatisticsRoutes::toJson)
                                .toList()));
    }

    private static JsonObject toJson(Case one) {
        return new JsonObject()
                .put("incident", one.incident().toString())
                .put("openedAt", one.openedAt().toString())
                .put("tookMs", one.took().toMillis())
                .put("reached", one.reached());
    }

    private static JsonObject toJson(Kept kept) {
        return new JsonObject()
                .put("code", kept.promise().code())
                .put("stretch", kept.promise().stretch().name())
                .put("withinMs", kept.promise().within().toMillis())
                .put("goal", kept.promise().goal())
                .put("source", kept.promise().source())
                .put("counted", kept.counted())
                .put("kept", kept.kept())
                .put("share", number(kept.share()));
    }

    private static Answer csv(ServiceFigures figures, String language, Period period) {
        String name = "anling-" + period.from().toString().substring(0, 10) + ".csv";
        return new Answer(200, Optional.of(ServiceSheet.write(figures, language)), Map.of())
                .with("Content-Type", "text/csv; charset=utf-8")
                .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    private static @Nullable Double number(OptionalDouble share) {
        return share.isEmpty() ? null : share.getAsDouble();
    }

    static @Nullable Long millis(Optional<Duration> took) {
        return took.map(Duration::toMillis).orElse(null);
    }

    private static JsonArray array(List<JsonObject> items) {
        JsonArray array = new JsonArray();
        items.forEach(array::add);
        return array;
    }
}
