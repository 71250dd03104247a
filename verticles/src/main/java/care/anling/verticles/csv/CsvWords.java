package care.anling.verticles.csv;

/** What is said to whoever sent the sheet, in both languages we speak. */
public record CsvWords(String zh, String en) {

    /** @param language zh or en */
    public String in(String language) {
        return language.equals("en") ? en : zh;
    }
}
