package care.anling.story;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/** What the server counts, as a monitoring system reads it from the management port. */
final class Figures {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI metrics;

    Figures(URI management) {
        this.metrics = management.resolve("/metrics");
    }

    /**
     * The sum of all counters of this name that carry all these labels; 0 when nothing was ever counted.
     *
     * @param labels as the page writes them: {@code reason="clock_wrong"}
     */
    double count(String name, String... labels) throws IOException, InterruptedException {
        return read().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What happens raises that figure by one. */
    void assertCounts(Event event, String name, String... labels) throws IOException, InterruptedException {
        double before = count(name, labels);
        event.happen();
        Patience.until(
                "%s%s counts one more than %.0f".formatted(name, Arrays.toString(labels), before),
                () -> count(name, labels) == before + 1);
    }

    @FunctionalInterface
    interface Event {
        void happen() throws IOException, InterruptedException;
    }

    private String read() throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
