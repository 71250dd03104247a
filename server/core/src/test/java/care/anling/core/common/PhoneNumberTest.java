package care.anling.core.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource({
        "13800000001, +8613800000001",
        "138 0000 0001, +8613800000001",
        "138-0000-0001, +8613800000001",
        "+86 138 0000 0001, +8613800000001",
        "＋86（138）00000001, +8613800000001",
        "0086 13800000001, +8613800000001",
        "8613800000001, +8613800000001",
        "0371-6666 8888, +8637166668888",
        "(010) 6666.8888, +861066668888",
        "66668888, +8666668888",
        "12349, +8612349",
        "+1 415 555 0100, +14155550100",
        "001 415 555 0100, +14155550100",
    })
    void howeverItIsWrittenItIsTheSame(String written, String e164) {
        assertThat(PhoneNumber.parse(written)).contains(new PhoneNumber(e164));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "12",
                "王秀英",
                "138x0000001",
                "++8613800000001",
                "+1234567890123456",
                "138+00000001",
                "---"
            })
    void whatIsNoNumberIsNone(String written) {
        assertThat(PhoneNumber.parse(written)).isEmpty();
    }

    @Test
    void itIsNotPrintedWhole() {
        PhoneNumber number = PhoneNumber.parse("13800001234").orElseThrow();
        assertThat(number.lastFour()).isEqualTo("1234");
        assertThat(number.toString()).doesNotContain("138");
    }
}
