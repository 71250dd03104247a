package care.anling.core.dispatch;

import java.util.Set;

/** Out of whom somebody is chosen. */
public sealed interface Pool {

    <R> R match(Cases<R> cases);

    /** One answer per pool: a pool nobody has thought about does not compile. */
    interface Cases<R> {

        R doctors();

        R nearby(Nearby pool);

        R onShift();

        R family();

        R desk();

        R street();
    }

    /** Video doctors of the community and of its street, the one with the fewest phones ringing first. */
    record Doctors() implements Pool {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.doctors();
        }
    }

    /**
     * Volunteers, and staff on shift, by walking time.
     *
     * @param radiusMeters as the crow flies
     * @param having only people with one of these; empty for anybody
     * @param preferring somebody with one of these may be a little farther away
     * @param neighbours whether the street's other communities lend theirs
     */
    record Nearby(int radiusMeters, Set<Skill> having, Set<Skill> preferring, boolean neighbours) implements Pool {

        public Nearby {
            having = Set.copyOf(having);
            preferring = Set.copyOf(preferring);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.nearby(this);
        }
    }

    /** Staff whose shift it is, however far: it is what they are there for. */
    record OnShift() implements Pool {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.onShift();
        }
    }

    /** The resident's family, in the order of their contacts. */
    record Family() implements Pool {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.family();
        }
    }

    /** The community's coordinators on duty; at an hour when it has none, the street's. */
    record Desk() implements Pool {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.desk();
        }
    }

    /** Coordinators of the street above. */
    record Street() implements Pool {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.street();
        }
    }
}
