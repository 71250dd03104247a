package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.PhoneNumber;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.verticles.csv.CsvColumn;
import care.anling.verticles.csv.CsvItems;
import care.anling.verticles.csv.CsvLine;
import care.anling.verticles.csv.CsvTrouble;
import care.anling.verticles.csv.CsvWords;
import care.anling.verticles.store.RegisterStore;
import care.anling.verticles.store.RegisterStore.Scope;
import care.anling.verticles.store.ResidentField;
import care.anling.verticles.store.ResidentSheetStore.Entry;
import care.anling.verticles.store.ResidentSheetStore.Kin;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lines of a sheet as residents with their contacts; what is wrong with each is noted, in two languages. */
final class ResidentSheet {

    /** Characters: fifty texts of 120, as the contract has them, with a backslash before each and what stands between. */
    private static final int MOST_OF_A_LIST = 50 * (2 * 120 + 1);

    static final CsvColumn EXTERNAL_ID = new CsvColumn("externalId", "编号", true, 64);
    static final CsvColumn NAME = new CsvColumn("name", "姓名", true, 80);
    static final CsvColumn PINYIN = new CsvColumn("pinyin", "拼音", false, 120);
    static final CsvColumn SEX = new CsvColumn("sex", "性别", false, 4);
    static final CsvColumn BIRTH_DATE = new CsvColumn("birthDate", "出生日期", false, 10);
    static final CsvColumn PHONE = new CsvColumn("phone", "电话", false, 40);
    static final CsvColumn LIVING = new CsvColumn("livingSituation", "居住情况", false, 200);
    static final CsvColumn LIVES_ALONE = new CsvColumn("livesAlone", "独居", false, 5);
    static final CsvColumn LANGUAGE = new CsvColumn("language", "语言", false, 60);
    static final CsvColumn BUILDING = new CsvColumn("building", "楼院", false, 80);
    static final CsvColumn UNIT = new CsvColumn("unit", "单元", false, 40);
    static final CsvColumn FLOOR = new CsvColumn("floor", "楼层", false, 4);
    static final CsvColumn ROOM = new CsvColumn("room", "房号", false, 40);
    static final CsvColumn KEY_BOX = new CsvColumn("keyBox", "钥匙盒", false, 200);
    static final CsvColumn CONDITIONS = new CsvColumn("conditions", "病史", false, MOST_OF_A_LIST);
    static final CsvColumn MEDICATIONS = new CsvColumn("medications", "用药", false, MOST_OF_A_LIST);
    static final CsvColumn ALLERGIES = new CsvColumn("allergies", "过敏", false, MOST_OF_A_LIST);
    static final CsvColumn BLOOD_TYPE = new CsvColumn("bloodType", "血型", false, 10);
    static final CsvColumn NOTES = new CsvColumn("notes", "备注", false, 4000);

    static final CsvColumn LAT = new CsvColumn("lat", "纬度", false, 20);
    static final CsvColumn LON = new CsvColumn("lon", "经度", false, 20);
    static final CsvColumn FRAILTY = new CsvColumn("frailty", "衰弱分级", false, 20);
    static final CsvColumn OXYGEN = new CsvColumn("oxygenTherapy", "氧疗", false, 5);
    static final CsvColumn SCALE2 = new CsvColumn("spo2Scale2", "血氧目标88-92", false, 5);

    static final int MOST_CONTACTS = RegisterStore.MOST_CONTACTS;

    /** Columns there are whoever has how many. */
    static final int USUAL_CONTACTS = 3;

    private static final int LEAST_FLOOR = -10;
    private static final int MOST_FLOOR = 200;
    private static final LocalDate OLDEST = LocalDate.of(1800, 1, 1);

    static final List<CsvColumn> COLUMNS = columns(MOST_CONTACTS);

    private static final CsvWords NO_SEX = new CsvWords("性别应为 男 或 女", "Sex is F or M");
    private static final CsvWords NO_DATE =
            new CsvWords("日期应为 1940-02-29 这样的过去日期", "A date in the past like 1940-02-29");
    private static final CsvWords NO_PHONE = new CsvWords("不是电话号码", "That is no telephone number");
    private static final CsvWords NO_FLAG = new CsvWords("应为 是 或 否", "Say yes or no");
    private static final CsvWords NO_FLOOR =
            new CsvWords("楼层应为 -10 到 200 的整数", "A floor is a whole number from -10 to 200");
    private static final CsvWords NO_POINT =
            new CsvWords("应为经纬度（WGS-84），两格一起填", "Degrees (WGS-84), both cells or none");
    private static final CsvWords NO_FRAILTY =
            new CsvWords("衰弱分级应为 1 到 9，未评估填 0", "Clinical Frailty Scale, 1 to 9; 0 when not assessed");
    private static final CsvWords NO_BUILDING = new CsvWords("该社区没有这个楼院", "That community has no such building");
    private static final CsvWords TWICE = new CsvWords("编号在文件中重复", "The number stands in the sheet twice");
    private static final CsvWords HALF =
            new CsvWords("联系人需要姓名、关系和电话", "A contact needs a name, a relation and a telephone number");

