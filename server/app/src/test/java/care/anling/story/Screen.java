package care.anling.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;

/** The console in a real browser, in the hands of a coordinator. */
final class Screen implements AutoCloseable {

    /** Two cores draw a map without a graphics card, beside everything else. */
    private static final double PATIENCE_MILLIS = 120_000;
    /** Characters of what a screen showed that is told when a story fails. */
    private static final int LONGEST_LAST_WORDS = 2_000;

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
    private final List<Response> answers = new CopyOnWriteArrayList<>();

    private Screen(List<String> drawing, Browser.NewPageOptions size) {
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
        page = browser.newPage(size);
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(errors::add);
        page.onRequestFinished(request -> answers.add(request.response()));
    }

    /** A code of nobody's own: the page takes it as any line that broke. */
    private static final int NOBODY_THERE = 4000;

    /** The browser's line to the feed, in the hands of the story. */
    static final class Line {

        private final AtomicBoolean frozen = new AtomicBoolean();
        private final AtomicBoolean degraded = new AtomicBoolean();
        private final AtomicBoolean cut = new AtomicBoolean();
        private final List<WebSocketRoute> open = new CopyOnWriteArrayList<>();

        /** Nothing is closed and nothing arrives: the worst kind of silence. What is said meanwhile is lost. */
        void freeze() {
            frozen.set(true);
        }

        void thaw() {
            frozen.set(false);
        }

        /** Closed, and nobody answers at the other end until it is mended. */
        void cut() {
            cut.set(true);
            open.forEach(Line::close);
        }

        void mend() {
            cut.set(false);
        }

        private static void close(WebSocketRoute socket) {
            socket.close(new WebSocketRoute.CloseOptions().setCode(NOBODY_THERE));
        }

        /** From now on the server says in each heartbeat that it runs without something. */
        void degrade() {
            degraded.set(true);
        }

        private String heard(String frame) {
            return degraded.get() ? frame.replace("\"degraded\":false", "\"degraded\":true") : frame;
        }
    }

    /** Requests that have been made and have not left yet. */
    record Held(Page page, String address, List<Route> requests) {

        /** Waits until there is one. */
        Held caught() {
            page.waitForCondition(() -> !requests.isEmpty());
            return this;
        }

        void letGo() {
            page.unroute(address);
            requests.forEach(Route::resume);
        }
    }

    static Screen withMap() {
        return new Screen(SOFTWARE_WEBGL, desk());
    }

    static Screen withoutWebGl() {
        return new Screen(NO_WEBGL, desk());
    }

    private static Browser.NewPageOptions desk() {
        return new Browser.NewPageOptions().setViewportSize(1440, 900);
    }

