package care.anling.verticles.csv;

/**
 * The apostrophe before a cell that would not come back as it is: one that a spreadsheet runs as a formula (OWASP, CSV
 * injection), or whose edge is blank, which reading takes off. What already looks guarded gets one more, so that reading
 * takes off just that.
 */
final class CsvGuard {

    private static final char MARK = '\'';
    private static final String STARTS_A_FORMULA = "=+-@\t\r";

    private CsvGuard() {}

    static String put(String cell) {
        return isNeeded(cell) ? MARK + cell : cell;
    }

    /** A cell as it was before it was guarded; one that somebody typed loses its blank edges. */
    static String takeOff(String written) {
        String cell = !written.isEmpty() && written.charAt(0) == MARK ? written : written.strip();
        boolean guarded = !cell.isEmpty() && cell.charAt(0) == MARK && isNeeded(cell.substring(1));
        return guarded ? cell.substring(1) : cell.strip();
    }

    private static boolean isNeeded(String cell) {
        int start = 0;
        while (start < cell.length() && cell.charAt(start) == MARK) {
            start++;
        }
        boolean starts = start < cell.length()
                && (STARTS_A_FORMULA.indexOf(cell.charAt(start)) >= 0 || Character.isWhitespace(cell.charAt(start)));
        return starts || (!cell.isEmpty() && Character.isWhitespace(cell.charAt(cell.length() - 1)));
    }
}