    private final CommunityId community;
    private final List<Community> buildings;
    private final Optional<CommunityId> own;
    private final Set<String> seen = new HashSet<>();
    private final List<CsvTrouble> troubles = new ArrayList<>();

    /** @param tree of the community */
    ResidentSheet(Scope scope, CommunityId community, List<Community> tree) {
        this.community = community;
        this.own = scope.building();
        this.buildings = tree.stream()
                .filter(node -> node.level() == CommunityLevel.BUILDING)
                .filter(node -> node.parent().filter(community::equals).isPresent())
                .toList();
    }

    static List<CsvColumn> columns(int contacts) {
        List<CsvColumn> all = new ArrayList<>(List.of(
                EXTERNAL_ID,
                NAME,
                PINYIN,
                SEX,
                BIRTH_DATE,
                PHONE,
                LIVING,
                LIVES_ALONE,
                LANGUAGE,
                BUILDING,
                UNIT,
                FLOOR,
                ROOM,
                KEY_BOX,
                CONDITIONS,
                MEDICATIONS,
                ALLERGIES,
                BLOOD_TYPE,
                NOTES,
                LAT,
                LON,
                FRAILTY,
                OXYGEN,
                SCALE2));
        for (int i = 1; i <= contacts; i++) {
            all.addAll(List.of(
                    contact(i, "Name", "姓名", 80),
                    contact(i, "Relation", "关系", 60),
                    contact(i, "Phone", "电话", 40),
                    contact(i, "HasKey", "有钥匙", 5)));
        }
        return List.copyOf(all);
    }

    static CsvColumn contact(int place, String what, String zh, int maxChars) {
        return new CsvColumn("contact" + place + what, "联系人" + place + zh, false, maxChars);
    }

    CommunityId community() {
        return community;
    }

    List<CsvTrouble> troubles() {
        return troubles;
    }

    /** An empty cell empties; a column the sheet does not have leaves what is there. */
    Optional<Entry> read(CsvLine line) {
        int before = troubles.size();
        Map<ResidentField, Optional<Object>> fields = new EnumMap<>(ResidentField.class);
        String externalId = line.get(EXTERNAL_ID);
        require(seen.add(externalId), line, EXTERNAL_ID, TWICE);
        fields.put(ResidentField.EXTERNAL_ID, Optional.of(externalId));
        fields.put(ResidentField.NAME, Optional.of(line.get(NAME)));
        text(line, fields);
        put(new Cell(line, SEX), fields, ResidentField.SEX, ResidentSheet::sex, NO_SEX);
        put(new Cell(line, BIRTH_DATE), fields, ResidentField.BIRTH_DATE, ResidentSheet::date, NO_DATE);
        put(new Cell(line, PHONE), fields, ResidentField.PHONE, ResidentSheet::phone, NO_PHONE);
        put(new Cell(line, LIVES_ALONE), fields, ResidentField.LIVES_ALONE, ResidentSheet::flag, NO_FLAG);
        put(new Cell(line, FLOOR), fields, ResidentField.FLOOR, ResidentSheet::floor, NO_FLOOR);
        point(line, fields);
        put(new Cell(line, FRAILTY), fields, ResidentField.FRAILTY, ResidentSheet::frailty, NO_FRAILTY);
        put(new Cell(line, OXYGEN), fields, ResidentField.OXYGEN_THERAPY, ResidentSheet::flag, NO_FLAG);
        put(new Cell(line, SCALE2), fields, ResidentField.SPO2_SCALE2, ResidentSheet::flag, NO_FLAG);
        put(new Cell(line, BUILDING), fields, ResidentField.BUILDING, this::building, NO_BUILDING);
        require(own.isEmpty() || fields.containsKey(ResidentField.BUILDING), line, BUILDING, NO_BUILDING);
        List<Kin> contacts = contacts(line);
        return troubles.size() == before
                ? Optional.of(new Entry(line.number(), externalId, fields, contacts))
                : Optional.empty();
    }

    private void point(CsvLine line, Map<ResidentField, Optional<Object>> fields) {
        put(new Cell(line, LAT), fields, ResidentField.LAT, word -> degrees(word, 90), NO_POINT);
        put(new Cell(line, LON), fields, ResidentField.LON, word -> degrees(word, 180), NO_POINT);
        require(line.find(LAT).isPresent() == line.find(LON).isPresent(), line, LAT, NO_POINT);
    }

