package care.anling.verticles.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * A sheet for whoever opens it in a spreadsheet: with the mark that tells Excel it is UTF-8, and no cell it would run as a
 * formula (OWASP, CSV injection). {@link CsvSheet} reads it back as it was.
 */
public final class CsvExport {

    private static final String MARK = "\uFEFF";
    private static final String STARTS_A_FORMULA = "=+-@\t\r";

    private CsvExport() {}

    /**
     * @param lines cells by the column's key; an absent one is empty
     * @param language of the heads: zh or en
     */
    public static String write(List<CsvColumn> columns, List<Map<String, String>> lines, String language) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            var unused = writer.writeRecord(
                    columns.stream().map(column -> column.head(language)).toList());
            for (Map<String, String> line : lines) {
                unused = writer.writeRecord(columns.stream()
                        .map(column -> guarded(line.getOrDefault(column.key(), "")))
                        .toList());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text in memory", impossible);
        }
        return MARK + text;
    }

    private static String guarded(String cell) {
        boolean formula = !cell.isEmpty() && STARTS_A_FORMULA.indexOf(cell.charAt(0)) >= 0;
        // One that starts like a guarded one gets another apostrophe, so that reading takes off just that.
        return formula || cell.matches("(?s)'+[=+\\-@\\t\\r].*") ? "'" + cell : cell;
    }
}
