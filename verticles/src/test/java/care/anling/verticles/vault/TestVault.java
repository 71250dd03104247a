package care.anling.verticles.vault;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Keys for tests: always the same, and in no way secret. */
public final class TestVault {

    private TestVault() {}

    public static Vault open() {
        return new Vault(keys("test"));
    }

    /** Oldest first; the same name is the same key. */
    public static DataKeys keys(String... names) {
        return DataKeys.of(List.of(names).stream().map(TestVault::key).toList());
    }

    /** As the row of that id has it, under {@link #open}'s key. */
    public static String sealed(SealedTable table, String column, Object id, String text) {
        return open().seal(table.cell(column, id), text);
    }

    private static DataKey key(String name) {
        return DataKey.parse(line(name)).orElseThrow();
    }

    /** As a key file has it. */
    public static String line(String name) {
        byte[] secret = new byte[32];
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, secret, 0, text.length);
        return name + " " + Base64.getEncoder().encodeToString(secret);
    }
}
