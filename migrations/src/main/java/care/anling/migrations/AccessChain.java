package care.anling.migrations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Reads the record of looks again and tells where it is not what was sealed (V22). Computes every hash by itself: it
 * believes no function of a database it doubts. Blocking; reads days of any size a few hundred rows at a time.
 */
public final class AccessChain {

    /** @param look the row it shows at, where one is to blame */
    public record Break(LocalDate day, Optional<Long> look, String what) {}

    /**
     * @param head what the next look will be chained to; written down elsewhere it proves later that nothing was cut off
     * @param waiting looks that are not sealed yet
     */
    public record Report(int days, long looks, long waiting, String head, Optional<Break> broken) {}

    /** The database keeps them so long; a day that forgot its rows earlier had them taken away. */
    private static final int KEPT_YEARS = 3;

    /** Looks committed side by side are sealed in either order; no transaction of ours takes longer. */
    private static final Duration SIDE_BY_SIDE = Duration.ofMinutes(10);

    private static final int FETCH_ROWS = 500;

    private static final String DAYS =
            "SELECT day, started_from, rows, head, forgotten_at IS NOT NULL AS forgotten FROM access_days ORDER BY day";

    private static final String LOOKS = """
            SELECT c.place, c.log, c.hash, l.at, l.id::text, (extract(epoch FROM l.at) * 1000000)::bigint::text, l.account::text,
                   l.account_name, l.role, l.action, l.resident::text, l.incident::text, l.community::text, l.detail::text,
                   l.break_glass::text
              FROM access_chain c LEFT JOIN access_log l ON l.id = c.log WHERE c.day = ? ORDER BY c.place""";

    private static final int FIRST_FIELD = 5;
    private static final int FIELDS = 11;

    private static final String OUTSIDE = """
            SELECT (l.at AT TIME ZONE 'UTC')::date, l.id FROM access_log l
             WHERE NOT EXISTS (SELECT FROM access_chain c WHERE c.log = l.id)
               AND NOT EXISTS (SELECT FROM access_unsealed u WHERE u.log = l.id) ORDER BY l.id LIMIT 1""";

    private static final String UNDATED = """
            SELECT c.day, c.log FROM access_chain c WHERE NOT EXISTS (SELECT FROM access_days d WHERE d.day = c.day)
             ORDER BY c.day, c.place LIMIT 1""";

    private final Connection connection;
    private byte[] head = {};
    private Instant latest = Instant.MIN;
    private int days;
    private long looks;

    private AccessChain(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param connection of the owner, outside of auto-commit
     * @param only reads the rows of this day alone; how the days follow each other is looked at in any case
     */
    public static Report verify(Connection connection, Optional<LocalDate> only) throws SQLException {
        AccessChain chain = new AccessChain(connection);
        Optional<Break> broken = chain.firstBreak(only);
        return new Report(
                chain.days,
                chain.looks,
                chain.count("SELECT count(*) FROM access_unsealed"),
                HexFormat.of().formatHex(chain.head),
                broken);
    }

    /** Whether a head that was written down once is still in the chain: else everything after some moment is gone. */
    public static boolean knows(Connection connection, byte[] head) throws SQLException {
        try (PreparedStatement asked = connection.prepareStatement(
                "SELECT FROM access_chain WHERE hash = ? UNION ALL SELECT FROM access_days WHERE head = ?")) {
            asked.setBytes(1, head);
            asked.setBytes(2, head);
            try (ResultSet found = asked.executeQuery()) {
                return found.next();
            }
        }
    }

    /** Whether anything was ever sealed on that day. */
    public static boolean knows(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement asked = connection.prepareStatement("SELECT FROM access_days WHERE day = ?")) {
            asked.setDate(1, Date.valueOf(day));
            try (ResultSet found = asked.executeQuery()) {
                return found.next();
            }
        }
    }

    private Optional<Break> firstBreak(Optional<LocalDate> only) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet day = statement.executeQuery(DAYS)) {
            while (day.next()) {
                Optional<Break> broken = breakIn(day, only);
                if (broken.isPresent()) {
                    return broken;
                }
            }
        }
        Optional<Break> undated = stray(UNDATED, "is sealed in a day that is not there");
        return undated.isPresent() ? undated : stray(OUTSIDE, "is in no chain");
    }

    private Optional<Break> breakIn(ResultSet row, Optional<LocalDate> only) throws SQLException {
        LocalDate day = row.getDate("day").toLocalDate();
        days++;
        if (!Arrays.equals(row.getBytes("started_from"), head)) {
            return broken(day, "does not begin where the day before it ended");
        }
        byte[] end = row.getBytes("head");
        if (row.getBoolean("forgotten")) {
            head = end;
            return day.isAfter(LocalDate.now(java.time.ZoneOffset.UTC).minusYears(KEPT_YEARS))
                    ? broken(day, "was forgotten before its three years were over")
                    : Optional.empty();
        }
        if (only.isPresent() && !only.get().equals(day)) {
            head = end;
            return Optional.empty();
        }
        return breakIn(day, row.getInt("rows"), end);
    }

    private Optional<Break> breakIn(LocalDate day, int rows, byte[] end) throws SQLException {
        try (PreparedStatement asked = connection.prepareStatement(LOOKS)) {
            asked.setDate(1, Date.valueOf(day));
            asked.setFetchSize(FETCH_ROWS);
            int place = 0;
            try (ResultSet look = asked.executeQuery()) {
                while (look.next()) {
                    place++;
                    Optional<Break> broken = breakAt(day, place, look);
                    if (broken.isPresent()) {
                        return broken;
                    }
                }
            }
            return place == rows && Arrays.equals(head, end)
                    ? Optional.empty()
                    : broken(day, "ends after " + place + " looks; " + rows + " were sealed");
        }
    }

    private Optional<Break> breakAt(LocalDate day, int place, ResultSet look) throws SQLException {
        long log = look.getLong("log");
        if (look.getInt("place") != place) {
            return Optional.of(
                    new Break(day, Optional.of(log), "stands where another look was: place " + place + " is empty"));
        }
        if (look.getString(FIRST_FIELD) == null) {
            return Optional.of(new Break(day, Optional.of(log), "is gone"));
        }
        head = sha256(head, text(look));
        if (!Arrays.equals(head, look.getBytes("hash"))) {
            return Optional.of(new Break(day, Optional.of(log), "is not what was sealed"));
        }
        Instant at = look.getTimestamp("at").toInstant();
        if (at.isBefore(latest.equals(Instant.MIN) ? at : latest.minus(SIDE_BY_SIDE))) {
            return Optional.of(
                    new Break(day, Optional.of(log), "is older than looks sealed before it: put in afterwards"));
        }
        latest = at.isAfter(latest) ? at : latest;
        looks++;
        return Optional.empty();
    }

    /** As access_log_text has it: each value after its length, so that no two rows read alike. */
    private static String text(ResultSet look) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int i = FIRST_FIELD; i < FIRST_FIELD + FIELDS; i++) {
            String value = look.getString(i);
            text.append(value == null ? "-" : value.codePointCount(0, value.length()) + ":" + value)
                    .append(';');
        }
        return text.toString();
    }

    private Optional<Break> stray(String sql, String what) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next()
                    ? Optional.of(new Break(found.getDate(1).toLocalDate(), Optional.of(found.getLong(2)), what))
                    : Optional.empty();
        }
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    private static Optional<Break> broken(LocalDate day, String what) {
        return Optional.of(new Break(day, Optional.empty(), what));
    }

    private static byte[] sha256(byte[] before, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            return digest.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