    /** In somebody's hand, somewhere: its owner lets pages know where it is, and notify. */
    static Screen phoneAt(double latitude, double longitude) {
        return new Screen(
                NO_WEBGL,
                new Browser.NewPageOptions()
                        .setViewportSize(390, 844)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true)
                        .setLocale("zh-CN")
                        .setGeolocation(latitude, longitude)
                        .setPermissions(List.of("geolocation", "notifications")));
    }

    /** A desk whose browser may notify, and tells the story what it would have shown instead of showing it. */
    static Screen whoseNotesAreRead() {
        Screen screen = new Screen(NO_WEBGL, desk().setPermissions(List.of("notifications")));
        screen.page().addInitScript("""
                window.notes = [];
                window.Notification = class {
                  static permission = 'granted';
                  constructor(title, { body, tag }) { window.notes.push([title, body, tag]); }
                  close() {}
                };
                let away = false;
                window.lookAway = () => { away = true; document.dispatchEvent(new Event('visibilitychange')); };
                Object.defineProperty(document, 'hidden', { get: () => away });""");
        return screen;
    }

    /** From the next page on; the loudspeaker of the machine stays out of it. */
    void countBells() {
        page.addInitScript("""
                window.tones = 0;
                const create = AudioContext.prototype.createOscillator;
                AudioContext.prototype.createOscillator = function () {
                  window.tones++;
                  return create.call(this);
                };""");
    }

    /**
     * From the next page on: a desk without a telephone. What would be dialled is kept, and the browser's own question which
     * program should dial, which takes every press, stays away.
     */
    Screen withoutTelephone() {
        page.addInitScript("""
                window.dialled = [];
                window.addEventListener('click', (press) => {
                  const link = press.target.closest('a[href^="tel:"]');
                  if (!link || press.defaultPrevented) return;
                  window.dialled.push(link.getAttribute('href'));
                  press.preventDefault();
                });""");
        return this;
    }

    List<?> dialled() {
        return (List<?>) page.evaluate("() => window.dialled");
    }

    /** Rings after what has been heard so far. */
    void hearAgain() {
        Object heard = page.evaluate("() => window.tones");
        page.waitForFunction("(heard) => window.tones > heard", heard);
    }

    /** What reaches beyond the screen, or out of its own panel, by handle or class. */
    List<?> overflowing() {
        return (List<?>) page.evaluate("""
                () => {
                  const page = document.documentElement;
                  const beyond = page.scrollWidth > innerWidth || page.scrollHeight > innerHeight ? ['the page'] : [];
                  const cut = [...document.querySelectorAll('section, header, aside, nav, button, [data-testid]')]
                    .filter((one) => one.closest('.scroll, .map, svg') === null && one.checkVisibility())
                    .filter((one) => {
                      const { left, top, right, bottom } = one.getBoundingClientRect();
                      return left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
                    });
                  return [...beyond, ...cut.map((one) => one.dataset.testid ?? `${one.tagName}.${one.className}`)];
                }""");
    }

    /**
     * From now on: what this shows, and where each of the others stands, in the moment it first matches, however short that is.
     */
    void catchMoment(String selector, List<String> handles) {
        page.evaluate("""
                ([selector, handles]) => {
                  const places = () => handles.map((handle) => {
                    const box = document.querySelector(`[data-testid=${handle}]`).getBoundingClientRect();
                    return `${handle} ${[box.left, box.top, box.width, box.height].map(Math.round)}`;
                  });
                  window.moment = undefined;
                  window.placesBefore = places();
                  const observer = new MutationObserver(() => {
                    const found = document.querySelector(selector);
                    if (!found || window.moment) return;
                    window.moment = { text: found.innerText, places: places() };
                    observer.disconnect();
                  });
                  observer.observe(document.body, { subtree: true, childList: true, attributes: true });
                }""", List.of(selector, handles));
    }

    /** Waits for it. @return what it showed */
    String caughtText() {
        page.waitForFunction("() => window.moment !== undefined");
        return String.valueOf(page.evaluate("() => window.moment.text"));
    }

    /** Each before and at that moment. */
    List<?> caughtPlaces() {
        return (List<?>) page.evaluate("() => [window.placesBefore, window.moment.places]");
    }

    /** From the next page on: a browser that lets no sound out before somebody has pressed a key. */
    void withholdSoundUntilAKey() {
        page.addInitScript("""
                let pressed = false;
                window.addEventListener('keydown', () => { pressed = true; }, true);
                window.AudioContext = class extends AudioContext {
                  get state() { return pressed ? super.state : 'suspended'; }
                  resume() { return pressed ? super.resume() : new Promise(() => {}); }
                };""");
    }

    /** The person at the desk looks at another window. */
    void lookAway() {
        page.evaluate("() => window.lookAway()");
    }

    /** Each with its title, its text, and what it is about. */
    List<?> notes() {
        return (List<?>) page.evaluate("() => window.notes");
    }

    /** In a lift, a cellar, behind a hill: nothing goes out and nothing comes in. */
    void cutLine(boolean cut) {
        page.context().setOffline(cut);
    }

    /** Nobody has set the clock of this machine; and it is opened anew. */
    void clockIsAhead(Duration ahead) {
        page.addInitScript("const rightly = Date.now; Date.now = () => rightly() + %d;".formatted(ahead.toMillis()));
        page.reload();
    }

    /** As when the phone's battery died for a moment. */
    void reload() {
        page.reload();
    }

    /** Until the page's own files are here without a line. */
    Screen awaitShell() {
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate("""
                async () => {
                  const files = performance.getEntriesByType('resource').map(({ name }) => name);
                  const own = files.filter((name) => new URL(name).pathname.startsWith('/assets/'));
                  const kept = await Promise.all([...own, '/index.html'].map((name) => caches.match(name)));
                  return navigator.serviceWorker.controller !== null && own.length > 0 && kept.every(Boolean);
                }""")));
        return this;
    }

    Screen signIn(URI server, JsonNode account) {
        page.navigate(server.toString());
        see("sign-in-username").fill(account.get("username").asText());
        see("sign-in-password").fill(account.get("password").asText());
        see("sign-in-submit").click();
        return live();
    }

    /** Has to be asked for before signing in. */
    Line line() {
        Line line = new Line();
        page.routeWebSocket(url -> url.endsWith("/feed"), browsers -> {
            if (line.cut.get()) {
                Line.close(browsers);
                return;
            }
            line.open.add(browsers);
            WebSocketRoute servers = browsers.connectToServer();
            browsers.onMessage(frame -> servers.send(frame.text()));
            servers.onMessage(frame -> {
                if (!line.frozen.get()) {
                    browsers.send(line.heard(frame.text()));
                }
            });
        });
        return line;
    }

    /** Whatever asks for this from now on waits; so two people can press in the same moment for certain. */
    Held hold(String address) {
        Held held = new Held(page, address, new CopyOnWriteArrayList<>());
        page.route(address, held.requests()::add);
        return held;
    }

    /** Of every file of ours the browser has read since the page was opened, compressed as a server would. */
    Map<String, Integer> compressedAssets() {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Response response : answers) {
            String path = URI.create(response.url()).getPath();
            if (!path.startsWith("/api/") && !path.startsWith("/map/")) {
                sizes.put(path, compressed(response.body()));
            }
        }
        return sizes;
    }

    private static int compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return out.size();
    }

    /** Whatever asks for this from now on gets no answer. */
    void lose(String address) {
        page.route(address, Route::abort);
    }

    void loseNoMore(String address) {
        page.unroute(address);
    }

    /** What the browser keeps of the network beyond the page: every address in every cache. */
    List<?> cached() {
        return (List<?>) page.evaluate("""
                async () => {
                  const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
                  const requests = await Promise.all(stores.map((store) => store.keys()));
                  return requests.flat().map(({ url }) => new URL(url).pathname);
                }""");
    }

    /** Everything the page has written down on the device, as text. */
    String writtenDown() {
        return String.valueOf(page.evaluate("""
                async () => {
                  const rows = async ({ name }) => {
                    const open = indexedDB.open(name);
                    const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
                    const all = [...database.objectStoreNames].map((store) => new Promise((done) => {
                      const asked = database.transaction(store).objectStore(store).getAll();
                      asked.onsuccess = () => done(asked.result);
                    }));
                    const found = await Promise.all(all);
                    database.close();
                    return found;
                  };
                  const databases = await Promise.all((await indexedDB.databases()).map(rows));
                  return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases]);
                }"""));
    }

    /**
     * What the browser says of the page as an app to be installed.
     *
     * @param faults what it cannot read of the manifest
     * @param obstacles why it would not offer to install it
     */
    record Installable(String manifest, List<String> faults, List<String> obstacles) {}

    Installable installable() {
        CDPSession browserItself = page.context().newCDPSession(page);
        JsonObject manifest = browserItself.send("Page.getAppManifest");
        JsonObject asked = browserItself.send("Page.getInstallabilityErrors");
        List<String> faults = new ArrayList<>();
        manifest.getAsJsonArray("errors").forEach(each -> faults.add(each.toString()));
        List<String> obstacles = new ArrayList<>();
        asked.getAsJsonArray("installabilityErrors")
                .forEach(each ->
                        obstacles.add(each.getAsJsonObject().get("errorId").getAsString()));
        return new Installable(manifest.get("data").getAsString(), faults, obstacles);
    }

    /** Of an image, as the browser draws it: {@code 192x192}. */
    String sizeOf(String image) {
        return String.valueOf(page.evaluate("""
                async (image) => {
                  const drawn = await createImageBitmap(await (await fetch(image)).blob());
                  return `${drawn.width}x${drawn.height}`;
                }""", image));
    }

    Page page() {
        return page;
    }

    Screen resize(int width, int height) {
        page.setViewportSize(width, height);
        return this;
    }

    /** Whether it can be seen without scrolling anything. */
    boolean isInSight(String handle) {
        return Boolean.TRUE.equals(see(handle).evaluate("""
                element => {
                  const box = element.getBoundingClientRect();
                  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                  const low = document.elementFromPoint(box.left + box.width / 2, box.bottom - 2);
                  return box.bottom <= innerHeight && element.contains(middle) && element.contains(low);
                }"""));
    }

    /** Whether a pin's head can be pressed: on the map, and under no panel. */
    boolean isFree(Locator pin) {
        return Boolean.TRUE.equals(pin.evaluate("""
                pin => {
                  const map = pin.closest('[data-testid=map]').getBoundingClientRect();
                  const { left, right, top, bottom } = pin.querySelector('.head').getBoundingClientRect();
                  const within = left >= map.left && right <= map.right && top >= map.top && bottom <= map.bottom;
                  return within && pin.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
                }"""));
    }

    /** The feed has caught up. */
    Screen live() {
        see("connection-state", "state", "live");
        return this;
    }

    /** Waits until it is visible. */
    Locator see(String handle) {
        return waitUntil(WaitForSelectorState.VISIBLE, page.getByTestId(handle).first());
    }

    /** Who waits in vain says what was there instead: where a story fails there is seldom somebody to look at its picture. */
    private Locator waitUntil(WaitForSelectorState state, Locator found) {
        try {
            found.waitFor(new Locator.WaitForOptions().setState(state));
            return found;
        } catch (TimeoutError inVain) {
            String there = page.locator("body").innerText().replaceAll("\\s+", " ");
            throw new AssertionError(
                    "%s%nat %s: %s%nuncaught: %s"
                            .formatted(
                                    inVain.getMessage(),
                                    page.url(),
                                    there.substring(0, Math.min(there.length(), LONGEST_LAST_WORDS)),
                                    errors),
                    inVain);
        }
    }

    Locator see(String handle, String attribute, String value) {
        return see(handle, Map.of(attribute, value));
    }

    Locator see(String handle, Map<String, String> attributes) {
        StringBuilder selector = new StringBuilder("[data-testid=%s]".formatted(handle));
        attributes.forEach((name, value) -> selector.append("[data-%s=\"%s\"]".formatted(name, value)));
        return waitUntil(
                WaitForSelectorState.VISIBLE, page.locator(selector.toString()).first());
    }

    /** A radio button or a box, drawn by its label: that is what a hand presses, once it stands still. */
    void choose(String handle) {
        Locator box = page.getByTestId(handle);
        page.locator("label").filter(new Locator.FilterOptions().setHas(box)).click();
        page.waitForCondition(box::isChecked);
    }

    /** Waits until it says so. */
    void read(String handle, String text) {
        var unused = waitUntil(
                WaitForSelectorState.VISIBLE,
                page.getByTestId(handle)
                        .filter(new Locator.FilterOptions().setHasText(text))
                        .first());
    }

    void seeGone(String handle) {
        var unused = waitUntil(
                WaitForSelectorState.DETACHED, page.getByTestId(handle).first());
    }

    /** Waits until it can be pressed. */
    void seeEnabled(String handle) {
        page.waitForCondition(() -> see(handle).isEnabled());
    }

    /** From now on, whatever state this shows is kept, however short. */
    void followStates(String handle) {
        page.evaluate("""
                (handle) => {
                  window.states = [];
                  const look = () => {
                    const state = document.querySelector(`[data-testid=${handle}]`)?.dataset.state;
                    if (state && state !== window.states.at(-1)) window.states.push(state);
                  };
                  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
                }""", handle);
    }

    List<?> statesFollowed() {
        return (List<?>) page.evaluate("() => window.states");
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
