package care.anling.core.triage;

/** Ⅰ濒危, Ⅱ危重, Ⅲ急症, Ⅳ非急 (Chinese emergency triage consensus 2018). P1 is the most urgent and compares lowest. */
public enum Priority {
    P1,
    P2,
    P3,
    P4;

    public boolean moreUrgentThan(Priority other) {
        return compareTo(other) < 0;
    }
}
