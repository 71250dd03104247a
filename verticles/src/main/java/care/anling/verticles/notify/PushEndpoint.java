package care.anling.verticles.notify;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a browser says its pushes go. Anybody who signs in can name one, and we then connect to it: without this door they
 * could make the server call machines of its own network.
 */
public record PushEndpoint(URI uri) {

    public static final int MAX_CHARS = 2048;

    private static final int HTTPS_PORT = 443;

    /** @param tests whether plain HTTP and private addresses will do: a push service of a test on this machine */
    public static Optional<PushEndpoint> parse(String text, boolean tests) {
        if (text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            boolean secure = "https".equals(uri.getScheme()) || (tests && "http".equals(uri.getScheme()));
            boolean plain = uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
            boolean usualPort = tests || uri.getPort() == -1 || uri.getPort() == HTTPS_PORT;
            return secure && plain && usualPort ? Optional.of(new PushEndpoint(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    String host() {
        return uri.getHost();
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : isSecure() ? HTTPS_PORT : 80;
    }

    boolean isSecure() {
        return "https".equals(uri.getScheme());
    }

    /** Whether this is somewhere in the internet, and not ourselves, our network or nowhere. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    /** Beyond what Java knows: this network, carrier-grade NAT, protocol assignments, benchmarks, reserved (RFC 6890). */
    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        boolean carrier = first == 100 && (second & 0xC0) == 64;
        boolean assigned = first == 192 && second == 0;
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        return first != 0 && first < 240 && !carrier && !assigned && !benchmark;
    }

    /** Global unicast (2000::/3) without 6to4, which hides an IPv4 address, and Teredo and documentation (2001::/23, 2001:db8::/32). */
    private static boolean isPublic6(byte[] bytes) {
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        int third = bytes[2] & 0xFF;
        int fourth = bytes[3] & 0xFF;
        boolean sixToFour = first == 0x20 && second == 0x02;
        boolean special = first == 0x20 && second == 0x01 && (third < 2 || (third == 0x0d && fourth == 0xb8));
        return (first & 0xE0) == 0x20 && !sixToFour && !special;
    }
}
