package care.anling.verticles.notify;

import care.anling.verticles.store.ChannelKind;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * By what means people are told. The feed always is one; what is absent here is refused as a channel.
 *
 * @param vapid without it there is no web push
 * @param testPushServices whether push services may be on this machine and speak plain HTTP; never in production
 * @param gateways by the name that accounts and plans use
 */
public record NotifyConfig(
        Optional<VapidKey> vapid,
        boolean testPushServices,
        Optional<MailChannel.Server> mail,
        Map<String, WebhookChannel.Gateway> gateways) {

    /** The feed alone. */
    public static final NotifyConfig NONE = new NotifyConfig(Optional.empty(), false, Optional.empty(), Map.of());

    public NotifyConfig {
        gateways = Map.copyOf(gateways);
    }

    public Map<ChannelKind, Channel> channels(Vertx vertx, FeedChannel.Screens screens, InstantSource clock) {
        Map<ChannelKind, Channel> channels = new EnumMap<>(ChannelKind.class);
        channels.put(ChannelKind.FEED, new FeedChannel(screens));
        vapid.ifPresent(key -> channels.put(ChannelKind.PUSH, new PushChannel(vertx, key, clock, testPushServices)));
        mail.ifPresent(server -> channels.put(ChannelKind.EMAIL, new MailChannel(vertx, server)));
        if (!gateways.isEmpty()) {
            channels.put(ChannelKind.WEBHOOK, new WebhookChannel(vertx, gateways, clock));
        }
        return channels;
    }
}
