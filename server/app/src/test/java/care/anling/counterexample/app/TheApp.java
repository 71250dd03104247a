package care.anling.counterexample.app;

public class TheApp {}
