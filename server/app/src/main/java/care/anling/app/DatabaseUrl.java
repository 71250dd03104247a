package care.anling.app;

import care.anling.verticles.store.DatabaseAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code postgresql://owner:password@host:port/database}, taken apart. */
public record DatabaseUrl(String host, int port, String name, DatabaseAccess.Credentials owner) {

    private static final int DEFAULT_PORT = 5432;

    /** Empty when it is not of that form; the reason is never quoted, because the text holds a password. */
    public static Optional<DatabaseUrl> parse(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean ours = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            String user = uri.getRawUserInfo();
            String path = uri.getPath();
            if (!ours || uri.getHost() == null || user == null || path == null || path.length() < 2) {
                return Optional.empty();
            }
            int colon = user.indexOf(':');
            String name = colon < 0 ? user : user.substring(0, colon);
            String password = colon < 0 ? "" : user.substring(colon + 1);
            return Optional.of(new DatabaseUrl(
                    uri.getHost(),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    path.substring(1),
                    new DatabaseAccess.Credentials(decoded(name), decoded(password))));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
