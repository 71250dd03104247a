package care.anling.counterexample.unchecked;

public class InAPackageWithoutNullMarked {}
