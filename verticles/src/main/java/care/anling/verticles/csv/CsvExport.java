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
                        .map(column -> CsvGuard.put(storable(line.getOrDefault(column.key(), ""))))
                        .toList());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text in memory", impossible);
        }
        return MARK + text;
    }

    /** What {@link CsvSheet} takes from nobody, a bell or an escape, is a blank. */
    private static String storable(String cell) {
        return cell.codePoints().anyMatch(CsvText::isUnstorable)
                ? cell.codePoints()
                        .map(c -> CsvText.isUnstorable(c) ? ' ' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : cell;
    }
}
