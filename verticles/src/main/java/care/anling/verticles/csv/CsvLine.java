package care.anling.verticles.csv;

import java.util.Map;
import java.util.Optional;

/**
 * One line of a sheet; cells without anything in them are absent.
 *
 * @param number in the file, the head being 1: what a person sees who opens it
 */
public record CsvLine(int number, Map<String, String> cells) {

    public Optional<String> find(CsvColumn column) {
        return Optional.ofNullable(cells.get(column.key()));
    }

    /** @throws IllegalArgumentException when there is none; a required column always has one */
    public String get(CsvColumn column) {
        return find(column).orElseThrow(() -> new IllegalArgumentException("nothing in " + column.key()));
    }

    public CsvTrouble trouble(CsvColumn column, CsvWords why) {
        return new CsvTrouble(number, column.key(), why);
    }
}
