package care.anling.verticles.csv;

/**
 * How much of a sheet is read at all.
 *
 * @param bytes as sent
 * @param lines without the head
 */
public record CsvLimits(int bytes, int lines) {}
