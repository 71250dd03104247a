package care.anling.verticles.vault;

/** A sealed text does not open. Says which and why, never what was in it. */
public final class VaultFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VaultFailure(Cell cell, String why) {
        super(cell + " does not open: " + why, null, false, false);
    }
}
