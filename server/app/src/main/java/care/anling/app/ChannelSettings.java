package care.anling.app;

import care.anling.app.config.GatewaySetting;
import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.notify.MailAddress;
import care.anling.verticles.notify.MailChannel;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.notify.VapidKey;
import care.anling.verticles.notify.WebhookChannel.Gateway;
import care.anling.verticles.notify.WebhookSignature;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** By what means people are told, out of the settings: all that is wrong with them at once. */
final class ChannelSettings {

    private final Settings settings;
    private final List<String> problems;

    private ChannelSettings(Settings settings, List<String> problems) {
        this.settings = settings;
        this.problems = problems;
    }

    static NotifyConfig read(Settings settings, List<String> problems) {
        ChannelSettings read = new ChannelSettings(settings, problems);
        return new NotifyConfig(
                read.vapid(), settings.flag(Key.CHANNELS_PUSH_TEST_SERVICES), read.mail(), read.gateways());
    }

    /** The same, with a key of its own where none is set: how the demo can send pushes without being configured. */
    static NotifyConfig read(Settings settings, Path ownKey, List<String> problems) throws IOException {
        NotifyConfig given = read(settings, problems);
        if (given.vapid().isPresent()) {
            return given;
        }
        VapidKey own = new VapidKey(SigningKey.readOrCreate(ownKey), settings.text(Key.CHANNELS_PUSH_SUBJECT));
        return new NotifyConfig(Optional.of(own), given.testPushServices(), given.mail(), given.gateways());
    }

    private Optional<VapidKey> vapid() {
        String subject = settings.text(Key.CHANNELS_PUSH_SUBJECT);
        if (!subject.startsWith("mailto:") && !subject.startsWith("https://")) {
            problems.add("channels.push.subject must begin with mailto: or https:// (RFC 8292)");
            return Optional.empty();
        }
        Optional<String> file = settings.find(Key.CHANNELS_PUSH_KEY_FILE);
        try {
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new VapidKey(SigningKey.read(Path.of(file.get())), subject));
        } catch (IOException | IllegalArgumentException e) {
            problems.add("channels.push.key_file: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<MailChannel.Server> mail() {
        Optional<String> host = settings.find(Key.CHANNELS_EMAIL_HOST);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        Optional<MailAddress> from = MailAddress.parse(settings.text(Key.CHANNELS_EMAIL_FROM));
        if (from.isEmpty()) {
            problems.add("channels.email.from must be one e-mail address: " + Key.CHANNELS_EMAIL_FROM.meaning());
        }
        Optional<String> username = settings.find(Key.CHANNELS_EMAIL_USERNAME);
        Optional<String> password = settings.find(Key.CHANNELS_EMAIL_PASSWORD);
        if (username.isPresent() != password.isPresent()) {
            problems.add("channels.email.username and channels.email.password go together");
        }
        Optional<MailChannel.Security> security = security(host.get(), username.isPresent());
        Optional<MailChannel.Login> login =
                username.flatMap(name -> password.map(secret -> new MailChannel.Login(name, secret)));
        return from.flatMap(sender -> security.map(way ->
                new MailChannel.Server(host.get(), settings.number(Key.CHANNELS_EMAIL_PORT), way, login, sender)));
    }

    private Optional<MailChannel.Security> security(String host, boolean withPassword) {
        String text = settings.text(Key.CHANNELS_EMAIL_SECURITY).strip().toUpperCase(Locale.ROOT);
        try {
            MailChannel.Security security = MailChannel.Security.valueOf(text);
            boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
            if (security == MailChannel.Security.NONE && withPassword && !here) {
                problems.add("channels.email.security none would send the password in the clear to " + host);
            }
            return Optional.of(security);
        } catch (IllegalArgumentException e) {
            problems.add("channels.email.security must be none, starttls or tls, not " + text);
            return Optional.empty();
        }
    }

    private Map<String, Gateway> gateways() {
        Map<String, Gateway> gateways = new TreeMap<>();
        settings.gateways().forEach((name, setting) -> {
            Optional<URI> url = url(name, setting);
            Optional<WebhookSignature> signature = WebhookSignature.of(setting.secret());
            if (signature.isEmpty()) {
                problems.add("channels.webhook." + name + ".secret must be " + WebhookSignature.LEAST_SECRET_BYTES
                        + " to " + WebhookSignature.MOST_SECRET_BYTES
                        + " random bytes in base64, or two of them, comma-separated (try: openssl rand -base64 32)");
            }
            url.ifPresent(to -> signature.ifPresent(signed -> gateways.put(name, new Gateway(to, signed))));
        });
        return gateways;
    }

    private Optional<URI> url(String name, GatewaySetting setting) {
        try {
            URI url = new URI(setting.url());
            boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (http && url.getHost() != null && url.getUserInfo() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Told below, in the same words as one without a host.
        }
        problems.add("channels.webhook." + name + ".url must be an http or https address without a password in it");
        return Optional.empty();
    }
}
