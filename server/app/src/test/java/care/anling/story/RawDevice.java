package care.anling.story;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A device that writes its MQTT 3.1.1 packets byte by byte: for what no well-behaved client library does. */
final class RawDevice implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBACK = 4;
    /** What {@link #read} says when the server has closed the connection. */
    static final int CLOSED = -1;

    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int DUP = 0x08;
    private static final int USERNAME_PASSWORD_CLEAN_SESSION = 0xC2;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int READ_MILLIS = 90_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawDevice(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawDevice open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        return new RawDevice(socket);
    }

    /** All in one TCP segment. */
    void write(byte[]... packets) throws IOException {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            together.writeBytes(packet);
        }
        socket.getOutputStream().write(together.toByteArray());
        socket.getOutputStream().flush();
    }

    static byte[] connect(String clientId, String id, String secret) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(4);
        body.write(USERNAME_PASSWORD_CLEAN_SESSION);
        number(body, KEEP_ALIVE_SECONDS);
        text(body, clientId);
        text(body, id);
        text(body, secret);
        return packet(0x10, body);
    }

    static byte[] publish(boolean dup, int packetId, String topic, String payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        number(body, packetId);
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(dup ? PUBLISH_QOS_1 | DUP : PUBLISH_QOS_1, body);
    }

    /** Waits for the next packet. @return its type, or {@link #CLOSED} */
    int read() throws IOException {
        try {
            int type = in.readUnsignedByte() >> 4;
            // Everything the server says here is short.
            in.readFully(new byte[in.readUnsignedByte()]);
            return type;
        } catch (EOFException | SocketException gone) {
            return CLOSED;
        }
    }

    private static byte[] packet(int first, ByteArrayOutputStream body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int left = body.size();
        do {
            packet.write(left > 127 ? left % 128 | 128 : left);
            left /= 128;
        } while (left > 0);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.write(number >> 8);
        out.write(number);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
