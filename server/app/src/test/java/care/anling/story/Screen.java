package care.anling.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The console in a real browser, in the hands of a coordinator. */
final class Screen implements AutoCloseable {

    /** Two cores draw a map without a graphics card, beside everything else. */
    private static final double PATIENCE_MILLIS = 120_000;

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final List<String> SOFTWARE_WEBGL =
            List.of("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader");
    private static final List<String> NO_WEBGL = List.of("--disable-3d-apis");

    private final Playwright playwright;
    private final Browser browser;
    private final Page page;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private Screen(List<String> drawing) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(drawing);
        String chromium = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(chromium))
                        .setArgs(flags)
                        .setTimeout(PATIENCE_MILLIS));
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 900));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(errors::add);
    }

    static Screen withMap() {
        return new Screen(SOFTWARE_WEBGL);
    }

    static Screen withoutWebGl() {
        return new Screen(NO_WEBGL);
    }

    Screen signIn(URI server, JsonNode account) {
        page.navigate(server.toString());
        see("sign-in-username").fill(account.get("username").asText());
        see("sign-in-password").fill(account.get("password").asText());
        see("sign-in-submit").click();
        return live();
    }

    /** The feed has caught up. */
    Screen live() {
        see("connection-state", "state", "live");
        return this;
    }

    /** Waits until it is visible. */
    Locator see(String handle) {
        Locator found = page.getByTestId(handle).first();
        found.waitFor();
        return found;
    }

    Locator see(String handle, String attribute, String value) {
        return see(handle, Map.of(attribute, value));
    }

    Locator see(String handle, Map<String, String> attributes) {
        StringBuilder selector = new StringBuilder("[data-testid=%s]".formatted(handle));
        attributes.forEach((name, value) -> selector.append("[data-%s=\"%s\"]".formatted(name, value)));
        Locator found = page.locator(selector.toString()).first();
        found.waitFor();
        return found;
    }

    /** A radio button or a box, drawn by its label. */
    void choose(String handle) {
        page.getByTestId(handle).check(new Locator.CheckOptions().setForce(true));
    }

    /** Waits until it says so. */
    void read(String handle, String text) {
        page.getByTestId(handle)
                .filter(new Locator.FilterOptions().setHasText(text))
                .first()
                .waitFor();
    }

    void seeGone(String handle) {
        page.getByTestId(handle).first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    String text(String handle) {
        return see(handle).innerText();
    }

    /** The incident at the head of the queue. */
    String top() {
        return String.valueOf(see("queue-item").getAttribute("data-incident"));
    }

    void key(String key) {
        page.keyboard().press(key);
    }

    /** Something that a reload would wipe away. */
    void mark() {
        page.evaluate("() => { window.storyMark = true }");
    }

    boolean isMarked() {
        return Boolean.TRUE.equals(page.evaluate("() => window.storyMark === true"));
    }

    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(AnlingProcess.ARTEFACTS.resolve(name + ".png")));
    }

    /** Exceptions nobody caught. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** What was to be seen at the end, or when a story failed, is in {@code last-look.png}. */
    @Override
    public void close() {
        try {
            photograph("last-look");
        } catch (PlaywrightException gone) {
            errors.add("no last look: " + gone.getMessage());
        }
        playwright.close();
    }
}
