package care.anling.app.demo;

import care.anling.app.demo.DemoResident.Sex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Invented names as people of each generation bear them, with pinyin; nobody is met twice. */
final class Names {

    record Name(String hanzi, String pinyin) {}

    private static final List<Name> SURNAMES =
            table("王 Wang,李 Li,张 Zhang,刘 Liu,陈 Chen,杨 Yang,赵 Zhao,黄 Huang,周 Zhou,吴 Wu,徐 Xu,孙 Sun,马 Ma,朱 Zhu,胡 Hu,郭 Guo,"
                    + "何 He,林 Lin,高 Gao,罗 Luo,郑 Zheng,梁 Liang,谢 Xie,宋 Song,唐 Tang,许 Xu,韩 Han,冯 Feng,邓 Deng,曹 Cao,彭 Peng,"
                    + "曾 Zeng,田 Tian,董 Dong,潘 Pan,袁 Yuan,蔡 Cai,蒋 Jiang,余 Yu,杜 Du,叶 Ye,程 Cheng,魏 Wei,苏 Su,吕 Lü,任 Ren,沈 Shen,"
                    + "姚 Yao,卢 Lu,崔 Cui,钟 Zhong,谭 Tan,陆 Lu,汪 Wang,范 Fan,石 Shi,贾 Jia,孟 Meng,秦 Qin,白 Bai,江 Jiang,尹 Yin");

    private static final List<Name> OLD_WOMEN = table(
            "秀英 Xiuying,桂兰 Guilan,玉珍 Yuzhen,淑芬 Shufen,凤英 Fengying,素珍 Suzhen,春梅 Chunmei,月娥 Yue'e,翠萍 Cuiping,兰香 Lanxiang,"
                    + "桂芝 Guizhi,爱莲 Ailian,慧君 Huijun,瑞芳 Ruifang,巧云 Qiaoyun,金凤 Jinfeng,玉梅 Yumei,淑贞 Shuzhen,秀兰 Xiulan,桂英 Guiying,"
                    + "素芹 Suqin,雅琴 Yaqin,玉兰 Yulan,惠芳 Huifang,贵珍 Guizhen,文秀 Wenxiu,彩霞 Caixia,毓华 Yuhua,佩兰 Peilan,静娴 Jingxian");

    private static final List<Name> OLD_MEN = table(
            "建国 Jianguo,德华 Dehua,福生 Fusheng,长林 Changlin,玉山 Yushan,国栋 Guodong,振华 Zhenhua,守义 Shouyi,文清 Wenqing,志强 Zhiqiang,"
                    + "永福 Yongfu,广田 Guangtian,树林 Shulin,保国 Baoguo,金海 Jinhai,喜顺 Xishun,兆丰 Zhaofeng,学礼 Xueli,明德 Mingde,庆余 Qingyu,"
                    + "宝山 Baoshan,世昌 Shichang,德全 Dequan,兴旺 Xingwang,万年 Wannian,根生 Gensheng,维民 Weimin");

    private static final List<Name> WOMEN = table(
            "敏 Min,静 Jing,丽 Li,娟 Juan,艳 Yan,玲 Ling,海燕 Haiyan,红梅 Hongmei,佳宁 Jianing,婷婷 Tingting,晓云 Xiaoyun,雨欣 Yuxin,"
                    + "立新 Lixin,丽华 Lihua,晨曦 Chenxi,雪梅 Xuemei,文静 Wenjing,春燕 Chunyan,思雨 Siyu,慧敏 Huimin");

    private static final List<Name> MEN = table(
            "伟 Wei,磊 Lei,洋 Yang,勇 Yong,杰 Jie,涛 Tao,超 Chao,刚 Gang,辉 Hui,建军 Jianjun,晓东 Xiaodong,志远 Zhiyuan,浩然 Haoran,"
                    + "文博 Wenbo,国强 Guoqiang,海峰 Haifeng,明辉 Minghui,俊杰 Junjie,少华 Shaohua,立群 Liqun");

    private final Dice dice;
    private final Set<String> used = new HashSet<>();

    Names(Dice dice) {
        this.dice = dice;
    }

    Name old(Sex sex) {
        return fresh(sex == Sex.F ? OLD_WOMEN : OLD_MEN);
    }

    Name young(Sex sex) {
        return fresh(sex == Sex.F ? WOMEN : MEN);
    }

    /** A son or daughter bears the father's name. */
    Name youngOf(String familyName, Sex sex) {
        for (int tries = 0; tries < 50; tries++) {
            Name given = dice.pick(sex == Sex.F ? WOMEN : MEN);
            if (used.add(familyName + given.hanzi())) {
                return new Name(familyName + given.hanzi(), given.pinyin());
            }
        }
        return young(sex);
    }

    private Name fresh(List<Name> given) {
        while (true) {
            Name family = dice.pick(SURNAMES);
            Name own = dice.pick(given);
            if (used.add(family.hanzi() + own.hanzi())) {
                return new Name(family.hanzi() + own.hanzi(), family.pinyin() + " " + own.pinyin());
            }
        }
    }

    private static List<Name> table(String text) {
        return List.of(text.split(",")).stream()
                .map(entry -> entry.split(" "))
                .map(parts -> new Name(parts[0], parts[1]))
                .toList();
    }
}
