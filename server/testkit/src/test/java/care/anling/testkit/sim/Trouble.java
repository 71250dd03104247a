package care.anling.testkit.sim;

/** Kinds of bad luck; each world has some of them, so that each also meets the others' absence. */
enum Trouble {
    NODES_DIE,
    NODES_FREEZE,
    DATABASE_DOWN,
    DATABASE_SLOW,
    TRIPS_FAIL,
    BUS_STORMY,
    LINKS_BREAK,
    CLOCKS_SKEWED,
    DATABASE_CLOCK_JUMPS,
    POISON,
    PRESS_STORMS,
    PHONES_FAIL
}
