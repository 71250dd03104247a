package care.anling.verticles.mqtt;

import care.anling.core.device.Device;
import care.anling.verticles.store.RegistryStore.Registered;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the heap one idle connection costs, sessions and index included. Not a test: figures belong to the bench; this
 * one is run by hand when something is added to a connection. The client side is a bare channel and is subtracted.
 */
final class HeapFigure {

    private static final int CONNECTIONS = 8_000;
    private static final int PER_SOURCE_ADDRESS = 5_000;

    private HeapFigure() {}

    public static void main(String[] arguments) throws Exception {
        List<Device> devices = new ArrayList<>();
        try (Door door = new Door()
                .with(config -> config.withLimits(new MqttConfig.Limits(65_536, 50_000, 50_000, 8, 64, 256, 8, 32)))) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Device device = Devices.watch(i);
                devices.add(device);
                door.registry.add(new Registered(device, List.of(door.hash.of(Door.secret(device)))));
            }
            door.open();
            long before = used();
            List<SocketChannel> clients = new ArrayList<>();
            long bare = bareChannels();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(connect(door.port(), i, devices.get(i)));
            }
            Thread.sleep(3_000);
            door.intake.measured.clear();
            long after = used();
            System.out.printf(
                    "%d connections: %d bytes each, of which the client's bare channel about %d%n",
                    CONNECTIONS, (after - before) / CONNECTIONS, bare);
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static SocketChannel connect(int port, int number, Device device) throws Exception {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + number / PER_SOURCE_ADDRESS)}), 0));
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.write(ByteBuffer.wrap(RawClient.connect()
                .as(device)
                .clientId("watch")
                .clean(false)
                .keepAlive(600)
                .packet()));
        channel.read(ByteBuffer.allocate(4));
        channel.write(ByteBuffer.wrap(RawClient.subscribe(4, 1, 1, "v1/" + device.id() + "/down/#")));
        channel.read(ByteBuffer.allocate(5));
        return channel;
    }

    private static long bareChannels() throws Exception {
        long before = used();
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            channels.add(SocketChannel.open());
        }
        long each = (used() - before) / 1_000;
        for (SocketChannel channel : channels) {
            channel.close();
        }
        return each;
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
