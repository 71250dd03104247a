package care.anling.verticles.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Bytes to a server and everything it says until it hangs up: what no well-behaved client can be made to send. */
final class RawHttp {

    private static final int PATIENCE_MILLIS = 10_000;

    private RawHttp() {}

    /** @throws AssertionError unless the server ends the connection */
    static String untilClosed(int port, String request) {
        return untilClosed("127.0.0.1", port, request);
    }

    /** @param from an address of this machine: whose request it is */
    static String untilClosed(String from, int port, String request) {
        try (Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Socket socket) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                said.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException open) {
            throw new AssertionError("the server keeps the connection open after: " + said, open);
        } catch (IOException reset) {
            // A server that has heard enough may reset what is still on its way.
            return said.toString(StandardCharsets.UTF_8);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    static int answers(String said) {
        return said.split("HTTP/1\\.[01] ", -1).length - 1;
    }

    static int status(String said) {
        return Integer.parseInt(said.substring(9, 12));
    }
}
