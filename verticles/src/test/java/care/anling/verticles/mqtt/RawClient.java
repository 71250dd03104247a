package care.anling.verticles.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** MQTT by hand: bytes on a socket, so that a test can do what no client library would. */
final class RawClient implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int PINGRESP = 13;
    static final int DISCONNECT = 14;

    private static final int SO_TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /** @param flags the fixed header's lower half */
    record Packet(int type, int flags, byte[] body) {
        int u8(int at) {
            return body[at] & 0xFF;
        }

        int u16(int at) {
            return (u8(at) << 8) | u8(at + 1);
        }

        /** Of a PUBACK, SUBACK and their like. */
        int packetId() {
            return u16(0);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SO_TIMEOUT_MILLIS);
        in = socket.getInputStream();
    }

    RawClient send(byte[]... packets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.write(packet);
        }
        socket.getOutputStream().write(all.toByteArray());
        socket.getOutputStream().flush();
        return this;
    }

    /** The next packet; empty once the server has closed. */
    Optional<Packet> read() throws IOException {
        try {
            int first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            int length = 0;
            int shift = 0;
            int digit;
            do {
                digit = in.read();
                if (digit < 0) {
                    return Optional.empty();
                }
                length |= (digit & 127) << shift;
                shift += 7;
            } while ((digit & 128) != 0);
            byte[] body = in.readNBytes(length);
            return Optional.of(new Packet(first >> 4, first & 15, body));
        } catch (EOFException | SocketException closed) {
            return Optional.empty();
        }
    }

    Packet expect(int type) throws IOException {
        Packet packet = read().orElseThrow(() -> new AssertionError("closed instead of packet type " + type));
        if (packet.type() != type) {
            throw new AssertionError(
                    "type " + packet.type() + " " + Arrays.toString(packet.body()) + " instead of " + type);
        }
        return packet;
    }

    /** Reads on until the server closes. @return the last packet before it did */
    Optional<Packet> untilClosed() throws IOException {
        Optional<Packet> last = Optional.empty();
        for (Optional<Packet> next = read(); next.isPresent(); next = read()) {
            last = next;
        }
        return last;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** RST instead of FIN: how a watch in a lift disappears. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    // Packets.

    /** CONNECT's knobs; {@code properties} only for version 5. */
    static final class Connect {
        private int version = 4;
        private boolean clean = true;
        private int keepAlive = 60;
        private String clientId = "raw-1";
        private String username;
        private String password;
        private String willTopic;
        private byte[] will = new byte[0];
        private byte[] properties = new byte[0];
        private String protocol = "MQTT";

        Connect as(care.anling.core.device.Device device) {
            username = device.id().toString();
            password = Door.secret(device);
            return this;
        }

        Connect login(String name, String secret) {
            username = name;
            password = secret;
            return this;
        }

        Connect version(int value) {
            version = value;
            return this;
        }

        Connect protocol(String value) {
            protocol = value;
            return this;
        }

        Connect clean(boolean value) {
            clean = value;
            return this;
        }

        Connect keepAlive(int seconds) {
            keepAlive = seconds;
            return this;
        }

        Connect clientId(String value) {
            clientId = value;
            return this;
        }

        Connect will(String topic, String payload) {
            willTopic = topic;
            will = payload.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        Connect properties(int... bytes) {
            properties = bytes(bytes);
            return this;
        }

        byte[] packet() {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            string(body, protocol);
            body.write(version);
            int flags = (clean ? 2 : 0)
                    | (willTopic != null ? 4 | 8 : 0)
                    | (password != null ? 64 : 0)
                    | (username != null ? 128 : 0);
            body.write(flags);
            u16(body, keepAlive);
            if (version == 5) {
                body.write(properties.length);
                body.writeBytes(properties);
            }
            string(body, clientId);
            if (willTopic != null) {
                if (version == 5) {
                    body.write(0);
                }
                string(body, willTopic);
                u16(body, will.length);
                body.writeBytes(will);
            }
            if (username != null) {
                string(body, username);
            }
            if (password != null) {
                string(body, password);
            }
            return framed(0x10, body.toByteArray());
        }
    }

    static Connect connect() {
        return new Connect();
    }

    static byte[] publish(int qos, int packetId, String topic, String payload) {
        return publish(4, qos, false, packetId, topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] publish(int version, int qos, boolean dup, int packetId, String topic, byte[] payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, topic);
        if (qos > 0) {
            u16(body, packetId);
        }
        if (version == 5) {
            body.write(0);
        }
        body.writeBytes(payload);
        return framed(0x30 | (dup ? 8 : 0) | (qos << 1), body.toByteArray());
    }

    static byte[] publish5(int qos, int packetId, String topic, String payload) {
        return publish(5, qos, false, packetId, topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] pubrel(int packetId) {
        return framed(0x62, new byte[] {(byte) (packetId >> 8), (byte) packetId});
    }

    static byte[] puback(int packetId) {
        return framed(0x40, new byte[] {(byte) (packetId >> 8), (byte) packetId});
    }

    static byte[] subscribe(int version, int packetId, int qos, String... filters) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        u16(body, packetId);
        if (version == 5) {
            body.write(0);
        }
        for (String filter : filters) {
            string(body, filter);
            body.write(qos);
        }
        return framed(0x82, body.toByteArray());
    }

    static byte[] unsubscribe(int version, int packetId, String... filters) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        u16(body, packetId);
        if (version == 5) {
            body.write(0);
        }
        for (String filter : filters) {
            string(body, filter);
        }
        return framed(0xA2, body.toByteArray());
    }

    static byte[] pingreq() {
        return bytes(0xC0, 0);
    }

    static byte[] disconnect() {
        return bytes(0xE0, 0);
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] framed(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int left = body.length;
        do {
            int digit = left % 128;
            left /= 128;
            packet.write(left > 0 ? digit | 128 : digit);
        } while (left > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        u16(out, utf8.length);
        out.writeBytes(utf8);
    }

    private static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
