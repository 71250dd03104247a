package care.anling.verticles.notify;

import care.anling.verticles.store.ChannelAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.Optional;

/**
 * E-mail over the operator's SMTP server. 250 means taken; there is no receipt, so that whatever must be heard goes on to
 * the next channel, and e-mail stands last. The Message-ID is the notice's: a mail sent twice is the same mail.
 */
public final class MailChannel implements Channel {

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int IDLE_SECONDS = 10;
    private static final int MAX_CONNECTIONS = 8;

    /** How the way to the SMTP server is protected. */
    public enum Security {
        /** Only on this machine or a trusted wire. */
        NONE,
        /** STARTTLS, and nothing is sent without it. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS
    }

    /** @param from the sender; its domain names our messages */
    public record Server(String host, int port, Security security, Optional<Login> login, MailAddress from) {}

    public record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + ", ***]";
        }
    }

    private final MailClient client;
    private final MailAddress from;
    private final String domain;

    public MailChannel(Vertx vertx, Server server) {
        this.client = MailClient.create(vertx, config(server));
        this.from = server.from();
        this.domain = from.text().substring(from.text().lastIndexOf('@') + 1);
    }

    private static MailConfig config(Server server) {
        MailConfig config = new MailConfig()
                .setHostname(server.host())
                .setPort(server.port())
                .setSsl(server.security() == Security.TLS)
                .setStarttls(
                        server.security() == Security.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setLogin(server.login().isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED)
                .setMaxPoolSize(MAX_CONNECTIONS);
        // A certificate must be this server's; Vert.x checks names only when told how.
        config.setHostnameVerificationAlgorithm("HTTPS");
        config.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        config.setIdleTimeout(IDLE_SECONDS);
        server.login().ifPresent(login -> config.setUsername(login.username()).setPassword(login.password()));
        return config;
    }

    @Override
    public Future<Attempt> send(Letter letter, ChannelAddress to) {
        Optional<MailAddress> address = MailAddress.parse(to.address());
        return address.isEmpty()
                ? Future.succeededFuture(Attempt.refused("not an e-mail address"))
                : client.sendMail(message(letter, address.get()))
                        .map(sent -> Attempt.TAKEN)
                        .otherwise(MailChannel::judge);
    }

    private MailMessage message(Letter letter, MailAddress to) {
        MailMessage message = new MailMessage()
                .setFrom(from.text())
                .setTo(to.text())
                .setSubject(oneLine(letter.words().title()))
                .setText(letter.words().spoken() + "\n\n" + letter.incident() + "\n");
        return message.addHeader("Message-ID", "<" + letter.id() + "@" + domain + ">")
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("Importance", "high");
    }

    /** Names of people and buildings are data: a line end in one must not begin another header. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static Attempt judge(Throwable failure) {
        if (failure instanceof SMTPException smtp) {
            String why = "SMTP " + smtp.getReplyCode();
            return smtp.isPermanent() ? Attempt.refused(why) : Attempt.failed(why);
        }
        return Attempt.failed(Outbound.reason(failure));
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
