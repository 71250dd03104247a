package care.anling.app;

import care.anling.app.config.ExchangeSetting;
import care.anling.app.config.Settings;
import care.anling.core.common.CommunityId;
import care.anling.verticles.api.Exchange;
import care.anling.verticles.notify.WebhookSignature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Telephone systems that may say who is calling, out of the settings: all that is wrong with them at once. */
final class ExchangeSettings {

    private ExchangeSettings() {}

    static List<Exchange> read(Settings settings, List<String> problems) {
        List<Exchange> exchanges = new ArrayList<>();
        Set<String> secrets = new HashSet<>();
        settings.exchanges().forEach((name, setting) -> {
            Optional<WebhookSignature> signature = WebhookSignature.of(setting.secret());
            if (signature.isEmpty()) {
                problems.add(
                        "calls.exchange." + name + ".secret must be " + WebhookSignature.LEAST_SECRET_BYTES + " to "
                                + WebhookSignature.MOST_SECRET_BYTES
                                + " random bytes in base64, or two of them, comma-separated (try: openssl rand -base64 32)");
            }
            for (String secret : setting.secret().split(",", -1)) {
                if (!secrets.add(secret.strip())) {
                    problems.add(
                            "calls.exchange." + name + ".secret is another one's, too: nobody could tell them apart");
                }
            }
            home(name, setting, problems)
                    .ifPresent(home -> signature.ifPresent(signed -> exchanges.add(new Exchange(name, signed, home))));
        });
        return List.copyOf(exchanges);
    }

    private static Optional<Optional<CommunityId>> home(String name, ExchangeSetting setting, List<String> problems) {
        if (setting.community().isBlank()) {
            return Optional.of(Optional.empty());
        }
        try {
            return Optional.of(Optional.of(CommunityId.of(setting.community().strip())));
        } catch (IllegalArgumentException notAnId) {
            problems.add("calls.exchange." + name + ".community must be the id of a street or a community");
            return Optional.empty();
        }
    }
}
