package care.anling.core.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistanceTest {

    @Test
    void oneDegreeAlongAMeridian() {
        assertThat(Distance.between(new Wgs84(34, 113), new Wgs84(35, 113)).meters())
                .isCloseTo(111_195.08, within(0.5));
    }

    /** Beijing Capital (40.0725, 116.5975) to Shanghai Pudong (31.1434, 121.8052), great circle 1,098 km. */
    @Test
    void betweenTwoAirports() {
        assertThat(Distance.between(new Wgs84(40.0725, 116.5975), new Wgs84(31.1434, 121.8052))
                        .meters())
                .isCloseTo(1_098_000, within(2_000.0));
    }

    @Test
    void aFewMetresAndNone() {
        Wgs84 door = new Wgs84(34.76, 113.75);
        assertThat(Distance.between(door, new Wgs84(34.76001, 113.75)).meters()).isCloseTo(1.112, within(0.001));
        assertThat(Distance.between(door, door).meters()).isZero();
    }

    @Test
    void aroundTheEarthAndAcrossTheDateLine() {
        assertThat(Distance.between(new Wgs84(0, 0), new Wgs84(0, 180)).meters())
                .isCloseTo(20_015_115, within(10.0));
        assertThat(Distance.between(new Wgs84(0, 179.999), new Wgs84(0, -179.999))
                        .meters())
                .isCloseTo(222.4, within(0.1));
    }

    @Test
    void thereIsNoNegativeDistance() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Distance(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Distance(Double.NaN));
    }
}
