package care.anling.verticles.oidc;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The one provider that is believed.
 *
 * @param name as people know it, for the button
 * @param claim of the ID token that names the account; nobody may be able to change it themselves
 * @param redirectUri our sign-in page, as registered with the provider
 * @param scope what is asked for, with {@code openid} in it
 * @param secondStep words of {@code amr} or {@code acr} that mean a second step was shown there
 */
public record OidcConfig(
        Client client, String name, String claim, String redirectUri, String scope, Set<String> secondStep) {

    /** @param secret absent for a public client: the proof of the code is then all it has */
    public record Client(String issuer, String id, Optional<String> secret) {

        @Override
        public String toString() {
            return "Client[" + issuer + ", " + id + ", ***]";
        }
    }

    /** Whether nobody on the way can read or change it: HTTPS, or a process on this machine. */
    public static boolean isSafe(String address) {
        try {
            URI uri = URI.create(address);
            String host = uri.getHost();
            return host != null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme())
                                    && Set.of("127.0.0.1", "localhost", "[::1]").contains(host)));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
