package care.anling.verticles.notify;

import care.anling.core.dispatch.Role;
import care.anling.core.escalation.Prompt;
import care.anling.core.notice.Audience;
import care.anling.verticles.notify.Letter.Words;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.DueNotice;
import care.anling.verticles.store.DueNotice.About;
import care.anling.verticles.store.DueNotice.Addressee;
import java.util.ArrayList;
import java.util.List;

/**
 * What a notice says. Texts go through push services, telephone gateways and mail servers and stand on locked screens, so
 * they name no resident, no flat and nothing clinical: that it is urgent, near which building, how far to walk. Fire and
 * gas are said, because whoever comes must know before they come.
 */
final class Wording {

    private static final String CHINESE = "zh";
    private static final int SECONDS_PER_MINUTE = 60;

    private final About about;
    private final boolean chinese;

    private Wording(About about, boolean chinese) {
        this.about = about;
        this.chinese = chinese;
    }

    static Words of(DueNotice notice) {
        String language = notice.addressee().map(Addressee::language).orElse(CHINESE);
        Wording wording = new Wording(notice.about(), language.equals(CHINESE));
        Words words = wording.words(notice, language);
        return notice.about().drill()
                ? new Words(wording.say("【演练】", "[DRILL] ") + words.title(), words.body(), language)
                : words;
    }

    private Words words(DueNotice notice, String language) {
        return switch (notice.kind()) {
            case OFFER -> new Words(offerTitle(), offerBody(), language);
            case OFFER_WITHDRAWN ->
                new Words(
                        say("无需前往", "No need to go"),
                        about.person()
                                .map(name -> say(name + " 已接单", name + " has taken it"))
                                .orElse(say("已有人接单", "Somebody has taken it")),
                        language);
            case ASSIGNED ->
                new Words(
                        say("已指派您前往", "You have been assigned"),
                        joined(near(), walk(), say("请立即确认", "please confirm")),
                        language);
            case ETA -> new Words(etaTitle(), near(), language);
            case STOOD_DOWN -> new Words(overTitle(notice), overBody(notice), language);
            case ALARM -> new Words(alarmTitle(notice), alarmBody(notice), language);
            case DESK_ALARM -> new Words(deskTitle(), joined(about.communityName(), near()), language);
        };
    }

    private String offerTitle() {
        return about.role().filter(role -> role == Role.FAMILY).isPresent()
                ? say("您的家人需要帮助", "Your relative needs help")
                : emergency();
    }

    private String emergency() {
        return switch (about.need()) {
            case FIRE_OR_GAS -> say("火情或燃气报警", "Fire or gas alarm");
            case MEDICAL, PHYSICAL_HELP, WANDERING -> say("紧急求助", "Emergency");
            case WELFARE -> say("请上门看望", "Please look in");
            case TECHNICAL -> say("设备待处理", "A device needs care");
        };
    }

    private String offerBody() {
        return switch (about.role().orElse(Role.FIRST_HAND)) {
            case DOCTOR -> say("请立即视频接诊", "please take the video call now");
            case COORDINATOR -> joined(near(), say("请受理", "please take it"));
            case FIRST_HAND -> joined(near(), walk());
            case BRINGER -> joined(near(), walk(), say("请带上器材或钥匙", "bring the equipment or key"));
            case FAMILY -> say("请回应是否能前往", "please say whether you can come");
        };
    }

    private String deskTitle() {
        return about.prompt()
                .map(this::prompted)
                .or(() -> about.person().map(name -> say(name + " 在现场未报平安", name + " gives no word from the scene")))
                .orElse(say("警情等待坐席处理", "An incident waits for the desk"));
    }

    private String prompted(Prompt prompt) {
        return switch (prompt) {
            case CALL_120 -> say("请拨打 120 交接", "Call 120 and hand over");
            case CALL_119 -> say("请拨打 119 报火警", "Call the fire brigade, 119");
            case CALL_110 -> say("请拨打 110 报警", "Call the police, 110");
            case PHONE_RESIDENT -> say("请致电长者本人", "Telephone the resident");
        };
    }

    private String overTitle(DueNotice notice) {
        return isForFamily(notice)
                ? say("您家人的求助已结束", "Your relative's call for help is over")
                : say("警情已结束", "The incident is over");
    }

    /** Whoever was told of many communities must know which one it was. */
    private String overBody(DueNotice notice) {
        boolean outside = notice.audience().kind() == Audience.Kind.OUTSIDE;
        return outside ? joined(about.communityName(), near(), say("无需再协助", "no more help is needed")) : near();
    }

    private static boolean isForFamily(DueNotice notice) {
        return notice.addressee().filter(a -> a.role() == AccountRole.FAMILY).isPresent();
    }

    private String alarmTitle(DueNotice notice) {
        return isForFamily(notice) ? say("您的家人发出求助", "Your relative has called for help") : emergency();
    }

    private String alarmBody(DueNotice notice) {
        if (isForFamily(notice)) {
            return say("正在安排人员前往，请保持电话畅通", "help is being sent; please stay reachable");
        }
        boolean outside = notice.audience().kind() == Audience.Kind.OUTSIDE;
        return joined(
                about.communityName(), near(), outside ? say("请协助处置", "please assist") : say("请处理", "please act"));
    }

    private String etaTitle() {
        String who = about.person().orElse(say("救助人员", "Help"));
        return about.etaSeconds()
                .map(this::minutes)
                .map(min -> say(who + " 约 " + min + " 分钟后到达", who + " arrives in about " + min + " min"))
                .orElse(say(who + " 正在赶来", who + " is on the way"));
    }

    private String near() {
        return about.near()
                .map(building -> say(building + "附近", "near " + building))
                .orElse(about.communityName());
    }

    private String walk() {
        return about.etaSeconds()
                .map(this::minutes)
                .map(min -> say("约 " + min + " 分钟步行", "about " + min + " min on foot"))
                .orElse("");
    }

    private int minutes(int seconds) {
        return Math.max(1, (seconds + SECONDS_PER_MINUTE - 1) / SECONDS_PER_MINUTE);
    }

    private String say(String inChinese, String inEnglish) {
        return chinese ? inChinese : inEnglish;
    }

    private static String joined(String... parts) {
        List<String> said = new ArrayList<>();
        for (String part : parts) {
            if (!part.isEmpty()) {
                said.add(part);
            }
        }
        return String.join(" · ", said);
    }
}
