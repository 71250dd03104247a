package care.anling.verticles.store;

import care.anling.core.common.PhoneNumber;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody typed, as hashes that a row with such a telephone number has: the whole number, or its last four digits. */
final class PhoneSearch {

    private PhoneSearch() {}

    /** Adds four parameters, each a list of hashes or null: whole and tail of residents, whole and tail of contacts. */
    static void add(Tuple parameters, Vault vault, Optional<String> typed) {
        Optional<PhoneNumber> whole = typed.flatMap(PhoneNumber::parse);
        Optional<String> tail = typed.filter(text -> text.matches("[0-9]{4}"));
        for (SealedTable table : new SealedTable[] {SealedTable.RESIDENTS, SealedTable.CONTACTS}) {
            var unused = parameters
                    .addValue(buffers(whole.map(number -> SealedPhone.hashes(vault, table, number))))
                    .addValue(buffers(tail.map(digits -> SealedPhone.tails(vault, table, digits))));
        }
    }

    private static Buffer @Nullable [] buffers(Optional<byte[][]> hashes) {
        return hashes.map(all -> Arrays.stream(all).map(Buffer::buffer).toArray(Buffer[]::new))
                .orElse(null);
    }
}
