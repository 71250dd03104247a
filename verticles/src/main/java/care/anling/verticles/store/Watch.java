package care.anling.verticles.store;

import care.anling.core.device.Reason;
import java.time.Duration;

/**
 * Everything Anling watches about itself, in one place. What each looks at in the tables stands in {@link PgWatchStore};
 * what to do about it in {@code ops/runbooks/watches.md}.
 */
public enum Watch {
    /** Somewhere a desk was manned once, and nobody who may see it has shown a sign of life before a screen. */
    DESK(Reason.NOBODY_LOOKING, "接警台有人看守", Duration.ofSeconds(60)),
    /** A street has no doctor on duty; the pause is a change of shift. */
    DOCTORS(Reason.NO_DOCTOR_ON_DUTY, "医生值班", Duration.ofSeconds(60)),
    /** A deadline is due and nothing has happened. A dead node's are taken over within these seconds. */
    DEADLINES(Reason.DEADLINE_LATE, "时限按时执行", Duration.ofSeconds(5)),
    /** A notice is due and nobody has sent it: longer than one try and the lease of a dead node together. */
    OUTBOX(Reason.OUTBOX_STUCK, "通知发送", Duration.ofSeconds(30)),
    /** A desk had to look, and none of what should have told it so arrived. It is told for ten minutes. */
    DESK_ALARMS(Reason.DESK_NOT_TOLD, "接警台告警送达", Duration.ofMinutes(10)),
    /** Something happened that no screen can show yet, because it has no number. */
    FEED(Reason.FEED_STUCK, "实时流", Duration.ofSeconds(10)),
    /** A node's own drill has not come through: three walks in a row. */
    CANARY(Reason.CANARY_SILENT, "全程自检", Duration.ofSeconds(180)),
    /** What was acknowledged is not in the tables, was offered to nobody, or has nobody and nothing coming. */
    AUDIT(Reason.NOT_OFFERED, "确认后的派单审计", Duration.ofSeconds(30));

    private final Reason reason;
    private final String words;
    private final Duration threshold;

    Watch(Reason reason, String words, Duration threshold) {
        this.reason = reason;
        this.words = words;
        this.threshold = threshold;
    }

    /** What its incident says. */
    public Reason reason() {
        return reason;
    }

    /** What works when it is well, in the language of the timeline. */
    public String words() {
        return words;
    }

    /** What it looks at may be this late before it is a trouble; of what cannot be undone, how long it is one. */
    public Duration threshold() {
        return threshold;
    }
}
