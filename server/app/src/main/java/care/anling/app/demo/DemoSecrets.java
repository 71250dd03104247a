package care.anling.app.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Passwords and device secrets of one home: random, made once, kept in files only their owner can read. Never from the
 * seed, or every demo in the world would open with the same key.
 */
final class DemoSecrets {

    private static final int SECRET_BYTES = 32;
    private static final int PASSWORD_CHARS = 14;
    /** Without the ones that are read wrongly from a screen. */
    private static final String PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ2346789";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> passwords;
    private final Map<String, String> deviceSecrets;
    private final String hotline;
    private final Set<UUID> fresh;

    private DemoSecrets(
            Map<String, String> passwords, Map<String, String> deviceSecrets, String hotline, Set<UUID> fresh) {
        this.passwords = passwords;
        this.deviceSecrets = deviceSecrets;
        this.hotline = hotline;
        this.fresh = fresh;
    }

    /** @param folder made if absent */
    static DemoSecrets open(Path folder, DemoCommunity community) throws IOException {
        OwnerOnly.makeFolder(folder);
        SecureRandom random = new SecureRandom();
        Set<UUID> fresh = new HashSet<>();
        Map<String, String> passwords = complete(
                folder.resolve("demo-passwords.json"),
                community.accounts().stream().map(DemoAccount::id).toList(),
                () -> password(random),
                fresh);
        Map<String, String> secrets = complete(
                folder.resolve("demo-devices.json"),
                community.devices().stream()
                        .filter(DemoDevice::hasSecret)
                        .map(DemoDevice::id)
                        .toList(),
                () -> secret(random),
                fresh);
        return new DemoSecrets(passwords, secrets, hotline(folder.resolve("hotline"), random), fresh);
    }

    String password(UUID account) {
        return known(passwords, account);
    }

    String secret(UUID device) {
        return known(deviceSecrets, device);
    }

    /** With which a telephone system of the demo signs its calls; base64, as the setting would have it. */
    String hotline() {
        return hotline;
    }

    private static String hotline(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[SECRET_BYTES];
            random.nextBytes(bytes);
            OwnerOnly.write(file, Base64.getEncoder().encode(bytes));
        }
        return Files.readString(file).strip();
    }

    /** Made just now: whatever the database holds for this one no longer opens. */
    boolean isFresh(UUID id) {
        return fresh.contains(id);
    }

    private static String known(Map<String, String> secrets, UUID id) {
        String secret = secrets.get(id.toString());
        if (secret == null) {
            throw new IllegalArgumentException("no secret was made for " + id);
        }
        return secret;
    }

    private static Map<String, String> complete(Path file, Collection<UUID> ids, Supplier<String> make, Set<UUID> fresh)
            throws IOException {
        Map<String, String> kept = Files.exists(file)
                ? new TreeMap<>(JSON.readValue(file.toFile(), new TypeReference<Map<String, String>>() {}))
                : new TreeMap<>();
        for (UUID id : ids) {
            if (!kept.containsKey(id.toString())) {
                kept.put(id.toString(), make.get());
                fresh.add(id);
            }
        }
        OwnerOnly.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(kept));
        return kept;
    }

    private static String password(SecureRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PASSWORD_CHARS; i++) {
            text.append(PASSWORD_ALPHABET.charAt(random.nextInt(PASSWORD_ALPHABET.length())));
        }
        return text.toString();
    }

    private static String secret(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "DemoSecrets[***]";
    }
}
