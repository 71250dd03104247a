package care.anling.verticles.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals texts before they reach the database and opens them after: AES-256-GCM, a random nonce for each, the key's name in
 * front, and the place it lies in bound to it as associated data. {@code s1.<key>.<base64url of nonce, ciphertext, tag>}.
 *
 * <p>Microseconds, no lock, no I/O: any thread. The keys can change while it works.
 */
public final class Vault {

    /** What every sealed text starts with; the tables' checks know it too. */
    public static final String FORM = "s1.";

    /** Shown in a text's place that does not open, where the rest must not be hidden. */
    public static final String UNREADABLE = "⚠ 无法读取 / unreadable";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private volatile DataKeys keys;

    public Vault(DataKeys keys) {
        this.keys = keys;
    }

    /** From now on these; what was sealed with one that is gone stays closed. */
    public void use(DataKeys fresh) {
        keys = fresh;
    }

    public DataKeys keys() {
        return keys;
    }

    public String seal(Cell cell, String text) {
        DataKey key = keys.sealing();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, cell);
            byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return FORM + key.id() + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    /** @throws VaultFailure when it was sealed elsewhere, by nobody we know, or is not what it was */
    public String open(Cell cell, String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (!sealed.startsWith(FORM) || parts.length != 3) {
            throw new VaultFailure(cell, "it is not sealed");
        }
        DataKey key = keys.find(parts[1]).orElseThrow(() -> new VaultFailure(cell, "its key is not here"));
        try {
            ByteBuffer whole = ByteBuffer.wrap(Base64.getUrlDecoder().decode(parts[2]));
            byte[] nonce = new byte[NONCE_BYTES];
            whole.get(nonce);
            byte[] text = new byte[whole.remaining()];
            whole.get(text);
            return new String(cipher(Cipher.DECRYPT_MODE, key, nonce, cell).doFinal(text), StandardCharsets.UTF_8);
        } catch (AEADBadTagException tampered) {
            throw new VaultFailure(cell, "it was changed, or belongs elsewhere");
        } catch (GeneralSecurityException | RuntimeException broken) {
            throw new VaultFailure(cell, "it is broken");
        }
    }

    private static Cipher cipher(int mode, DataKey key, byte[] nonce, Cell cell) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.sealing(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((key.id() + "\n" + cell.column() + "\n" + cell.row()).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** By which a text can be found again without being readable; of this column alone. */
    public byte[] hash(String column, String text) {
        return keys.sealing().hash(column + "\n" + text);
    }

    /** As {@link #hash}, under every key: rows wait to be sealed anew while a rotation runs. */
    public byte[][] hashes(String column, String text) {
        return keys.all().stream().map(key -> key.hash(column + "\n" + text)).toArray(byte[][]::new);
    }

    @Override
    public String toString() {
        return "Vault[***]";
    }
}
