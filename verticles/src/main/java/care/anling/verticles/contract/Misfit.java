package care.anling.verticles.contract;

/**
 * Where a value leaves its schema, and how.
 *
 * @param pointer a JSON pointer as a fragment, {@code #} for the value itself
 * @param keyword the schema's word that was broken, such as {@code required}
 * @param detail a sentence for people; quotes the schema, never the value
 */
public record Misfit(String pointer, String keyword, String detail) {}
