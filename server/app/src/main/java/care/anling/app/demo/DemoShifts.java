package care.anling.app.demo;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * Whose shift it is at the property companies: one of each by day, the other by night, for the days to come. Each start of
 * the demo writes on; what stands there stays.
 */
final class DemoShifts {

    private static final int DAYS = 14;
    private static final ZoneId HERE = ZoneId.of("Asia/Shanghai");
    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final LocalTime EVENING = LocalTime.of(20, 0);

    private final List<DemoAccount> staff;

    DemoShifts(List<DemoAccount> accounts) {
        this.staff = accounts.stream()
                .filter(account -> account.role().equals("STAFF"))
                .toList();
    }

    /** From yesterday evening on: a night shift began before midnight. */
    void write(Connection owner, LocalDate today) throws SQLException {
        String sql =
                "INSERT INTO shifts (id, account, starts_at, ends_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
        try (PreparedStatement row = owner.prepareStatement(sql)) {
            for (int day = -1; day < DAYS; day++) {
                for (int i = 0; i < staff.size(); i++) {
                    // The first two are of different communities, and so are the next two.
                    boolean byDay = i < staff.size() / 2;
                    LocalDate date = today.plusDays(day);
                    OffsetDateTime from =
                            date.atTime(byDay ? MORNING : EVENING).atZone(HERE).toOffsetDateTime();
                    row.setObject(1, id(staff.get(i), from));
                    row.setObject(2, staff.get(i).id());
                    row.setObject(3, from);
                    row.setObject(4, from.plusHours(12));
                    row.addBatch();
                }
            }
            row.executeBatch();
        }
    }

    private static UUID id(DemoAccount account, OffsetDateTime from) {
        return UUID.nameUUIDFromBytes((account.id() + " " + from).getBytes(StandardCharsets.UTF_8));
    }
}
