package care.anling.verticles.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSheetTest {

    private static final CsvColumn NAME = new CsvColumn("name", "姓名", true, 10);
    private static final CsvColumn NOTE = new CsvColumn("note", "备注", false, 20);
    private static final List<CsvColumn> COLUMNS = List.of(NAME, NOTE);
    private static final CsvLimits LIMITS = new CsvLimits(10_000, 100);

    private static CsvSheet read(String text) {
        return CsvSheet.read(text.getBytes(StandardCharsets.UTF_8), COLUMNS, LIMITS);
    }

    private static List<String> troubles(CsvSheet sheet) {
        return sheet.troubles().stream()
                .map(t -> t.line() + " " + t.column() + " " + t.why().en())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030", "GBK", "UTF-16"})
    void whateverOfficeWroteIt(String charset) {
        CsvSheet sheet = CsvSheet.read("姓名,备注\r\n王秀英,\"住,三楼\"\r\n".getBytes(Charset.forName(charset)), COLUMNS, LIMITS);
        assertThat(troubles(sheet)).isEmpty();
        assertThat(sheet.lines()).containsExactly(new CsvLine(2, Map.of("name", "王秀英", "note", "住,三楼")));
    }

    @Test
    void headsAreKeysOrWordsInAnyOrderWithAMarkAndAnySeparator() {
        for (String text : List.of("\uFEFFnote,name\nx,王", "备注; NAME \nx;王", "note\t姓名\nx\t王")) {
            assertThat(read(text).lines()).containsExactly(new CsvLine(2, Map.of("name", "王", "note", "x")));
        }
    }

    @Test
    void linesCountAsAPersonCountsThemAndEmptyOnesAreNothing() {
        CsvSheet sheet = read("name,note\n\n王,\"a\nb\"\n,,\n李,\n");
        assertThat(troubles(sheet)).isEmpty();
        assertThat(sheet.lines())
                .containsExactly(
                        new CsvLine(3, Map.of("name", "王", "note", "a\nb")), new CsvLine(6, Map.of("name", "李")));
    }

    @Test
    void everyBadLineIsNamedAndTheGoodOnesAreRead() {
        CsvSheet sheet = read("name,note\n,x\n王,一二三四五六七八九十一二三四五六七八九十一\n李,x,y\n一二三四五六七八九十一,\u0007\n赵,ok\n");
        assertThat(troubles(sheet))
                .containsExactly(
                        "2 name The cell must not be empty",
                        "3 note The cell is too long",
                        "4  The line has more cells than the head",
                        "5 name The cell is too long",
                        "5 note The cell holds a character that cannot be stored");
        assertThat(sheet.lines()).containsExactly(new CsvLine(6, Map.of("name", "赵", "note", "ok")));
    }

    @Test
    void anUnknownMissingOrRepeatedColumnEndsIt() {
        assertThat(troubles(read("note,colour,note\nx,y,z")))
                .containsExactly(
                        "1 colour There is no such column",
                        "1 note The column stands there twice",
                        "1 name The column is missing");
        assertThat(read("note,colour,note\nx,y,z").lines()).isEmpty();
        assertThat(troubles(read(""))).containsExactly("1  The file has no head");
    }

    @Test
    void whatIsTooMuchIsNotRead() {
        String many = "name\n" + "王\n".repeat(101);
        assertThat(troubles(read(many))).containsExactly("102  The file has too many lines");
        assertThat(read("name\n" + "王\n".repeat(100)).lines()).hasSize(100);
        assertThat(troubles(read("name\n" + "王".repeat(10_000)))).containsExactly("0  The file is too large");
        assertThat(troubles(CsvSheet.read(new byte[] {'a', (byte) 0xFF, (byte) 0xFF}, COLUMNS, LIMITS)))
                .containsExactly("0  The file is neither UTF-8 nor GB18030 text");
    }

    @Test
    void aQuotationMarkThatIsNeverClosedSwallowsNothing() {
        for (String text : List.of("name,note\n王,\"x\n李,y\n", "name,note\n\"王\"x,y\n")) {
            assertThat(read(text).lines()).as(text).isEmpty();
            assertThat(read(text).troubles().get(0).why().zh()).isEqualTo("引号不成对");
        }
    }

    @Test
    void noCellIsAFormulaAndWhatIsWrittenIsReadBack() {
        List<String> cells = List.of("=1+1", "+86138", "-5", "@x", "'=a", "''-b", "'quoted'", "a\"b,c\nd", "plain");
        List<Map<String, String>> lines = new ArrayList<>();
        cells.forEach(cell -> lines.add(Map.of("name", "王", "note", cell)));
        String text = CsvExport.write(COLUMNS, lines, "zh");
        assertThat(text).startsWith("\uFEFF姓名,备注\r\n");
        assertThat(text.lines().filter(line -> line.matches("王,\"?[=+@-].*"))).isEmpty();
        CsvSheet back = read(text);
        assertThat(troubles(back)).isEmpty();
        assertThat(IntStream.range(0, cells.size())
                        .mapToObj(i -> back.lines().get(i).get(NOTE)))
                .isEqualTo(cells);
    }

    @Test
    void whateverIsInACellComesBackAsItWas() {
        for (String cell : List.of(
                " x",
                "x ",
                "' x",
                "''\u3000x",
                "'x ",
                "'",
                "''",
                "=1",
                "'=1",
                "''=1",
                "\r\nx",
                "x\n",
                "a\"b",
                "a\u0007b")) {
            String sheet = CsvExport.write(COLUMNS, List.of(Map.of("name", "王", "note", cell)), "zh");
            assertThat(read(sheet).lines().get(0).cells().get("note")).isEqualTo(cell.replace('\u0007', ' '));
        }
        assertThat(read("name,note\n王, 'x ").lines().get(0).cells())
                .as("what somebody typed")
                .containsEntry("note", "'x");
    }

    @Test
    void severalTextsInOneCellAreReadAsOfficesWriteThemAndAsTheyWereWrittenOut() {
        assertThat(CsvItems.read("高血压；糖尿病; 痛风 、\n a\\b；")).containsExactly("高血压", "糖尿病", "痛风", "a\\b");
        assertThat(CsvItems.write(List.of("青霉素、头孢", "花粉"))).isEqualTo("青霉素\\、头孢；花粉");
        for (List<String> items : List.of(
                List.of("a;b", "；", "、\n"),
                List.of(" a ", "\u3000"),
                List.of("\\", "\\;", "a\\"),
                List.of("  ", "\r"))) {
            assertThat(CsvItems.read(CsvItems.write(items))).isEqualTo(items);
        }
        assertThat(CsvItems.read(CsvItems.write(List.of("", "a")))).containsExactly("a");
    }
}
