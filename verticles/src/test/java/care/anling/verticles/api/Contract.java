package care.anling.verticles.api;

import care.anling.verticles.contract.Misfit;
import care.anling.verticles.contract.OpenApi;
import care.anling.verticles.contract.Operation;
import io.vertx.core.json.Json;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Holds every answer a test gets against the contract the server itself publishes, with the schemas it validates by. */
public final class Contract {

    private static final OpenApi OPENAPI = OpenApi.read();

    private Contract() {}

    static synchronized void check(String method, String path, HttpResponse<String> response) {
        Optional<Operation> operation = operation(method, path);
        if (operation.isEmpty()) {
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        boolean head = method.equals("HEAD");
        Object body = type.endsWith("json") && !head ? Json.decodeValue(response.body()) : null;
        Optional<Misfit> misfit =
                head ? Optional.empty() : OPENAPI.misfitOfAnswer(operation.get(), response.statusCode(), type, body);
        misfit.ifPresent(wrong -> {
            throw new AssertionError(operation.get() + " breaks the contract at " + wrong.pointer() + ": "
                    + wrong.detail() + " in " + response.statusCode() + " " + response.body());
        });
    }

    private static Optional<Operation> operation(String method, String path) {
        String as = method.equals("HEAD") ? "GET" : method;
        return OPENAPI.operations().stream()
                .filter(operation -> operation.method().name().equals(as))
                .filter(operation -> path.matches(operation.path().replaceAll("\\{[^}]+}", "[^/]+")))
                .findFirst();
    }
}