    private static Optional<Double> degrees(String word, int most) {
        // As offices write them, not as Java reads them: no NaN, no 0x1p3.
        return word.matches("-?[0-9]{1,3}(\\.[0-9]{1,15})?")
                ? Optional.of(Double.valueOf(word)).filter(degrees -> Math.abs(degrees) <= most)
                : Optional.empty();
    }

    private static Optional<Integer> frailty(String word) {
        return word.matches("[0-9]") ? Optional.of(Integer.valueOf(word)) : Optional.empty();
    }

    private static void text(CsvLine line, Map<ResidentField, Optional<Object>> fields) {
        Map.of(
                        PINYIN, ResidentField.PINYIN,
                        LIVING, ResidentField.LIVING_SITUATION,
                        LANGUAGE, ResidentField.LANGUAGE,
                        UNIT, ResidentField.UNIT,
                        ROOM, ResidentField.ROOM,
                        KEY_BOX, ResidentField.KEY_BOX,
                        BLOOD_TYPE, ResidentField.BLOOD_TYPE,
                        NOTES, ResidentField.NOTES)
                .forEach((column, field) -> line.find(column).ifPresent(word -> fields.put(field, Optional.of(word))));
        Map.of(
                        CONDITIONS, ResidentField.CONDITIONS,
                        MEDICATIONS, ResidentField.MEDICATIONS,
                        ALLERGIES, ResidentField.ALLERGIES)
                .forEach((column, field) ->
                        line.find(column).ifPresent(word -> fields.put(field, Optional.of(list(word)))));
    }

    private static String[] list(String cell) {
        return CsvItems.read(cell).toArray(String[]::new);
    }

    private record Cell(CsvLine line, CsvColumn column) {}

    private void put(
            Cell cell,
            Map<ResidentField, Optional<Object>> fields,
            ResidentField field,
            Function<String, Optional<?>> read,
            CsvWords otherwise) {
        cell.line().find(cell.column()).ifPresent(word -> {
            Optional<?> value = read.apply(word);
            require(value.isPresent(), cell.line(), cell.column(), otherwise);
            value.ifPresent(good -> fields.put(field, Optional.of(good)));
        });
    }

    private void require(boolean holds, CsvLine line, CsvColumn column, CsvWords why) {
        if (!holds) {
            troubles.add(line.trouble(column, why));
        }
    }

    private static Optional<String> sex(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "F", "女" -> Optional.of("F");
            case "M", "男" -> Optional.of("M");
            default -> Optional.empty();
        };
    }

    private static Optional<LocalDate> date(String word) {
        try {
            String[] parts = word.split("[-/.]", -1);
            LocalDate day =
                    LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            return day.isBefore(OLDEST) ? Optional.empty() : Optional.of(day);
        } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> phone(String word) {
        return PhoneNumber.parse(word).map(number -> word);
    }

    static Optional<Boolean> flag(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "是", "yes", "true", "1", "y" -> Optional.of(true);
            case "否", "no", "false", "0", "n" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> floor(String word) {
        try {
            int floor = Integer.parseInt(word);
            return floor < LEAST_FLOOR || floor > MOST_FLOOR ? Optional.empty() : Optional.of(floor);
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private Optional<java.util.UUID> building(String word) {
        return buildings.stream()
                .filter(node -> node.name().equals(word) || node.id().toString().equalsIgnoreCase(word))
                .filter(node -> own.map(node.id()::equals).orElse(true))
                .map(node -> node.id().value())
                .findFirst();
    }

    private List<Kin> contacts(CsvLine line) {
        List<Kin> all = new ArrayList<>();
        for (int i = 1; i <= MOST_CONTACTS; i++) {
            CsvColumn name = contact(i, "Name", "姓名", 80);
            CsvColumn relation = contact(i, "Relation", "关系", 60);
            CsvColumn phone = contact(i, "Phone", "电话", 40);
            CsvColumn hasKey = contact(i, "HasKey", "有钥匙", 5);
            long said = List.of(name, relation, phone).stream()
                    .filter(column -> line.find(column).isPresent())
                    .count();
            if (said == 0) {
                continue;
            }
            require(said == 3, line, name, HALF);
            require(line.find(phone).flatMap(PhoneNumber::parse).isPresent(), line, phone, NO_PHONE);
            Optional<Boolean> key = line.find(hasKey).map(ResidentSheet::flag).orElse(Optional.of(false));
            require(key.isPresent(), line, hasKey, NO_FLAG);
            if (said == 3) {
                all.add(new Kin(i, line.get(name), line.get(relation), line.get(phone), key.orElse(false)));
            }
        }
        return all;
    }
}
