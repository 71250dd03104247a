package care.anling.verticles.api;

import care.anling.core.device.SignalKind;
import care.anling.core.device.Supervision;
import care.anling.core.device.TestState;
import care.anling.core.statistics.DeviceFigures;
import care.anling.core.statistics.DeviceFigures.Outage;
import care.anling.core.statistics.DeviceFigures.Raised;
import care.anling.core.statistics.DeviceFigures.Silence;
import care.anling.core.statistics.DeviceFigures.Tests;
import care.anling.core.statistics.Spread;
import care.anling.verticles.csv.CsvColumn;
import care.anling.verticles.csv.CsvExport;
import care.anling.verticles.store.DeviceNow;
import care.anling.verticles.store.StatisticsStore.Period;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Figures of devices as the contract has them: how they are, and how they were in a period. */
final class DeviceHealth {

    /** Below this a device asks for its battery to be changed. */
    private static final int LOW_BATTERY_PERCENT = 20;

    private static final double MILLIS_OF_AN_HOUR = Duration.ofHours(1).toMillis();

    /** One line, so that the sheets of several days can be put below each other. */
    private static final List<CsvColumn> COLUMNS = List.of(
            column("devices", "在用终端"),
            column("online", "在线"),
            column("late", "迟到"),
            column("offline", "离线"),
            column("neverSeen", "从未上线"),
            column("unassigned", "未绑定"),
            column("lowBattery", "低电量"),
            column("neverTested", "从未测试"),
            column("inMaintenance", "维护中"),
            column("from", "开始"),
            column("to", "结束"),
            column("outages", "离线次数"),
            column("outageDevices", "离线过的终端"),
            column("offlineHours", "离线小时"),
            column("outageP50Ms", "离线时长中位数（毫秒）"),
            column("outageP95Ms", "离线时长 95 分位（毫秒）"),
            column("outageP99Ms", "离线时长 99 分位（毫秒）"),
            column("lowBatteryDevices", "报过低电量的终端"),
            column("testsAnnounced", "测试次数"),
            column("testsPassed", "测试成功"),
            column("testsFailed", "测试失败"));

    private DeviceHealth() {}

    private static CsvColumn column(String key, String zh) {
        return new CsvColumn(key, zh, false, 20);
    }

    static JsonObject now(List<DeviceNow> devices) {
        Map<String, Integer> liveness = new TreeMap<>();
        devices.forEach(device -> liveness.merge(device.liveness(), 1, Integer::sum));
        return new JsonObject()
                .put("devices", devices.size())
                .put("online", liveness.getOrDefault("ONLINE", 0))
                .put("late", liveness.getOrDefault("LATE", 0))
                .put("offline", liveness.getOrDefault("OFFLINE", 0))
                .put("neverSeen", liveness.getOrDefault("NEVER_SEEN", 0))
                .put("unassigned", count(devices, device -> device.resident().isEmpty()))
                .put("lowBattery", count(devices, DeviceHealth::isLow))
                .put("neverTested", count(devices, device -> device.care().test() == TestState.NEVER_TESTED))
                .put(
                        "inMaintenance",
                        count(
                                devices,
                                device -> device.care().maintenanceUntil().isPresent()));
    }

    private static boolean isLow(DeviceNow device) {
        return device.batteryPercent()
                .map(percent -> percent < LOW_BATTERY_PERCENT)
                .orElse(false);
    }

    private static int count(List<DeviceNow> devices, Predicate<DeviceNow> wanted) {
        return (int) devices.stream().filter(wanted).count();
    }

    static JsonObject past(DeviceFigures figures, Period period, Instant now) {
        JsonObject raised = new JsonObject();
        for (SignalKind kind : Supervision.WATCHED.stream().sorted().toList()) {
            Raised found = figures.raised().getOrDefault(kind, Raised.NONE);
            raised.put(kind.name(), new JsonObject().put("times", found.times()).put("devices", found.devices()));
        }
        return new JsonObject()
                .put("from", period.from().toString())
                .put("to", period.until().toString())
                .put("raised", raised)
                .put("silence", toJson(figures.silence(), now))
                .put("tests", toJson(figures.tests()));
    }

    private static JsonObject toJson(Silence silence, Instant now) {
        JsonArray worst = new JsonArray();
        silence.worst().forEach(outage -> worst.add(toJson(outage, now)));
        return spread(silence.ended())
                .put("outages", silence.outages())
                .put("devices", silence.devices())
                .put("lasting", silence.lasting())
                .put("unmeasured", silence.unmeasured())
                .put("hours", silence.offline().toMillis() / MILLIS_OF_AN_HOUR)
                .put("worst", worst);
    }

    private static JsonObject toJson(Outage outage, Instant now) {
        return new JsonObject()
                .put("device", outage.device().toString())
                .put("since", outage.since().toString())
                .put("tookMs", DeviceFigures.took(outage, now).toMillis())
                .put("ended", outage.until().isPresent());
    }

    private static JsonObject toJson(Tests tests) {
        return spread(tests.took())
                .put("announced", tests.announced())
                .put("passed", tests.passed())
                .put("failed", tests.failed())
                .put("waiting", tests.waiting());
    }

    private static JsonObject spread(Spread spread) {
        return new JsonObject()
                .put("p50Ms", StatisticsRoutes.millis(spread.p50()))
                .put("p95Ms", StatisticsRoutes.millis(spread.p95()))
                .put("p99Ms", StatisticsRoutes.millis(spread.p99()));
    }

    static Answer csv(JsonObject figures, String language) {
        Map<String, String> line = new HashMap<>();
        figures.stream()
                .filter(figure -> figure.getValue() instanceof Number)
                .forEach(figure -> line.put(figure.getKey(), figure.getValue().toString()));
        Optional.ofNullable(figures.getJsonObject("period")).ifPresent(period -> addPeriod(line, period));
        List<Map<String, String>> lines = new ArrayList<>(List.of(line));
        return new Answer(200, Optional.of(CsvExport.write(COLUMNS, lines, language)), Map.of())
                .with("Content-Type", "text/csv; charset=utf-8")
                .with("Content-Disposition", "attachment; filename=\"anling-devices.csv\"");
    }

    private static void addPeriod(Map<String, String> line, JsonObject period) {
        JsonObject silence = period.getJsonObject("silence");
        JsonObject tests = period.getJsonObject("tests");
        line.put("from", period.getString("from"));
        line.put("to", period.getString("to"));
        line.put("outages", silence.getInteger("outages").toString());
        line.put("outageDevices", silence.getInteger("devices").toString());
        line.put("offlineHours", String.format(Locale.ROOT, "%.2f", silence.getDouble("hours")));
        for (String rank : List.of("P50Ms", "P95Ms", "P99Ms")) {
            Long millis = silence.getLong(rank.toLowerCase(Locale.ROOT).replace("ms", "Ms"));
            line.put("outage" + rank, millis == null ? "" : millis.toString());
        }
        line.put(
                "lowBatteryDevices",
                period.getJsonObject("raised")
                        .getJsonObject(SignalKind.LOW_BATTERY.name())
                        .getInteger("devices")
                        .toString());
        line.put("testsAnnounced", tests.getInteger("announced").toString());
        line.put("testsPassed", tests.getInteger("passed").toString());
        line.put("testsFailed", tests.getInteger("failed").toString());
    }
}
