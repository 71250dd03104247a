package care.anling.verticles.mqtt;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.impl.NetServerInternal;
import io.vertx.mqtt.MqttServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate files of the TLS listener, looked at again now and then: certificates live for weeks, servers for years. */
final class TlsFiles {

    static final Duration CHECK = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private final MqttConfig.Tls tls;
    private List<FileTime> seen;

    TlsFiles(MqttConfig.Tls tls) {
        this.tls = tls;
        this.seen = modified();
    }

    MqttServerOptions options() {
        MqttServerOptions options = new MqttServerOptions();
        options.setSsl(true).setKeyCertOptions(keys());
        tls.clientAuthority()
                .ifPresent(
                        authority -> options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(trust(authority)));
        return options;
    }

    /** Puts changed files in force for new connections; broken ones are logged and the old stay. */
    void renew(Vertx vertx, NetServerInternal server) {
        vertx.executeBlocking(this::modified)
                .onSuccess(now -> {
                    if (!now.equals(seen)) {
                        seen = now;
                        server.updateSSLOptions(sslOptions(), true)
                                .onSuccess(done -> LOG.info("tls_renewed"))
                                .onFailure(failure -> LOG.warn("tls_not_renewed {}", failure.getMessage()));
                    }
                })
                .onFailure(failure -> LOG.warn("tls_files_not_read {}", failure.getMessage()));
    }

    private ServerSSLOptions sslOptions() {
        ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(keys());
        tls.clientAuthority()
                .ifPresent(
                        authority -> options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(trust(authority)));
        return options;
    }

    private PemKeyCertOptions keys() {
        return new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString());
    }

    private static PemTrustOptions trust(Path authority) {
        return new PemTrustOptions().addCertPath(authority.toString());
    }

    private List<FileTime> modified() {
        List<FileTime> times = new ArrayList<>();
        for (Path file : List.of(tls.certificate(), tls.key())) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException missing) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }
}
