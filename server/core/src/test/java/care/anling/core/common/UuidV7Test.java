package care.anling.core.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7Test {

    /** The example of RFC 9562, appendix A.6. */
    @Test
    void theExampleOfTheStandard() {
        assertThat(UuidV7.of(0x017F22E279B0L, 0xCC3, 0x18C4DC0C0C07398FL))
                .isEqualTo(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
    }

    @Test
    void whateverTheRandomnessVersionAndVariantStand() {
        UUID uuid = UuidV7.of(1_777_622_400_000L, -1, -1);
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
    }

    @Test
    void laterIdsSortLater() {
        assertThat(UuidV7.of(1_000, -1, -1).toString())
                .isLessThan(UuidV7.of(1_001, 0, 0).toString());
    }
}
