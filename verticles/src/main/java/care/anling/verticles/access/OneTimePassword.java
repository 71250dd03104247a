package care.anling.verticles.access;

import java.security.SecureRandom;

/** A password told once to whoever hands it on; it has to be changed before anything else is done. */
public final class OneTimePassword {

    /** Read out and typed by hand: no letter that looks like another. */
    private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

    /** 20 of 31 letters are 99 bits. */
    private static final int GROUPS = 4;

    private static final int GROUP_LETTERS = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimePassword() {}

    public static String fresh() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LETTERS; i++) {
            if (i > 0 && i % GROUP_LETTERS == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
