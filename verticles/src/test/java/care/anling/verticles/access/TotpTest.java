package care.anling.verticles.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes by time as RFC 6238 has them. */
class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238, appendix B, the SHA-1 column. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void theVectorsOfTheStandard(long seconds, String code) {
        long step = Totp.stepOf(Instant.ofEpochSecond(seconds));
        assertThat(Totp.code(SECRET, step, 8)).isEqualTo(code);
        assertThat(Totp.code(SECRET, step, Totp.DIGITS)).isEqualTo(code.substring(2));
    }

    /** RFC 4226, appendix D: the same by counter, zeros in front included. */
    @Test
    void theVectorsByCounter() {
        String[] codes = {
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"
        };
        for (int i = 0; i < codes.length; i++) {
            assertThat(Totp.code(SECRET, i, Totp.DIGITS)).isEqualTo(codes[i]);
        }
    }

    @Test
    void aCodeIsGoodInItsOwnStepTheOneBeforeAndTheOneAfterAndNoLonger() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.stepOf(now);
        for (long off = -3; off <= 3; off++) {
            boolean good = Totp.findStep(SECRET, Totp.code(SECRET, step + off, Totp.DIGITS), now, 0)
                    .isPresent();
            assertThat(good).as("step %s", off).isEqualTo(Math.abs(off) <= 1);
        }
    }

    @Test
    void aStepThatWasUsedAndThoseBeforeItAreNeverGoodAgain() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.stepOf(now);
        assertThat(Totp.findStep(SECRET, Totp.code(SECRET, step, Totp.DIGITS), now, step))
                .isEmpty();
        assertThat(Totp.findStep(SECRET, Totp.code(SECRET, step - 1, Totp.DIGITS), now, step))
                .isEmpty();
        assertThat(Totp.findStep(SECRET, Totp.code(SECRET, step + 1, Totp.DIGITS), now, step))
                .hasValue(step + 1);
    }

    /** RFC 4648 §10. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32AsTheStandardHasIt(String text, String encoded) {
        assertThat(Totp.base32(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }

    @Test
    void anAppIsToldWhoseSecretItIs() {
        assertThat(Totp.uri("王 li", SECRET))
                .isEqualTo(
                        "otpauth://totp/Anling:%E7%8E%8B%20li?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Anling");
    }
}
