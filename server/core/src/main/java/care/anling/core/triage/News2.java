package care.anling.core.triage;

import care.anling.core.common.DeviceClock;
import care.anling.core.device.Vitals.Consciousness;
import care.anling.core.resident.Profile;
import care.anling.core.triage.LatestVitals.Measured;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The National Early Warning Score 2, chart 1 (© Royal College of Physicians 2017, reproduced from: Royal College of
 * Physicians. National Early Warning Score (NEWS) 2. London: RCP, 2017). Not for children and not in pregnancy.
 *
 * <p>What was not measured, or not lately, is missing: it is never given a value. The score then is a lower bound, and
 * the upper bound says how bad it could be. Values are rounded to the chart's precision before they are looked up, so
 * that nothing falls between two bands: 35.05 °C is 35.1 °C.
 */
public final class News2 {

    private News2() {}

    /**
     * @param points of each parameter that is known
     * @param missing parameters without a fresh reading, in the chart's order
     * @param upperBound the score if everything missing were as bad as it can be
     */
    public record Score(Map<News2Parameter, Integer> points, List<News2Parameter> missing, int upperBound) {

        /** The sum of what is known; equal to the lower bound, and only the patient's score if complete. */
        public int score() {
            return lowerBound();
        }

        public int lowerBound() {
            return points.values().stream().mapToInt(Integer::intValue).sum();
        }

        public boolean complete() {
            return missing.isEmpty();
        }

        /** Three points in a single parameter: a reason to act, however little else is known. */
        public boolean hasSingleThree() {
            return points.containsValue(3);
        }
    }

    /** @param profile says which SpO₂ scale a clinician ordered, and whether the person is on oxygen by record */
    public static Score score(LatestVitals latest, Profile profile, Instant now) {
        Map<News2Parameter, Integer> points = new EnumMap<>(News2Parameter.class);
        boolean onOxygen = fresh(latest.onOxygen(), News2Parameter.OXYGEN, now).orElse(profile.oxygenTherapy());
        points.put(News2Parameter.OXYGEN, onOxygen ? 2 : 0);
        fresh(latest.respirationRate(), News2Parameter.RESPIRATION_RATE, now)
                .ifPresent(rr -> points.put(News2Parameter.RESPIRATION_RATE, respirationRate(whole(rr))));
        fresh(latest.spo2(), News2Parameter.SPO2, now)
                .ifPresent(spo2 -> points.put(
                        News2Parameter.SPO2,
                        profile.spo2Scale2() ? spo2Scale2(whole(spo2), onOxygen) : spo2Scale1(whole(spo2))));
        fresh(latest.systolic(), News2Parameter.SYSTOLIC, now)
                .ifPresent(systolic -> points.put(News2Parameter.SYSTOLIC, systolic(whole(systolic))));
        fresh(latest.heartRate(), News2Parameter.HEART_RATE, now)
                .ifPresent(pulse -> points.put(News2Parameter.HEART_RATE, pulse(whole(pulse))));
        fresh(latest.consciousness(), News2Parameter.CONSCIOUSNESS, now)
                .ifPresent(acvpu -> points.put(News2Parameter.CONSCIOUSNESS, acvpu == Consciousness.A ? 0 : 3));
        fresh(latest.temperature(), News2Parameter.TEMPERATURE, now)
                .ifPresent(celsius -> points.put(News2Parameter.TEMPERATURE, temperature(tenths(celsius))));
        List<News2Parameter> missing = Stream.of(News2Parameter.values())
                .filter(parameter -> !points.containsKey(parameter))
                .toList();
        Score known = new Score(Map.copyOf(points), missing, 0);
        return new Score(
                known.points(),
                missing,
                known.lowerBound()
                        + missing.stream().mapToInt(News2Parameter::most).sum());
    }

    private static <T> Optional<T> fresh(Optional<Measured<T>> measured, News2Parameter parameter, Instant now) {
        Instant oldest = now.minus(TriagePolicies.freshnessOf(parameter));
        Instant newest = now.plus(DeviceClock.AHEAD_MAX);
        return measured.filter(m -> !m.at().isBefore(oldest) && !m.at().isAfter(newest))
                .map(Measured::value);
    }

    private static int respirationRate(int perMinute) {
        if (perMinute <= 8) {
            return 3;
        }
        if (perMinute <= 11) {
            return 1;
        }
        if (perMinute <= 20) {
            return 0;
        }
        return perMinute <= 24 ? 2 : 3;
    }

    private static int spo2Scale1(int percent) {
        if (percent <= 91) {
            return 3;
        }
        if (percent <= 93) {
            return 2;
        }
        return percent <= 95 ? 1 : 0;
    }

    /** Target 88–92 %: too much oxygen harms as well, but breathing air nobody can have too much. */
    private static int spo2Scale2(int percent, boolean onOxygen) {
        if (percent <= 83) {
            return 3;
        }
        if (percent <= 85) {
            return 2;
        }
        if (percent <= 87) {
            return 1;
        }
        if (percent <= 92 || !onOxygen) {
            return 0;
        }
        if (percent <= 94) {
            return 1;
        }
        return percent <= 96 ? 2 : 3;
    }

    private static int systolic(int mmHg) {
        if (mmHg <= 90) {
            return 3;
        }
        if (mmHg <= 100) {
            return 2;
        }
        if (mmHg <= 110) {
            return 1;
        }
        return mmHg <= 219 ? 0 : 3;
    }

    private static int pulse(int perMinute) {
        if (perMinute <= 40) {
            return 3;
        }
        if (perMinute <= 50) {
            return 1;
        }
        if (perMinute <= 90) {
            return 0;
        }
        if (perMinute <= 110) {
            return 1;
        }
        return perMinute <= 130 ? 2 : 3;
    }

    /** @param tenths of a degree Celsius, the chart's precision */
    private static int temperature(int tenths) {
        if (tenths <= 350) {
            return 3;
        }
        if (tenths <= 360) {
            return 1;
        }
        if (tenths <= 380) {
            return 0;
        }
        return tenths <= 390 ? 1 : 2;
    }

    private static int whole(double value) {
        return rounded(value, 0);
    }

    private static int tenths(double value) {
        return rounded(value, 1);
    }

    /** Through the decimal number a person would read: as binary, 35.05 is a little less than it says. */
    private static int rounded(double value, int decimals) {
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .movePointRight(decimals)
                .intValue();
    }
}
