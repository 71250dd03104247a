package care.anling.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The administration in a real browser, in the hands of an administrator. */
final class Office implements AutoCloseable {

    /** More than any page has of what can be tabbed to, each twice. */
    private static final int MOST_TABS = 600;

    /** Which act has the focus, and whether one sees that it has. */
    private static final String FOCUSED = """
            () => {
              const one = document.activeElement;
              const seen = getComputedStyle(one).outlineStyle !== 'none';
              return (one.dataset.testid ?? one.tagName) + (seen || one === document.body ? '' : ' unseen');
            }""";

    private final Screen screen;

    private Office(Screen screen) {
        this.screen = screen;
    }

    static Office enter(URI server, JsonNode account, String page) {
        return enter(
                server,
                account.get("username").asText(),
                account.get("password").asText(),
                page);
    }

    static Office enter(URI server, String username, String password, String page) {
        Screen screen = Screen.withoutWebGl();
        screen.resize(1366, 768);
        screen.page().addInitScript("localStorage.setItem('anling.preferences', '{\"theme\":\"day\"}')");
        screen.page().navigate(server.resolve("/admin/" + page).toString());
        screen.see("sign-in-username").fill(username);
        screen.see("sign-in-password").fill(password);
        screen.see("sign-in-submit").click();
        screen.see("admin-nav-" + page);
        return new Office(screen);
    }

    Screen screen() {
        return screen;
    }

    void go(String page) {
        screen.see("admin-nav-" + page).click();
    }

    Locator see(String handle) {
        return screen.see(handle);
    }

    void seeGone(String handle) {
        screen.seeGone(handle);
    }

    void read(String handle, String text) {
        screen.read(handle, text);
    }

    String text(String handle) {
        return screen.text(handle);
    }

    void photograph(String name) {
        screen.photograph(name);
    }

    void key(String key) {
        screen.key(key);
    }

    /** Those that say so. */
    Locator all(String handle, String text) {
        Locator found = screen.page().getByTestId(handle).filter(new Locator.FilterOptions().setHasText(text));
        found.first().waitFor();
        return found;
    }

    /** What each of them says. */
    List<String> all(String handle) {
        see(handle);
        return screen.page().getByTestId(handle).allInnerTexts();
    }

    /** Of the list, once it is there. */
    Locator row(String id) {
        return screen.see("list-row", "id", id);
    }

    void type(String field, String text) {
        see("field-" + field).fill(text);
    }

    void choose(String field, String label) {
        Locator choice = see("field-" + field);
        Locator option = choice.locator("option").filter(new Locator.FilterOptions().setHasText(label));
        choice.selectOption(new SelectOption().setValue(option.first().getAttribute("value")));
    }

    String typed(String field) {
        return see("field-" + field).inputValue();
    }

    void submit() {
        see("record-submit").click();
    }

    void upload(String name, String sheet) {
        see("import-file").setInputFiles(new FilePayload(name, "text/csv", sheet.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a press saves. */
    String download(String handle) {
        Download saved = screen.page().waitForDownload(() -> see(handle).click());
        try {
            return Files.readString(saved.path());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The handle, or else the element, that has the focus; {@code unseen} when nothing shows it. */
    String focused() {
        return String.valueOf(screen.page().evaluate(FOCUSED));
    }

    /** Tabs once around the page. @return what has a handle, or can be focused and not be seen to be */
    Set<String> walk() {
        screen.page().evaluate("() => document.activeElement.blur()");
        Set<String> met = new LinkedHashSet<>();
        screen.page().evaluate("() => { window.firstMet = undefined }");
        for (int tab = 0; tab < MOST_TABS; tab++) {
            key("Tab");
            met.add(focused());
            boolean around = Boolean.TRUE.equals(screen.page().evaluate("""
                    () => {
                      if (document.activeElement === document.body) return false;
                      if (window.firstMet === document.activeElement) return true;
                      window.firstMet ??= document.activeElement;
                      return false;
                    }"""));
            if (around) {
                break;
            }
        }
        List<String> unseen =
                met.stream().filter(one -> one.endsWith(" unseen")).toList();
        if (!unseen.isEmpty()) {
            throw new AssertionError("the focus is not seen on " + unseen);
        }
        return met;
    }

    /** No exception was left uncaught. */
    @Override
    public void close() {
        screen.close();
        if (!screen.errors().isEmpty()) {
            throw new AssertionError("uncaught: " + screen.errors());
        }
    }
}
