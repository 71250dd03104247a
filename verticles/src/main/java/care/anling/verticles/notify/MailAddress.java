package care.anling.verticles.notify;

import java.util.Optional;
import java.util.regex.Pattern;

/** An e-mail address that cannot smuggle anything into a header: one mailbox, no names, no quotes, no line ends. */
public record MailAddress(String text) {

    /** RFC 5321 §4.5.3.1: 64 before the @, 255 after it, 254 in a path. */
    private static final int MAX_CHARS = 254;

    private static final Pattern ONE_MAILBOX = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    public static Optional<MailAddress> parse(String text) {
        boolean good = text.length() <= MAX_CHARS && ONE_MAILBOX.matcher(text).matches();
        return good ? Optional.of(new MailAddress(text)) : Optional.empty();
    }
}
