package care.anling.verticles.notify;

import care.anling.core.common.Actor;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Delivery.Trouble;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.store.DueNotice;
import care.anling.verticles.store.DueNotice.Addressee;
import care.anling.verticles.store.IncidentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the desk whom nobody could reach, on the incident itself, where every coordinator looks. Those of one moment share
 * a line, and each person is told of once per incident: a ladder that repeats its top for hours must not fill a timeline.
 * Who has no channel is a matter of settings, which no operator mends at night: the log says that once. What failed, it
 * says each time. On the notifier's event loop only.
 */
public final class DeadLetterDesk {

    /** Long enough for a burst's letters to die together, short enough to be news. */
    private static final Duration GATHER = Duration.ofMillis(500);

    /** Names in one line; beyond it a number stands for the rest. */
    private static final int MAX_NAMES = 10;

    /** What is remembered as told; older ones may be told again. */
    private static final int MAX_TOLD = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDesk.class);

    private final EventLoop loop;
    private final IncidentStore incidents;
    private final Hints hints;
    private final Map<IncidentId, Lines> gathered = new LinkedHashMap<>();
    private final Set<String> told = new LinkedHashSet<>();

    private boolean saidThatSomeHaveNone;

    private record Unreached(String name, String why) {}

    private static final class Lines {
        final CommunityId community;
        final List<Unreached> people = new ArrayList<>();
        int failed;

        Lines(CommunityId community) {
            this.community = community;
        }
    }

    public DeadLetterDesk(EventLoop loop, IncidentStore incidents, Hints hints) {
        this.loop = loop;
        this.incidents = incidents;
        this.hints = hints;
    }

    void lay(DueNotice notice, Trouble why) {
        LOG.debug(
                "notice {} {} of {} died: {}",
                notice.id(),
                notice.kind(),
                notice.about().incident(),
                why);
        String once = notice.about().incident() + "/" + notice.audience();
        if (!notice.kind().needsReceipt() || !told.add(once)) {
            return;
        }
        if (told.size() > MAX_TOLD) {
            told.remove(told.iterator().next());
        }
        if (gathered.isEmpty()) {
            loop.after(GATHER, this::tell);
        }
        Lines lines = gathered.computeIfAbsent(
                notice.about().incident(), id -> new Lines(notice.about().community()));
        lines.people.add(
                new Unreached(name(notice), reason(why, notice.audience().kind())));
        if (hasFailed(why)) {
            lines.failed++;
        } else if (!saidThatSomeHaveNone) {
            saidThatSomeHaveNone = true;
            LOG.info(
                    "somebody has no channel beside an open screen, maybe more: GET /notifications?state=dead names them");
        }
    }

    /** As against nobody being there, or having nothing to be told by. */
    private static boolean hasFailed(Trouble why) {
        return why == Trouble.UNDELIVERED || why == Trouble.UNCONFIRMED;
    }

    private void tell() {
        Map<IncidentId, Lines> now = new LinkedHashMap<>(gathered);
        gathered.clear();
        now.forEach((incident, lines) -> tell(incident, lines));
    }

    private void tell(IncidentId incident, Lines lines) {
        if (lines.failed > 0) {
            LOG.warn("{} could not be told about incident {}", lines.failed, incident);
        }
        incidents
                .change(
                        incident,
                        (known, at) -> IncidentMachine.decide(
                                Optional.of(known),
                                new IncidentCommand.AddNote(new Actor.Anling(), text(lines.people)),
                                at))
                .onSuccess(stored -> hints.publish(new Hint.CommunityNews(lines.community)))
                .onFailure(failure -> LOG.warn("the desk could not be told: {}", failure.getMessage()));
    }

    /** Whoever has the same reason shares it: at night one reads names. */
    private static String text(List<Unreached> people) {
        Map<String, List<String>> byReason = people.stream()
                .limit(MAX_NAMES)
                .collect(Collectors.groupingBy(
                        Unreached::why, LinkedHashMap::new, Collectors.mapping(Unreached::name, Collectors.toList())));
        String said = byReason.entrySet().stream()
                .map(each -> String.join("、", each.getValue()) + "（" + each.getKey() + "）")
                .collect(Collectors.joining("；"));
        return people.size() > MAX_NAMES ? "未能通知：" + said + " 等 " + people.size() + " 人" : "未能通知：" + said;
    }

    private static String name(DueNotice notice) {
        return switch (notice.audience().kind()) {
            case ACCOUNT -> notice.addressee().map(Addressee::name).orElse("已停用账号");
            case DESK -> "值班坐席";
            case STREET -> "街道值班坐席";
            case FAMILY -> "亲属";
            case OUTSIDE -> "外部通道 " + notice.audience().id();
        };
    }

    private static String reason(Trouble why, Audience.Kind whom) {
        return switch (why) {
            case NOBODY -> nobody(whom);
            case UNREACHABLE -> "不在线，且没有其他通道";
            case UNDELIVERED -> "所有通道均未送达";
            case UNCONFIRMED -> "已发出，无人确认";
        };
    }

    /** An elder whose family has no account still has one: their contacts stand in the dossier, with numbers. */
    private static String nobody(Audience.Kind whom) {
        return switch (whom) {
            case FAMILY -> "没有亲属登记账号，请打联系人电话";
            case DESK, STREET -> "无人在岗";
            case ACCOUNT, OUTSIDE -> "没有收件人";
        };
    }
}
