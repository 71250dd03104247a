package care.anling.verticles.mqtt;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetServerInternal;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a socket before it has said CONNECT. The MQTT library offers no place for it: it creates its own
 * server and logs a failure there with every packet. So it is given a Vert.x whose servers let us see each socket first:
 * the number of sockets and their rate are bounded, early failures are counted, and a {@link PacketGuard} is put in.
 */
final class Doorstep extends VertxWrapper {

    private static final String LIBRARY_HANDLER = "handler";
    private static final PacketGuard GUARD = new PacketGuard();
    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final MqttConfig.Limits limits;
    private final MqttMeters meters;
    private final LongSupplier nanoTime;
    private final List<NetServerInternal> servers = new ArrayList<>();
    /** A bucket of one second's worth of new connections. */
    private double tokens;

    private long filledNanos;

    Doorstep(Vertx vertx, MqttConfig.Limits limits, MqttMeters meters, LongSupplier nanoTime) {
        super((VertxInternal) vertx);
        this.limits = limits;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.tokens = limits.newConnectionsPerSecond();
        this.filledNanos = nanoTime.getAsLong();
    }

    /** The real servers behind the library's, for renewing their certificates. */
    List<NetServerInternal> servers() {
        return servers;
    }

    @Override
    public NetServerInternal createNetServer(NetServerOptions options) {
        NetServerInternal server = delegate.createNetServer(options);
        servers.add(server);
        return (NetServerInternal) Proxy.newProxyInstance(
                Doorstep.class.getClassLoader(),
                new Class<?>[] {NetServerInternal.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(server, watched(method.getName(), arguments));
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private Object @Nullable [] watched(String method, Object @Nullable [] arguments) {
        if (method.equals("connectHandler") && arguments != null && arguments[0] instanceof Handler<?> library) {
            Handler<NetSocket> onSocket = socket -> onSocket(socket, (Handler<NetSocket>) library);
            return new Object[] {onSocket};
        }
        return arguments;
    }

    private void onSocket(NetSocket socket, Handler<NetSocket> library) {
        int open = meters.socketOpened();
        NetSocketInternal internal = (NetSocketInternal) socket;
        internal.channelHandlerContext().channel().closeFuture().addListener(closed -> meters.socketClosed());
        if (open > limits.connections()) {
            turnAway(socket, "too_many_connections");
            return;
        }
        if (!mayEnter()) {
            turnAway(socket, "too_many_new_connections");
            return;
        }
        library.handle(socket);
        ChannelPipeline pipeline = internal.channelHandlerContext().pipeline();
        pipeline.addBefore(LIBRARY_HANDLER, "packetGuard", GUARD);
        // Until CONNECT; then the library puts the connection's own handler in its place. Netty closes the socket.
        socket.exceptionHandler(this::onEarlyFailure);
    }

    private void turnAway(NetSocket socket, String cause) {
        meters.turnedAway(cause);
        socket.close().onFailure(alreadyClosed -> {});
    }

    private void onEarlyFailure(Throwable failure) {
        meters.turnedAway(failure instanceof IOException ? "gone_before_connect" : "malformed_before_connect");
    }

    private boolean mayEnter() {
        long now = nanoTime.getAsLong();
        double refill = (now - filledNanos) / NANOS_PER_SECOND * limits.newConnectionsPerSecond();
        tokens = Math.min(limits.newConnectionsPerSecond(), tokens + refill);
        filledNanos = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
