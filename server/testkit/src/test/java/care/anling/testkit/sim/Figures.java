package care.anling.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How long people waited, over all incidents of a day. */
final class Figures {

    /** One incident, from the first press on; what has not happened yet is null. */
    static final class Case {
        final boolean genuine;
        final long pressed;

        @Nullable
        Long offered;

        @Nullable
        Long doctor;

        @Nullable
        Long accepted;

        @Nullable
        Long door;

        @Nullable
        Long over;

        /** @param pressed as all other times in nanoseconds of true time */
        Case(boolean genuine, long pressed) {
            this.genuine = genuine;
            this.pressed = pressed;
        }
    }

    /**
     * A promise and how often it was kept.
     *
     * @param of incidents it was owed to
     * @param kept those of them where it happened in time
     * @param never those where it never happened
     * @param waits sorted, of those where it happened
     */
    record Share(String what, Duration limit, int of, int kept, int never, List<Duration> waits) {

        /** The wait that so many of a hundred did not exceed. */
        String percentile(int percent) {
            if (waits.isEmpty()) {
                return "–";
            }
            int at = (int) Math.ceil(waits.size() * percent / 100.0) - 1;
            return seconds(waits.get(Math.max(0, at)));
        }

        private static String seconds(Duration wait) {
            return String.format(wait.toSeconds() < 10 ? "%.2f s" : "%.0f s", wait.toMillis() / 1e3);
        }

        @Override
        public String toString() {
            return String.format(
                    "| %s ≤ %s | **%s** | %,d of %,d | %,d | %s | %s | %s |",
                    what,
                    limit.toSeconds() > 60 ? limit.toMinutes() + " min" : limit.toSeconds() + " s",
                    of == 0 ? "–" : String.format("%.2f %%", 100.0 * kept / of),
                    kept,
                    of,
                    never,
                    percentile(50),
                    percentile(95),
                    percentile(99));
        }
    }

    private static final Duration OFFERED = Duration.ofSeconds(1);
    private static final Duration DOCTOR = Duration.ofSeconds(10);
    private static final Duration ACCEPTED = Duration.ofSeconds(60);
    private static final Duration DOOR = Duration.ofMinutes(15);

    private final List<Case> cases = new ArrayList<>();

    void add(Case one) {
        cases.add(one);
    }

    List<Case> cases() {
        return cases;
    }

    Share offered() {
        return share("offered to somebody", OFFERED, one -> true, one -> one.offered);
    }

    Share doctor() {
        return share("a doctor has answered", DOCTOR, one -> true, one -> one.doctor);
    }

    /** Not owed where a doctor had found out earlier that the press was not meant. */
    Share accepted() {
        return share(
                "somebody for the door has accepted",
                ACCEPTED,
                one -> one.accepted != null || one.over == null || one.over - one.pressed > ACCEPTED.toNanos(),
                one -> one.accepted);
    }

    /** Owed to those who meant it: the others are stood down while somebody is still on the way. */
    Share door() {
        return share("somebody is at the door", DOOR, one -> one.genuine, one -> one.door);
    }

    private Share share(String what, Duration limit, Predicate<Case> owed, Function<Case, @Nullable Long> happened) {
        List<Case> of = cases.stream().filter(owed).toList();
        List<Duration> waits = new ArrayList<>();
        for (Case one : of) {
            Long at = happened.apply(one);
            if (at != null) {
                waits.add(Duration.ofNanos(at - one.pressed));
            }
        }
        waits.sort(null);
        int kept =
                (int) waits.stream().filter(wait -> wait.compareTo(limit) <= 0).count();
        return new Share(what, limit, of.size(), kept, of.size() - waits.size(), waits);
    }

    /** A table in Markdown. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "| simulated | share | incidents | never | half within | 95 % within | 99 % within |",
                "|---|---|---|---|---|---|---|"));
        Arrays.asList(offered(), doctor(), accepted(), door()).forEach(share -> lines.add(share.toString()));
        return lines;
    }
}
