package care.anling.verticles.api;

import care.anling.core.incident.Disposition;
import care.anling.core.statistics.ServiceFigures;
import care.anling.core.statistics.ServiceFigures.Case;
import care.anling.core.statistics.ServiceFigures.Kept;
import care.anling.core.statistics.ServiceFigures.Waited;
import care.anling.verticles.csv.CsvColumn;
import care.anling.verticles.csv.CsvExport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** All the figures of a period as one sheet, to be filtered by its first column: one file is what a spreadsheet opens. */
final class ServiceSheet {

    private enum Kind {
        TOTAL,
        ENDING,
        PROMISE,
        STRETCH,
        WORST
    }

    private static final List<CsvColumn> COLUMNS = List.of(
            new CsvColumn("kind", "类别", false, 20),
            new CsvColumn("measure", "指标", false, 40),
            new CsvColumn("within_seconds", "时限（秒）", false, 20),
            new CsvColumn("goal", "目标", false, 20),
            new CsvColumn("counted", "计数", false, 20),
            new CsvColumn("kept", "达到", false, 20),
            new CsvColumn("share", "比例", false, 20),
            new CsvColumn("p50_ms", "中位数（毫秒）", false, 20),
            new CsvColumn("p95_ms", "95 分位（毫秒）", false, 20),
            new CsvColumn("p99_ms", "99 分位（毫秒）", false, 20),
            new CsvColumn("incident", "事件", false, 36),
            new CsvColumn("opened_at", "发生时间", false, 40),
            new CsvColumn("took_ms", "用时（毫秒）", false, 20),
            new CsvColumn("reached", "已达成", false, 10),
            new CsvColumn("source", "出处", false, 60));

    private ServiceSheet() {}

    /** @param language of the heads: zh or en */
    static String write(ServiceFigures figures, String language) {
        List<Map<String, String>> lines = new ArrayList<>();
        addTotals(lines, figures);
        figures.promises().forEach(kept -> lines.add(line(kept, figures.stretches())));
        figures.stretches().forEach(waited -> lines.add(line(waited)));
        figures.stretches().forEach(waited -> waited.worst().forEach(one -> lines.add(line(waited, one))));
        return CsvExport.write(COLUMNS, lines, language);
    }

    private static void addTotals(List<Map<String, String>> lines, ServiceFigures figures) {
        int ended =
                figures.endings().values().stream().mapToInt(Integer::intValue).sum();
        int falseAlarms = figures.endings().getOrDefault(Disposition.FALSE_ALARM, 0);
        lines.add(count(Kind.TOTAL, "incidents", figures.incidents()));
        lines.add(count(Kind.TOTAL, "open", figures.open()));
        Map<String, String> share = count(Kind.TOTAL, "false_alarms", falseAlarms);
        share.put("share", decimal(figures.falseAlarmShare()));
        lines.add(share);
        new TreeMap<>(figures.endings()).forEach((how, many) -> {
            Map<String, String> line = count(Kind.ENDING, how.name(), many);
            line.put("share", decimal(OptionalDouble.of((double) many / ended)));
            lines.add(line);
        });
    }

    private static Map<String, String> named(Kind kind, String measure) {
        Map<String, String> line = new HashMap<>();
        line.put("kind", kind.name());
        line.put("measure", measure);
        return line;
    }

    private static Map<String, String> count(Kind kind, String measure, int many) {
        Map<String, String> line = named(kind, measure);
        line.put("counted", String.valueOf(many));
        return line;
    }

    private static Map<String, String> line(Kept kept, List<Waited> stretches) {
        Waited waited = stretches.stream()
                .filter(one -> one.stretch() == kept.promise().stretch())
                .findFirst()
                .orElseThrow();
        Map<String, String> line = count(Kind.PROMISE, kept.promise().code(), kept.counted());
        line.put("within_seconds", String.valueOf(kept.promise().within().toSeconds()));
        line.put("goal", decimal(OptionalDouble.of(kept.promise().goal())));
        line.put("kept", String.valueOf(kept.kept()));
        line.put("share", decimal(kept.share()));
        line.put("source", kept.promise().source());
        return withSpread(line, waited);
    }

    private static Map<String, String> line(Waited waited) {
        return withSpread(count(Kind.STRETCH, waited.stretch().name(), waited.reached()), waited);
    }

    private static Map<String, String> withSpread(Map<String, String> line, Waited waited) {
        line.put("p50_ms", millis(waited.p50()));
        line.put("p95_ms", millis(waited.p95()));
        line.put("p99_ms", millis(waited.p99()));
        return line;
    }

    private static Map<String, String> line(Waited waited, Case one) {
        Map<String, String> line = named(Kind.WORST, waited.stretch().name());
        line.put("incident", one.incident().toString());
        line.put("opened_at", one.openedAt().toString());
        line.put("took_ms", String.valueOf(one.took().toMillis()));
        line.put("reached", String.valueOf(one.reached()));
        return line;
    }

    private static String millis(Optional<Duration> took) {
        return took.map(it -> String.valueOf(it.toMillis())).orElse("");
    }

    private static String decimal(OptionalDouble share) {
        return share.isEmpty() ? "" : String.format(Locale.ROOT, "%.4f", share.getAsDouble());
    }
}
