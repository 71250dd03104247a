package care.anling.counterexample.testkit;

public class TheTestkit {}
