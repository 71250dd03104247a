package care.anling.core.common;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A telephone number in E.164, so that however it was written it is the same one: {@code 138 0000 0001},
 * {@code +86-138-0000-0001} and {@code 0086 13800000001}. Numbers without a country are Chinese.
 *
 * @param e164 with its plus, at most 15 digits; a number that only works locally (seven or eight digits, a hotline) keeps
 *     its digits behind {@code +86}, which no other number has
 */
public record PhoneNumber(String e164) {

    private static final String HOME = "86";
    private static final Pattern WRITTEN = Pattern.compile("\\+?[0-9 ()\\-.\\u2010-\\u2015\\u3000（）－]{3,40}");
    private static final Pattern MOBILE = Pattern.compile("1[0-9]{10}");
    private static final int MOST_DIGITS = 15;
    private static final int LEAST_DIGITS = 3;
    private static final int TAIL_DIGITS = 4;

    /** Absent when it is no number: letters, nothing, too long. */
    public static Optional<PhoneNumber> parse(String written) {
        String bare = written.strip().replace('＋', '+');
        if (!WRITTEN.matcher(bare).matches()) {
            return Optional.empty();
        }
        String digits = bare.replaceAll("[^0-9]", "");
        String whole = bare.startsWith("+") ? digits : international(digits);
        return whole.length() >= LEAST_DIGITS && whole.length() <= MOST_DIGITS
                ? Optional.of(new PhoneNumber("+" + whole))
                : Optional.empty();
    }

    private static String international(String digits) {
        if (digits.startsWith("00")) {
            return digits.substring(2);
        }
        if (digits.startsWith(HOME)
                && MOBILE.matcher(digits.substring(HOME.length())).matches()) {
            return digits;
        }
        // A trunk zero is dialled only from inside the country.
        return HOME + (digits.startsWith("0") ? digits.substring(1) : digits);
    }

    /** By which people ask for one they half remember. */
    public String lastFour() {
        return e164.substring(Math.max(1, e164.length() - TAIL_DIGITS));
    }

    /** Never the number: it would end in a log. */
    @Override
    public String toString() {
        return "PhoneNumber[***" + lastFour() + "]";
    }
}
