package care.anling.verticles.csv;

/**
 * Why a line cannot be taken. Never repeats what stands in the cell: the answer may be logged on its way.
 *
 * @param line 0 when it is about the whole sheet
 * @param column its key, or "" when it is about the whole line
 */
public record CsvTrouble(int line, String column, CsvWords why) {}
