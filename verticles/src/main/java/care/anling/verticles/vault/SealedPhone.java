package care.anling.verticles.vault;

import care.anling.core.common.PhoneNumber;
import java.util.Optional;

/**
 * A telephone number as its row has it: sealed, with the hashes it is found by.
 *
 * @param hash of the whole number; absent when what was written is no number
 * @param tail of its last four digits
 */
public record SealedPhone(String sealed, Optional<byte[]> hash, Optional<byte[]> tail) {

    private static final String WHOLE = ".phone";
    private static final String TAIL = ".phone_tail";

    public static SealedPhone of(Vault vault, SealedTable table, Object rowId, String written) {
        Optional<PhoneNumber> number = PhoneNumber.parse(written);
        return new SealedPhone(
                vault.seal(table.cell("phone", rowId), written),
                number.map(n -> vault.hash(table.table() + WHOLE, n.e164())),
                number.map(n -> vault.hash(table.table() + TAIL, n.lastFour())));
    }

    /** What {@code phone_hash} may be of a row with this number, under every key. */
    public static byte[][] hashes(Vault vault, SealedTable table, PhoneNumber number) {
        return vault.hashes(table.table() + WHOLE, number.e164());
    }

    /** What {@code phone_tail} may be of a row whose number ends in these digits, under every key. */
    public static byte[][] tails(Vault vault, SealedTable table, String lastFour) {
        return vault.hashes(table.table() + TAIL, lastFour);
    }
}
