package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.verticles.api.TrustedProxies.Header;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private final TrustedProxies ours =
            TrustedProxies.of(List.of("10.0.0.0/8", "127.0.0.1", "2001:db8:aa::/48"), Header.X_FORWARDED_FOR);

    @Test
    void aStrangersHeaderIsNoWord() {
        assertThat(ours.client("203.0.113.5", List.of("198.51.100.1"))).isEqualTo("203.0.113.5");
        assertThat(TrustedProxies.NONE.client("127.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("127.0.0.1");
    }

    /** What stands left of the first stranger, the stranger wrote. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1                        | 198.51.100.1",
                "1.1.1.1, 198.51.100.1               | 198.51.100.1",
                "1.1.1.1, 198.51.100.1, 10.9.9.9     | 198.51.100.1",
                "10.0.0.3, 10.9.9.9                  | 10.0.0.3",
                "198.51.100.1:4711                   | 198.51.100.1",
                "[2001:db8::1]:4711                  | 2001:db8:0:0:0:0:0:1",
                "2001:db8::1, 2001:db8:aa::5         | 2001:db8:0:0:0:0:0:1",
                "::ffff:198.51.100.1                 | 198.51.100.1",
                "198.51.100.1, nonsense              | 10.0.0.1",
                "198.51.100.1, nonsense, 10.2.2.2    | 10.2.2.2",
                "''                                  | 10.0.0.1",
            })
    void theNearestHopThatIsNotOursIsTheCaller(String header, String client) {
        assertThat(ours.client("10.0.0.1", List.of(header))).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(ours.client("10.0.0.1", List.of("1.1.1.1", "198.51.100.1, 10.3.3.3")))
                .isEqualTo("198.51.100.1");
        assertThat(ours.client("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }

    @Test
    void theStandardsHeaderIsReadWhereItIsTheOneToBelieve() {
        TrustedProxies standard = TrustedProxies.of(List.of("10.0.0.0/8"), Header.FORWARDED);
        assertThat(standard.client("10.0.0.1", List.of("for=1.1.1.1, For=\"[2001:db8::1]:4711\";proto=https")))
                .isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(standard.client("10.0.0.1", List.of("proto=https;for=198.51.100.1;by=10.0.0.1")))
                .isEqualTo("198.51.100.1");
        assertThat(standard.client("10.0.0.1", List.of("for=unknown"))).isEqualTo("10.0.0.1");
        assertThat(standard.client("10.0.0.1", List.of("for=\", for=198.51.100.1")))
                .isEqualTo("198.51.100.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "::1/129", "/8"})
    void whatIsNoNetworkIsNamed(String network) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(network), Header.X_FORWARDED_FOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(network);
    }
}
