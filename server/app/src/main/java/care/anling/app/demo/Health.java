package care.anling.app.demo;

import care.anling.app.demo.DemoResident.Clinical;
import care.anling.app.demo.DemoResident.Sex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Invented medical histories that hang together: every medicine has its illness, nobody gets what they are allergic to,
 * nobody takes aspirin beside warfarin. Rates are roughly those of Chinese people past seventy.
 */
final class Health {

    private static final int MOST_FRAIL = 7;

    private final Dice dice;

    Health(Dice dice) {
        this.dice = dice;
    }

    /** One history while it is being written. */
    private static final class Chart {
        final List<String> conditions = new ArrayList<>();
        final List<String> medications = new ArrayList<>();
        final List<String> allergies = new ArrayList<>();
        final List<String> notes = new ArrayList<>();
        boolean oxygen;
        boolean scale2;
        int burden;

        boolean hasNoAllergyTo(String substance) {
            return allergies.stream().noneMatch(allergy -> allergy.startsWith(substance));
        }
    }

    /** @param onOxygen somebody with severe COPD, whose target is 88–92 % by a doctor's order */
    Clinical history(Sex sex, int age, boolean onOxygen) {
        Chart chart = new Chart();
        allergies(chart);
        circulation(chart, age);
        metabolism(chart);
        lungs(chart, onOxygen);
        nerves(chart, age);
        bones(chart, sex);
        int frailty = Math.min(MOST_FRAIL, 2 + chart.burden / 2 + (age >= 80 ? 1 : 0) + (age >= 88 ? 1 : 0));
        return new Clinical(
                List.copyOf(chart.conditions),
                List.copyOf(chart.medications),
                List.copyOf(chart.allergies),
                dice.pick(List.of("A", "B", "O", "AB", "O", "B", "A")),
                frailty,
                chart.oxygen,
                chart.scale2,
                chart.notes.isEmpty() ? Optional.empty() : Optional.of(String.join("；", chart.notes)));
    }

    private void allergies(Chart chart) {
        if (dice.chance(0.10)) {
            chart.allergies.add("青霉素（皮疹）");
        }
        if (dice.chance(0.04)) {
            chart.allergies.add("磺胺类");
        }
        if (dice.chance(0.03)) {
            chart.allergies.add("阿司匹林（哮喘）");
        }
        if (dice.chance(0.03)) {
            chart.allergies.add("海鲜");
        }
    }

    private void circulation(Chart chart, int age) {
        if (dice.chance(0.58)) {
            ill(chart, "高血压", 1, dice.pick(List.of("氨氯地平 5mg 每日一次", "缬沙坦 80mg 每日一次", "硝苯地平控释片 30mg 每日一次")));
        }
        boolean fibrillates = dice.chance(age >= 80 ? 0.16 : 0.07);
        if (fibrillates) {
            ill(chart, "心房颤动", 2, "华法林 2.5mg 每晚一次", "美托洛尔 25mg 每日两次");
            chart.notes.add("服华法林抗凝，跌倒或碰头须警惕出血");
        }
        if (dice.chance(0.24)) {
            ill(chart, "冠心病", 1, "阿托伐他汀 20mg 每晚一次");
            if (!fibrillates) {
                chart.medications.add(chart.hasNoAllergyTo("阿司匹林") ? "阿司匹林肠溶片 100mg 每日一次" : "氯吡格雷 75mg 每日一次");
            }
            if (dice.chance(0.3)) {
                chart.notes.add("随身带硝酸甘油");
            }
        }
        if (dice.chance(0.05)) {
            ill(chart, "慢性心力衰竭", 2, "呋塞米 20mg 每日一次");
        }
    }

    private void metabolism(Chart chart) {
        boolean kidneys = dice.chance(0.05);
        if (kidneys) {
            ill(chart, "慢性肾病3期", 1);
        }
        if (dice.chance(0.25)) {
            // Metformin is not for weak kidneys.
            ill(chart, "2型糖尿病", 1, kidneys ? "利格列汀 5mg 每日一次" : "二甲双胍 0.5g 每日两次");
            if (dice.chance(0.2)) {
                chart.medications.add("甘精胰岛素 12U 睡前");
                chart.notes.add("用胰岛素，出汗、意识不清先查血糖");
            }
        }
    }

    private void lungs(Chart chart, boolean onOxygen) {
        if (onOxygen) {
            ill(chart, "慢阻肺（重度，Ⅱ型呼吸衰竭）", 3, "噻托溴铵吸入剂 每日一次", "家庭氧疗 2L/min");
            chart.oxygen = true;
            chart.scale2 = true;
            chart.notes.add("血氧目标 88–92%（呼吸科医嘱）");
        } else if (dice.chance(0.07)) {
            ill(chart, "慢阻肺", 1, "噻托溴铵吸入剂 每日一次");
        }
    }

    private void nerves(Chart chart, int age) {
        if (dice.chance(0.07)) {
            ill(chart, "脑梗死后遗症（左侧肢体无力）", 2);
            if (!chart.medications.contains("氯吡格雷 75mg 每日一次")
                    && !chart.conditions.contains("心房颤动")
                    && chart.medications.stream().noneMatch(taken -> taken.startsWith("阿司匹林"))) {
                chart.medications.add("氯吡格雷 75mg 每日一次");
            }
        }
        if (dice.chance(age >= 80 ? 0.14 : 0.05)) {
            ill(chart, "阿尔茨海默病（轻中度）", 2, "多奈哌齐 5mg 每晚一次");
            chart.notes.add("曾走失，说话要慢，先报姓名");
        }
        if (dice.chance(0.03)) {
            ill(chart, "帕金森病", 2, "多巴丝肼 125mg 每日三次");
        }
    }

    private void bones(Chart chart, Sex sex) {
        if (dice.chance(sex == Sex.F ? 0.3 : 0.1)) {
            ill(chart, "骨质疏松", 1, "碳酸钙D3 600mg 每日一次");
        }
        if (dice.chance(0.22)) {
            ill(chart, "膝骨关节炎", 1);
        }
        if (dice.chance(0.12)) {
            chart.conditions.add("听力下降");
            chart.notes.add("听力差，敲门要重、电话要响久一些");
        }
    }

    private static void ill(Chart chart, String condition, int burden, String... medications) {
        chart.conditions.add(condition);
        chart.burden += burden;
        chart.medications.addAll(List.of(medications));
    }
}
