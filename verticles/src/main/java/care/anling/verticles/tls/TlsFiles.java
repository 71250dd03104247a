package care.anling.verticles.tls;

import care.anling.verticles.loop.Reread;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate files of a TLS listener, looked at again now and then: certificates live for weeks, servers for years.
 * Open connections keep what they began with, unless their own certificate was taken back.
 */
public final class TlsFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    /** RFC 8996 ends 1.0 and 1.1. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final TlsPaths paths;
    private List<FileTime> seen;

    public TlsFiles(TlsPaths paths) {
        this.paths = paths;
        this.seen = modified();
    }

    /** Makes a TLS listener of a plain one. */
    public void secure(NetServerOptions options) {
        options.setSsl(true).setKeyCertOptions(keys()).setEnabledSecureTransportProtocols(PROTOCOLS);
        paths.clients().ifPresent(clients -> {
            options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(trust(clients));
            clients.takenBack().ifPresent(list -> options.addCrlPath(list.toString()));
        });
    }

    /** Puts changed files in force for new connections; broken ones are said once and the old stay: half of a pair may just have been written. */
    public void watch(Vertx vertx, Function<ServerSSLOptions, Future<Boolean>> update) {
        watch(vertx, update, unused -> {});
    }

    /** @param heard is told after each renewal which certificates count no more */
    public void watch(Vertx vertx, Function<ServerSSLOptions, Future<Boolean>> update, Consumer<TakenBack> heard) {
        Reread.every(
                vertx,
                paths.lookedAtEvery(),
                () -> renew(vertx, update, heard),
                why -> LOG.warn("tls_not_renewed, the old certificate stays: {}", why));
    }

    private Future<Boolean> renew(
            Vertx vertx, Function<ServerSSLOptions, Future<Boolean>> update, Consumer<TakenBack> heard) {
        return vertx.executeBlocking(this::modified)
                .compose(now -> now.equals(seen)
                        ? Future.succeededFuture(false)
                        : update.apply(options())
                                .compose(done -> vertx.executeBlocking(() -> TakenBack.read(paths.takenBack()))
                                        .map(list -> {
                                            // Whoever fails to hear it hears it at the next look.
                                            heard.accept(list);
                                            return done;
                                        }))
                                .onSuccess(done -> renewed(now)));
    }

    private void renewed(List<FileTime> now) {
        seen = now;
        LOG.info("tls_renewed {}", paths.certificate());
    }

    private ServerSSLOptions options() {
        ServerSSLOptions options =
                new ServerSSLOptions().setKeyCertOptions(keys()).setEnabledSecureTransportProtocols(PROTOCOLS);
        paths.clients().ifPresent(clients -> {
            options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(trust(clients));
            clients.takenBack().ifPresent(list -> options.addCrlPath(list.toString()));
        });
        return options;
    }

    private PemKeyCertOptions keys() {
        return new PemKeyCertOptions()
                .setCertPath(paths.certificate().toString())
                .setKeyPath(paths.key().toString());
    }

    private static PemTrustOptions trust(TlsPaths.Clients clients) {
        return new PemTrustOptions().addCertPath(clients.authority().toString());
    }

    private List<FileTime> modified() {
        List<FileTime> times = new ArrayList<>();
        for (Path file : paths.all()) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException missing) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }
}
