package care.anling.story;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/**
 * A phone's service worker, which the browser wakes where no page is open. A push arrives by the browser's own door for
 * developers; a press on what it shows is made within the worker, because no desktop shows it here.
 */
final class Sleeper {

    private final Page page;
    private final CDPSession browser;
    private final CDPSession workers;
    private final URI scope;
    private final String worker;
    private final List<String> registrations = new CopyOnWriteArrayList<>();
    private final Map<Integer, JsonObject> answers = new ConcurrentHashMap<>();
    private int asked;

    /** @param scope of the page it belongs to, as {@code http://127.0.0.1:8080/responder} */
    Sleeper(Screen phone, URI scope) {
        this.page = phone.page();
        this.browser = page.context().browser().newBrowserCDPSession();
        this.workers = page.context().newCDPSession(page);
        this.scope = scope;
        browser.on("Target.receivedMessageFromTarget", told -> {
            JsonObject answer =
                    JsonParser.parseString(told.get("message").getAsString()).getAsJsonObject();
            if (answer.has("id")) {
                answers.put(answer.get("id").getAsInt(), answer);
            }
        });
        workers.on(
                "ServiceWorker.workerRegistrationUpdated",
                told -> told.getAsJsonArray("registrations").forEach(each -> {
                    JsonObject registration = each.getAsJsonObject();
                    // The browser tells of every page's, also of other servers'.
                    if (registration.get("scopeURL").getAsString().equals(scope.toString())) {
                        registrations.add(registration.get("registrationId").getAsString());
                    }
                }));
        workers.send("ServiceWorker.enable");
        page.waitForCondition(() -> !registrations.isEmpty());
        JsonObject which = new JsonObject();
        which.addProperty("scopeURL", scope.toString());
        workers.send("ServiceWorker.startWorker", which);
        // Whoever is looked at by a developer does not fall asleep: what is set in it stays.
        this.worker = attach();
    }

    /** Nobody has set this phone's clock. */
    Sleeper clockIsAhead(Duration ahead) {
        evaluate("const rightly = Date.now; Date.now = () => rightly() + %d".formatted(ahead.toMillis()));
        return this;
    }

    /** What is shown of a notification. */
    record Shown(String title, String body, String tag, List<String> actions, boolean stays) {}

    /** As a push service hands it to the browser. */
    Sleeper deliver(String letter) {
        JsonObject push = new JsonObject();
        push.addProperty("origin", scope.resolve("/").toString().replaceAll("/$", ""));
        push.addProperty("registrationId", registrations.get(0));
        push.addProperty("data", letter);
        workers.send("ServiceWorker.deliverPushMessage", push);
        page.waitForCondition(() -> !"null".equals(String.valueOf(shown())));
        return this;
    }

    private JsonElement shown() {
        return evaluate("""
                self.registration.getNotifications().then(([one]) => one
                  ? JSON.stringify({ title: one.title, body: one.body, tag: one.tag, stays: one.requireInteraction,
                      actions: one.actions.map(({ action }) => action) })
                  : null)""");
    }

    /** What stands on the locked screen. */
    Shown read() {
        JsonObject told = JsonParser.parseString(shown().getAsString()).getAsJsonObject();
        return new Shown(
                told.get("title").getAsString(),
                told.get("body").getAsString(),
                told.get("tag").getAsString(),
                StreamSupport.stream(told.getAsJsonArray("actions").spliterator(), false)
                        .map(JsonElement::getAsString)
                        .toList(),
                told.get("stays").getAsBoolean());
    }

    /**
     * Somebody presses it where no page of ours is open.
     *
     * @return the address the worker asks the browser to open
     */
    String press() {
        return evaluate("""
                self.registration.getNotifications().then(([notification]) => new Promise((opened) => {
                  // Only a finger may open a window: the address is what the story is after.
                  self.clients.openWindow = (address) => { opened(address); return Promise.resolve(null); };
                  const press = new NotificationEvent('notificationclick', { notification, action: '' });
                  // Nor may an event made by a script keep a worker awake.
                  press.waitUntil = () => undefined;
                  self.dispatchEvent(press);
                }))""").getAsString();
    }

    private JsonElement evaluate(String script) {
        JsonObject evaluation = new JsonObject();
        evaluation.addProperty("expression", script);
        evaluation.addProperty("awaitPromise", true);
        evaluation.addProperty("returnByValue", true);
        JsonObject answer = ask("Runtime.evaluate", evaluation);
        if (!answer.has("result") || answer.getAsJsonObject("result").has("exceptionDetails")) {
            throw new IllegalStateException("the worker says " + answer);
        }
        return answer.getAsJsonObject("result").getAsJsonObject("result").get("value");
    }

    private JsonObject ask(String method, JsonObject parameters) {
        int id = ++asked;
        JsonObject message = new JsonObject();
        message.addProperty("id", id);
        message.addProperty("method", method);
        message.add("params", parameters);
        JsonObject sent = new JsonObject();
        sent.addProperty("sessionId", worker);
        sent.addProperty("message", message.toString());
        browser.send("Target.sendMessageToTarget", sent);
        page.waitForCondition(() -> answers.containsKey(id));
        return answers.get(id);
    }

    private String attach() {
        page.waitForCondition(() -> target().isPresent());
        JsonObject target = new JsonObject();
        target.addProperty("targetId", target().orElseThrow());
        target.addProperty("flatten", false);
        return browser.send("Target.attachToTarget", target).get("sessionId").getAsString();
    }

    private Optional<String> target() {
        return StreamSupport.stream(
                        browser.send("Target.getTargets")
                                .getAsJsonArray("targetInfos")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonObject)
                .filter(target -> target.get("type").getAsString().equals("service_worker")
                        && target.get("url")
                                .getAsString()
                                .startsWith(scope.resolve("/").toString()))
                .map(target -> target.get("targetId").getAsString())
                .findFirst();
    }
}
