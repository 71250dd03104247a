package care.anling.testkit.sim;

import java.time.Duration;
import java.util.List;

/**
 * What a played day takes for granted, so that whoever reads its figures can judge them: the town from the sources named,
 * the people by our own estimate. Nobody has measured them.
 */
record Assumptions(Town town, People people) {

    /**
     * @param warnings per home and month, as a real street had them: 884 in four months of some 700 homes
     * @param times how much denser, to see more of it in a day
     * @param genuine share: 71 rescues of those 884 warnings
     * @param again share of presses that are followed by another one
     */
    record Town(
            int residents,
            int communities,
            int reachMicrodegrees,
            Cast.Helpers helpers,
            double warnings,
            int times,
            double genuine,
            double again,
            Duration day) {

        int presses() {
            return (int) Math.round(residents * warnings / DAYS_OF_A_MONTH * times * day.toSeconds() / DAY.toSeconds());
        }

        Cast.Size size() {
            return new Cast.Size(
                    communities, residents, 0, 0, 0, 0, helpers, 0, 1, reachMicrodegrees, 2 * reachMicrodegrees);
        }
    }

    /** From one to the other, each equally likely. */
    record Span(Duration least, Duration most) {

        static Span seconds(long least, long most) {
            return new Span(Duration.ofSeconds(least), Duration.ofSeconds(most));
        }

        Duration some(Dice dice) {
            return dice.between(least, most);
        }

        @Override
        public String toString() {
            return least.toMillis() % 1_000 == 0 && most.toMillis() % 1_000 == 0
                    ? least.toSeconds() + "–" + most.toSeconds() + " s"
                    : least.toMillis() + "–" + most.toMillis() + " ms";
        }
    }

    /** How somebody answers an offer; who does neither never looks at the phone. */
    record Answering(double accept, double decline, Span after) {
        @Override
        public String toString() {
            return String.format(
                    "%.0f %% say yes, %.0f %% no, %.0f %% nothing; after %s",
                    100 * accept, 100 * decline, 100 * (1 - accept - decline), after);
        }
    }

    /**
     * @param shown from the commit to the phone
     * @param talk of the doctor, or of the desk where no doctor came; then it is known whether the press was meant
     * @param deskCalls without a doctor for so long, the desk calls back
     * @param setOff from the yes to the way
     * @param paceLeast against the way's length as Anling itself reckons it
     * @param unknownWay of somebody whose place or whose goal nobody knows
     * @param turnBack share of those who set off and do not arrive
     */
    record People(
            Span shown,
            Answering doctor,
            Answering volunteer,
            Answering staff,
            Answering coordinator,
            Span talk,
            Duration deskCalls,
            Span setOff,
            double paceLeast,
            double paceMost,
            Span unknownWay,
            double turnBack,
            Span help) {}

    private static final Duration DAY = Duration.ofDays(1);
    private static final int DAYS_OF_A_MONTH = 30;

    /** Yong'an has 30 volunteers for 116 people it looks after. */
    private static final double VOLUNTEERS_PER_RESIDENT = 30 / 116.0;

    private static final double VOLUNTEERS_ON_DUTY = 0.2;
    private static final int RESIDENTS_PER_DOCTOR = 110;
    private static final int RESIDENTS_PER_STAFF = 275;

    private static final People OURS = new People(
            new Span(Duration.ofMillis(100), Duration.ofMillis(800)),
            new Answering(0.93, 0.02, Span.seconds(2, 8)),
            new Answering(0.55, 0.20, Span.seconds(4, 40)),
            new Answering(0.75, 0.10, Span.seconds(4, 25)),
            new Answering(0.90, 0.02, Span.seconds(2, 12)),
            Span.seconds(60, 240),
            Duration.ofMinutes(3),
            Span.seconds(5, 60),
            0.8,
            1.8,
            Span.seconds(180, 600),
            0.03,
            Span.seconds(300, 1_200));

    /** Dianji's elders in five communities, and a day a hundred times as dense as a street's. */
    static Assumptions dianji() {
        return of(5_500, 5, DAY);
    }

    static Assumptions of(int residents, int communities, Duration day) {
        int volunteers = (int) Math.round(residents * VOLUNTEERS_PER_RESIDENT * VOLUNTEERS_ON_DUTY);
        Cast.Helpers helpers =
                new Cast.Helpers(residents / RESIDENTS_PER_DOCTOR, volunteers, residents / RESIDENTS_PER_STAFF);
        return new Assumptions(new Town(residents, communities, 4_000, helpers, 0.3, 100, 0.08, 0.3, day), OURS);
    }

    /** One a line. */
    List<String> lines() {
        return List.of(
                String.format(
                        "%,d residents in %d communities side by side, each some %d m square, of one street",
                        town.residents(),
                        town.communities(),
                        Math.round(2 * town.reachMicrodegrees() * 0.111 / 100) * 100),
                String.format(
                        "%.1f warnings per home and month (a real pull-cord street), times %d to make it dense; evenly over"
                                + " the day; every one a press of SOS; %.0f %% press again within a minute",
                        town.warnings(), town.times(), 100 * town.again()),
                String.format("%.0f %% of the presses are meant (71 of that street's 884)", 100 * town.genuine()),
                String.format(
                        "on duty all the time: %d video doctors (as many as the hundredfold needs), %d volunteers (a fifth"
                                + " of Yong'an's 30 per 116), %d property staff, %d coordinators; no family; nobody"
                                + " carries an AED or a key",
                        town.helpers().doctors(),
                        town.helpers().volunteers(),
                        town.helpers().staff(),
                        town.communities() + Cast.STREET_COORDINATORS),
                "an offer is on the phone " + people.shown() + " after it is stored",
                "doctors: " + people.doctor(),
                "volunteers: " + people.volunteer(),
                "property staff: " + people.staff(),
                "coordinators: " + people.coordinator(),
                String.format(
                        "a doctor talks for %s, then a press that was not meant is stood down; without a doctor the desk"
                                + " calls after %d s",
                        people.talk(), people.deskCalls().toSeconds()),
                String.format(
                        "who said yes sets off after %s, walks %.1f to %.1f times as long as Anling reckons (%s where it"
                                + " cannot), helps for %s; %.0f %% turn back",
                        people.setOff(),
                        people.paceLeast(),
                        people.paceMost(),
                        people.unknownWay(),
                        people.help(),
                        100 * people.turnBack()),
                "three nodes and a database that answers within 0.1–3 ms a trip; nothing fails, no clock is wrong");
    }
}
