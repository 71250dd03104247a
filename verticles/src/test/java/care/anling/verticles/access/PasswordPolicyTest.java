package care.anling.verticles.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "安宁社区的老人都平平安安",
                "qwertyuiopzz",
                "aaaaaaaaaaab",
                "123456789013",
                "𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀉𠀊𠀊"
            })
    void whatIsLongAndNotTriedFirstWillDo(String password) {
        assertThatCode(() -> PasswordPolicy.refuseWeak(password, "zuoxi")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "short1!, password_too_short",
        "Abcdefg!234, password_too_short",
        "𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇, password_too_short",
        "Password1234, password_common",
        "5201314520131, password_common",
        "aaaaaaaaaaaa, password_common",
        "123123123123, password_common",
        "1234123412341, password_common",
        "123456789012, password_common",
        "210987654321, password_common",
        "abcdefghijklm, password_common",
        "my-Zuoxi-is-good, password_common"
    })
    void theRestIsRefusedByName(String password, String code) {
        assertThatThrownBy(() -> PasswordPolicy.refuseWeak(password, "zuoxi"))
                .asInstanceOf(type(Refusal.class))
                .matches(refusal -> refusal.status() == 422 && refusal.code().equals(code), code);
    }
}
