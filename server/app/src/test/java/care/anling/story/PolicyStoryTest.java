package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The content security policy: no page asks for more than it allows, and what does not come as our own file does not run. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PolicyStoryTest {

    private static final String COLLECT = """
            window.refused = [];
            document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
              window.refused.push(`${location.pathname}: ${effectiveDirective} ${blockedURI} ${sourceFile}`));""";

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private final DemoTown town = SHARED.town();

    private static Screen collecting(Screen screen) {
        screen.page().addInitScript(COLLECT);
        return screen;
    }

    private static List<?> refused(Screen screen) {
        return (List<?>) screen.page().evaluate("() => window.refused");
    }

    @Test
    void theConsoleAndItsMapKeepToIt() throws IOException, InterruptedException {
        town.signIn("desk.street").standDownAll();
        JsonNode watch = town.wornWatches().get(5);
        try (Wearer wearer = town.connect(watch);
                Screen screen = collecting(Screen.withMap())) {
            screen.signIn(town.http(), town.account("desk.street"));
            screen.see("map-webgl");
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            screen.see("timeline-entry");
            screen.see("map", "ready", "true");
            assertThat(refused(screen)).isEmpty();
        }
    }

    @Test
    void theOfficesKeepToIt() {
        try (Screen screen = collecting(Screen.withoutWebGl())) {
            screen.page().navigate(town.http().resolve("/admin/residents").toString());
            screen.see("sign-in-username")
                    .fill(town.account("admin").get("username").asText());
            screen.see("sign-in-password")
                    .fill(town.account("admin").get("password").asText());
            screen.see("sign-in-submit").click();
            screen.see("list-row").click();
            screen.see("contact-new");
            for (String[] page : new String[][] {
                {"devices", "list-row"},
                {"plans", "plan-editor"},
                {"rota", "rota-cell"},
                {"communities", "list-row"},
                {"accounts", "list-row"},
                {"statistics", "period"},
                {"access", "look-which"}
            }) {
                screen.see("admin-nav-" + page[0]).click();
                screen.see(page[1]);
            }
            assertThat(refused(screen)).isEmpty();
        }
    }

    @Test
    void thePhonesKeepToIt() {
        try (Screen phone = collecting(Screen.phoneAt(34.7, 113.7))) {
            phone.signIn(town.http().resolve("/responder"), town.account("volunteer02"));
            phone.see("duty");
            assertThat(refused(phone)).isEmpty();
        }
        try (Screen phone = collecting(Screen.phoneAt(34.7, 113.7))) {
            phone.signIn(town.http().resolve("/family"), town.account("family2"));
            phone.see("family-hero");
            assertThat(refused(phone)).isEmpty();
        }
    }

    /** What somebody smuggles into a page: a script in it, one on an element, one made of text, one from elsewhere. */
    @Test
    void nothingSmuggledInRuns() {
        try (Screen screen = collecting(Screen.withoutWebGl())) {
            screen.signIn(town.http(), town.account("desk.street"));
            screen.page().evaluate("""
                    () => {
                      const inline = document.createElement('script');
                      inline.textContent = 'window.smuggled = true';
                      document.body.append(inline);
                      const picture = document.createElement('div');
                      picture.innerHTML = '<img src="data:image/png;base64,AA" onerror="window.smuggled = true">';
                      document.body.append(picture);
                      const foreign = document.createElement('script');
                      foreign.src = 'https://example.org/evil.js';
                      document.body.append(foreign);
                    }""");
            screen.page().waitForCondition(() -> refused(screen).size() >= 3);
            assertThat(String.join(
                            " ", refused(screen).stream().map(String::valueOf).toList()))
                    .contains("script-src-elem inline", "script-src-attr inline", "https://example.org/evil.js");
            assertThat(screen.page().evaluate("() => window.smuggled")).isNull();
        }
    }
}
