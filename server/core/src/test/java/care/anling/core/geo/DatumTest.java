package care.anling.core.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatumTest {

    /**
     * Longitude and latitude of one place in WGS-84, GCJ-02 and BD-09, as gcoord (MIT) publishes them for its own tests;
     * the maps they were read from are good to some decimetres.
     */
    @ParameterizedTest
    @CsvSource({
        "郑州, 113.6192856, 34.7478004, 113.6253334, 34.7466173, 113.6317519, 34.7528605",
        "驻马店, 114.0164322, 33.0133556, 114.022306, 33.0115324, 114.0287781, 33.0176697",
        "运城, 111.0017421, 35.0271663, 111.0075355, 35.0264171, 111.0139261, 35.0327206",
        "那曲, 92.0499619, 31.4784436, 92.0512438, 31.4762063, 92.0576832, 31.4824421",
        "沈阳, 123.4253306, 41.8032629, 123.4314787, 41.8057023, 123.438095, 41.8114013",
        "汕头, 116.6775114, 23.3567569, 116.6819735, 23.3540964, 116.6885014, 23.3598884"
    })
    void publishedPlaces(
            String name, double lon, double lat, double gcjLon, double gcjLat, double bdLon, double bdLat) {
        Wgs84 expected = new Wgs84(lat, lon);

        assertThat(offMeters(Datum.GCJ02, gcjLat, gcjLon, expected)).as(name).isLessThan(1);
        assertThat(offMeters(Datum.BD09, bdLat, bdLon, expected)).as(name).isLessThan(1);
    }

    /** gcoord's unit vectors, to its own five decimals. */
    @Test
    void publishedVectors() {
        Wgs84 fromGcj02 = Datum.GCJ02.find(45, 123).orElseThrow();
        assertThat(fromGcj02.longitude()).isCloseTo(122.99395597, within(5e-6));
        assertThat(fromGcj02.latitude()).isCloseTo(44.99804071, within(5e-6));

        Wgs84 fromBd09 = Datum.BD09.find(45, 123).orElseThrow();
        assertThat(fromBd09.longitude()).isCloseTo(122.98762210, within(5e-6));
        assertThat(fromBd09.latitude()).isCloseTo(44.99171540, within(5e-6));
    }

    @Test
    void outsideChinaGcj02IsWgs84() {
        assertThat(Datum.GCJ02.find(48.8584, 2.2945)).contains(new Wgs84(48.8584, 2.2945));
    }

    @ParameterizedTest
    @CsvSource({"91, 0", "-91, 0", "0, 181", "0, -181", "NaN, 113", "34, NaN", "Infinity, 113", "0, 0", "113.75, 34.76"
    })
    void whatIsNoPlaceIsNoPoint(double latitude, double longitude) {
        for (Datum datum : Datum.values()) {
            assertThat(datum.find(latitude, longitude)).isEmpty();
        }
    }

    /** The whole box, in steps of a degree: it always ends, within the house, and on earth. */
    @Test
    void theWayBackEndsEverywhere() {
        for (int lat = -89; lat < 90; lat++) {
            for (int lon = -179; lon < 180; lon++) {
                if (lat != 0 || lon != 0) {
                    assertThat(Datum.GCJ02.find(lat, lon)).isPresent();
                    assertThat(Datum.BD09.find(lat, lon)).isPresent();
                }
            }
        }
    }

    private static double offMeters(Datum datum, double latitude, double longitude, Wgs84 expected) {
        return Distance.between(datum.find(latitude, longitude).orElseThrow(), expected)
                .meters();
    }
}
