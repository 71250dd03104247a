package care.anling.verticles.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sheet as somebody sent it, with its good lines and everything that is wrong with the others. Comma, semicolon or tab;
 * UTF-8 with or without a mark, UTF-16 with one, or GB18030, which is what Excel writes in China.
 *
 * @param lines those without trouble, in the file's order
 * @param troubles in the file's order
 */
public record CsvSheet(List<CsvLine> lines, List<CsvTrouble> troubles) {

    private static final String SEPARATORS = ",;\t";

    private static final CsvWords TOO_LARGE = new CsvWords("文件太大", "The file is too large");
    private static final CsvWords TOO_LONG = new CsvWords("内容太长", "The cell is too long");
    private static final CsvWords CONTROL =
            new CsvWords("含有无法保存的字符", "The cell holds a character that cannot be stored");
    private static final CsvWords UNREADABLE =
            new CsvWords("文件不是 UTF-8 或 GB18030 文本", "The file is neither UTF-8 nor GB18030 text");
    private static final CsvWords EMPTY = new CsvWords("文件没有表头", "The file has no head");
    private static final CsvWords UNKNOWN = new CsvWords("没有这一列", "There is no such column");
    private static final CsvWords TWICE = new CsvWords("这一列出现了两次", "The column stands there twice");
    private static final CsvWords ABSENT = new CsvWords("缺少这一列", "The column is missing");
    private static final CsvWords NOTHING = new CsvWords("不能为空", "The cell must not be empty");
    private static final CsvWords TOO_MANY_CELLS = new CsvWords("单元格比表头多", "The line has more cells than the head");
    private static final CsvWords TOO_MANY_LINES = new CsvWords("行数太多", "The file has too many lines");
    private static final CsvWords QUOTES = new CsvWords("引号不成对", "A quotation mark is not closed");

    /** Whatever is wrong with the bytes is a trouble, never an exception. */
    public static CsvSheet read(byte[] bytes, List<CsvColumn> columns, CsvLimits limits) {
        if (bytes.length > limits.bytes()) {
            return refused(0, TOO_LARGE);
        }
        Optional<String> text = CsvText.decode(bytes);
        return text.isEmpty() ? refused(0, UNREADABLE) : new Reading(columns, limits).read(text.get());
    }

    private static CsvSheet refused(int line, CsvWords why) {
        return new CsvSheet(List.of(), List.of(new CsvTrouble(line, "", why)));
    }

    private static final class Reading {

        private final List<CsvColumn> columns;
        private final CsvLimits limits;
        private final List<CsvLine> lines = new ArrayList<>();
        private final List<CsvTrouble> troubles = new ArrayList<>();

        Reading(List<CsvColumn> columns, CsvLimits limits) {
            this.columns = columns;
            this.limits = limits;
        }

        CsvSheet read(String text) {
            // The parser forgives a quotation mark that is never closed, and swallows the rest of the file into one
            // cell.
            boolean open = text.chars().filter(c -> c == '"').count() % 2 == 1;
            int last = 1;
            try {
                Iterator<CsvRecord> records = CsvReader.builder()
                        .fieldSeparator(separator(text))
                        .skipEmptyLines(true)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .ofCsvRecord(text)
                        .iterator();
                if (!records.hasNext()) {
                    return refused(1, EMPTY);
                }
                List<CsvColumn> head = head(records.next());
                while (records.hasNext() && troubles.stream().noneMatch(t -> t.line() <= 1)) {
                    CsvRecord next = records.next();
                    last = number(next);
                    if (lines.size() >= limits.lines()) {
                        return refused(last, TOO_MANY_LINES);
                    }
                    add(next, head);
                }
            } catch (CsvParseException broken) {
                return refused(last, QUOTES);
            }
            return open ? refused(last, QUOTES) : new CsvSheet(List.copyOf(lines), List.copyOf(troubles));
        }

        private static char separator(String text) {
            String head = text.lines().findFirst().orElse("");
            return (char) SEPARATORS
                    .chars()
                    .filter(c -> head.indexOf(c) >= 0)
                    .findFirst()
                    .orElse(',');
        }

        private static int number(CsvRecord line) {
            return Math.toIntExact(line.getStartingLineNumber());
        }

        /** Columns in the order of the sheet. */
        private List<CsvColumn> head(CsvRecord heads) {
            List<CsvColumn> found = new ArrayList<>();
            for (String head : heads.getFields()) {
                Optional<CsvColumn> column =
                        columns.stream().filter(c -> c.isHeadedBy(head)).findFirst();
                if (column.isEmpty()) {
                    troubles.add(new CsvTrouble(number(heads), shortened(head), UNKNOWN));
                } else if (found.contains(column.get())) {
                    troubles.add(new CsvTrouble(number(heads), column.get().key(), TWICE));
                } else {
                    found.add(column.get());
                }
            }
            columns.stream()
                    .filter(column -> column.required() && !found.contains(column))
                    .forEach(column -> troubles.add(new CsvTrouble(number(heads), column.key(), ABSENT)));
            return found;
        }

        private static String shortened(String head) {
            return head.strip().substring(0, Math.min(head.strip().length(), 40));
        }

        private void add(CsvRecord line, List<CsvColumn> head) {
            if (line.getFields().stream().allMatch(String::isBlank)) {
                return; // Spreadsheets end in lines of nothing but separators.
            }
            int before = troubles.size();
            int number = number(line);
            if (line.getFields().stream().skip(head.size()).anyMatch(cell -> !cell.isBlank())) {
                troubles.add(new CsvTrouble(number, "", TOO_MANY_CELLS));
            }
            Map<String, String> cells = new HashMap<>();
            for (int i = 0; i < head.size(); i++) {
                CsvColumn column = head.get(i);
                String cell = i < line.getFieldCount() ? CsvGuard.takeOff(line.getField(i)) : "";
                fault(column, cell).ifPresent(why -> troubles.add(new CsvTrouble(number, column.key(), why)));
                if (!cell.isEmpty()) {
                    cells.put(column.key(), cell);
                }
            }
            if (troubles.size() == before) {
                lines.add(new CsvLine(number, Map.copyOf(cells)));
            }
        }

        private static Optional<CsvWords> fault(CsvColumn column, String cell) {
            if (cell.isEmpty()) {
                return column.required() ? Optional.of(NOTHING) : Optional.empty();
            }
            if (cell.codePointCount(0, cell.length()) > column.maxChars()) {
                return Optional.of(TOO_LONG);
            }
            return cell.codePoints().anyMatch(CsvText::isUnstorable) ? Optional.of(CONTROL) : Optional.empty();
        }
    }
}
