package care.anling.verticles.store;

import com.ibm.icu.text.Transliterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How a name is typed by who only heard it: "wangxiuying", "wxy". With the readings family names have: 单 is shan, 曾 zeng.
 * Its tables take a third of a second to load and 10 MB: {@link #warm} before an event loop needs them.
 */
public final class Pinyin {

    private static final String TONED_U = "[üǖǘǚǜ]";

    private Pinyin() {}

    private static final class Tables {
        private static final Transliterator SYLLABLES = Transliterator.getInstance("Han-Latin/Names; Lower");
        private static final Transliterator PLAIN = Transliterator.getInstance("Latin-ASCII");
    }

    /** Loads the tables. Blocks. */
    public static void warm() {
        var unused = of("安");
    }

    /** Syllables with spaces between them, without tones, as a register writes them. */
    public static String of(String name) {
        return plain(syllables(name));
    }

    /**
     * What typed letters are looked for in.
     *
     * @param written the pinyin somebody wrote down, who knows better than any table; empty if nobody did
     */
    public static String keys(String name, String written) {
        String toned = syllables(name);
        Set<String> keys = new LinkedHashSet<>();
        for (String reading :
                new String[] {written.toLowerCase(Locale.ROOT), plain(toned), plain(toned.replaceAll(TONED_U, "v"))}) {
            String bare = plain(reading).strip();
            if (!bare.isEmpty()) {
                keys.add(bare.replaceAll("\\s", ""));
                keys.add(initials(bare));
            }
        }
        return String.join(" ", keys);
    }

    private static String initials(String syllables) {
        StringBuilder initials = new StringBuilder();
        for (String syllable : syllables.split("\\s+", -1)) {
            initials.append(syllable, 0, Math.min(1, syllable.length()));
        }
        return initials.toString();
    }

    // A transliterator is nobody's while it works.
    private static String syllables(String name) {
        synchronized (Tables.SYLLABLES) {
            return Tables.SYLLABLES.transliterate(name).strip();
        }
    }

    private static String plain(String text) {
        synchronized (Tables.PLAIN) {
            return Tables.PLAIN.transliterate(text);
        }
    }
}
