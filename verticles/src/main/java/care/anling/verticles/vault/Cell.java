package care.anling.verticles.vault;

/**
 * Where a sealed text lies. It opens there alone: moved to another row or column it is as good as broken.
 *
 * @param column with its table, as {@code residents.phone}
 * @param row what never changes about the row, usually its id
 */
public record Cell(String column, String row) {

    @Override
    public String toString() {
        return column + " of " + row;
    }
}
