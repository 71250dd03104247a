package care.anling.verticles.csv;

import java.util.Locale;

/**
 * A column a sheet may have. Its head is the key or the Chinese word, whichever the office prefers.
 *
 * @param key as the contract names it
 * @param zh as an office writes it
 * @param required the sheet must have it, and each line something in it
 * @param maxChars of one cell
 */
public record CsvColumn(String key, String zh, boolean required, int maxChars) {

    boolean isHeadedBy(String head) {
        String bare = head.strip();
        return bare.equals(zh) || bare.toLowerCase(Locale.ROOT).equals(key.toLowerCase(Locale.ROOT));
    }

    /** @param language zh or en */
    public String head(String language) {
        return language.equals("en") ? key : zh;
    }
}
