package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinyinTest {

    @ParameterizedTest
    @CsvSource({
        "王秀英, wang xiu ying, wangxiuying wxy",
        "单小明, shan xiao ming, shanxiaoming sxm",
        "曾国强, zeng guo qiang, zengguoqiang zgq",
        "欧阳修, ou yang xiu, ouyangxiu oyx",
        "吕梁, lu liang, luliang ll lvliang",
        "Anna, anna, anna a",
    })
    void aNameIsReadAsItIsSpoken(String name, String syllables, String keys) {
        assertThat(Pinyin.of(name)).isEqualTo(syllables);
        assertThat(Pinyin.keys(name, "")).isEqualTo(keys);
    }

    @Test
    void whoeverWritesItDownKnowsBetterAndBothAreFound() {
        assertThat(Pinyin.keys("朴树", "Piao Shu")).isEqualTo("piaoshu ps pushu");
    }
}
