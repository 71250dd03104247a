package care.anling.verticles.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * Several texts in one cell. Offices separate them as they like: {@code ；}, {@code ;}, {@code 、} or a line each. What
 * belongs to a text and would end it, or be taken off its edge, has a backslash before it; before anything else a backslash
 * is a backslash.
 */
public final class CsvItems {

    private static final String SEPARATORS = ";；、\n";
    private static final char ESCAPE = '\\';

    private CsvItems() {}

    /** {@link #read} reads back just these; a text of nothing is none. */
    public static String write(List<String> items) {
        return String.join(
                "；",
                items.stream()
                        .filter(item -> !item.isEmpty())
                        .map(CsvItems::escaped)
                        .toList());
    }

    private static String escaped(String item) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < item.length(); i++) {
            char c = item.charAt(i);
            boolean edge = (i == 0 || i == item.length() - 1) && Character.isWhitespace(c);
            if (edge || isSpecial(c)) {
                text.append(ESCAPE);
            }
            text.append(c);
        }
        return text.toString();
    }

    private static boolean isSpecial(char c) {
        return c == ESCAPE || SEPARATORS.indexOf(c) >= 0;
    }

    public static List<String> read(String cell) {
        List<String> items = new ArrayList<>();
        Item item = new Item();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean escapes = c == ESCAPE
                    && i + 1 < cell.length()
                    && (isSpecial(cell.charAt(i + 1)) || Character.isWhitespace(cell.charAt(i + 1)));
            if (escapes) {
                item.keep(cell.charAt(++i));
            } else if (SEPARATORS.indexOf(c) >= 0) {
                item.endTo(items);
            } else {
                item.add(c);
            }
        }
        item.endTo(items);
        return List.copyOf(items);
    }

    /** A text while it is read: blank edges are taken off up to what was kept by a backslash. */
    private static final class Item {

        private final StringBuilder text = new StringBuilder();
        private int kept;

        void add(char c) {
            if (text.length() > 0 || !Character.isWhitespace(c)) {
                text.append(c);
            }
        }

        void keep(char c) {
            text.append(c);
            kept = text.length();
        }

        void endTo(List<String> items) {
            int end = text.length();
            while (end > kept && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            if (end > 0) {
                items.add(text.substring(0, end));
            }
            text.setLength(0);
            kept = 0;
        }
    }
}
