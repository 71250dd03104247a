package care.anling.verticles.api;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose word counts about where a request came from. Without any it is the socket's other end. With some, it is the hop
 * nearest to us that is not one of them: what stands left of it in the header its sender could have written.
 *
 * <p>Only one header is believed, the one the proxy is known to write: a proxy that writes X-Forwarded-For hands a
 * stranger's Forwarded through.
 */
public final class TrustedProxies {

    public static final TrustedProxies NONE = new TrustedProxies(List.of(), Header.X_FORWARDED_FOR);

    private static final String CLIENT = "anling.client";
    private static final String UNKNOWN = "unknown";
    /** RFC 7239 §4: {@code for=192.0.2.43;proto=https}, {@code for="[2001:db8::1]:4711"}. */
    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for=\"?([^\";]*)\"?");

    private final List<Network> networks;
    private final Header header;

    /** The header a proxy writes the address of whoever called it into. */
    public enum Header {
        X_FORWARDED_FOR("X-Forwarded-For"),
        FORWARDED("Forwarded");

        private final String wire;

        Header(String wire) {
            this.wire = wire;
        }

        /** By its name on the wire, in any case. */
        public static Optional<Header> find(String name) {
            return List.of(values()).stream()
                    .filter(header -> header.wire.equalsIgnoreCase(name.strip()))
                    .findFirst();
        }
    }

    private TrustedProxies(List<Network> networks, Header header) {
        this.networks = networks;
        this.header = header;
    }

    /**
     * @param networks addresses or CIDRs, {@code 10.0.0.0/8}, {@code 2001:db8::/32}, {@code 127.0.0.1}
     * @throws IllegalArgumentException naming the one that is none
     */
    public static TrustedProxies of(List<String> networks, Header header) {
        return new TrustedProxies(networks.stream().map(Network::parse).toList(), header);
    }

    /** The first thing that happens to a request. */
    void note(RoutingContext context) {
        SocketAddress remote = context.request().remoteAddress();
        String peer = remote == null || remote.hostAddress() == null ? UNKNOWN : remote.hostAddress();
        context.put(CLIENT, client(peer, context.request().headers().getAll(header.wire)));
        context.next();
    }

    static String noted(RoutingContext context) {
        String client = context.get(CLIENT);
        return client == null ? UNKNOWN : client;
    }

    /** @param values of the header, in the order they came; each may name several hops */
    String client(String peer, List<String> values) {
        if (!isTrusted(peer)) {
            return peer;
        }
        String nearest = peer;
        String[] hops = String.join(",", values).split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<String> hop = address(hops[i].strip());
            if (hop.isEmpty()) {
                return nearest;
            }
            nearest = hop.get();
            if (!isTrusted(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean isTrusted(String address) {
        Optional<InetAddress> parsed = parse(address);
        return parsed.isPresent() && networks.stream().anyMatch(network -> network.holds(parsed.get()));
    }

    private Optional<String> address(String hop) {
        String text = hop;
        if (header == Header.FORWARDED) {
            Matcher found = FOR.matcher(hop);
            text = found.find() ? found.group(1) : "";
        }
        return parse(withoutPort(text)).map(InetAddress::getHostAddress);
    }

    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon > 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    /** Only literals: a name would ask DNS. IPv4 in IPv6's clothes is IPv4. */
    private static Optional<InetAddress> parse(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }

    private record Network(InetAddress base, int bits) {

        static Network parse(String text) {
            String[] parts = text.strip().split("/", -1);
            Optional<InetAddress> base = TrustedProxies.parse(parts[0]);
            if (base.isEmpty() || parts.length > 2) {
                throw notOne(text);
            }
            int most = base.get().getAddress().length * Byte.SIZE;
            int bits = parts.length == 1 ? most : number(parts[1], text);
            if (bits > most) {
                throw notOne(text);
            }
            return new Network(base.get(), bits);
        }

        private static int number(String digits, String text) {
            if (!digits.matches("[0-9]{1,3}")) {
                throw notOne(text);
            }
            return Integer.parseInt(digits);
        }

        private static IllegalArgumentException notOne(String text) {
            return new IllegalArgumentException(
                    String.format(Locale.ROOT, "“%s” is no address and no network such as 10.0.0.0/8", text.strip()));
        }

        boolean holds(InetAddress address) {
            byte[] ours = base.getAddress();
            byte[] theirs = address.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
