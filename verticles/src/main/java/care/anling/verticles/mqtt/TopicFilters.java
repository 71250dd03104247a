package care.anling.verticles.mqtt;

/** MQTT topic filters (MQTT 3.1.1 §4.7). */
final class TopicFilters {

    static final int MAX_CHARS = 512;

    private TopicFilters() {}

    /** {@code #} only as the last level, {@code +} only as a whole one, no zero character. */
    static boolean wellFormed(String filter) {
        if (filter.isEmpty() || filter.length() > MAX_CHARS || filter.indexOf('\0') >= 0) {
            return false;
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean last = i == levels.length - 1;
            if (level.contains("#") && !(last && level.equals("#"))) {
                return false;
            }
            if (level.contains("+") && !level.equals("+")) {
                return false;
            }
        }
        return true;
    }

    static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
