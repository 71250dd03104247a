package care.anling.verticles.contract;

import care.anling.verticles.store.AccountRole;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One thing that can be asked of the server.
 *
 * @param id the document's {@code operationId}; names the code that answers
 * @param path a template, {@code /api/v1/incidents/{id}}
 */
public record Operation(
        String id, HttpMethod method, String path, Access access, List<Parameter> parameters, Optional<Body> body) {

    /**
     * @param signedIn whether nobody gets in without a token
     * @param roles whose role ever has this act
     * @param limited also for who has to change their password before anything else
     */
    public record Access(boolean signedIn, Set<AccountRole> roles, boolean limited) {}

    public enum In {
        PATH,
        QUERY,
        HEADER
    }

    /** How the text of a parameter is read before its schema is asked. */
    public enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        FLAG
    }

    /** @param byDefault what an absent one means */
    public record Parameter(String name, In in, Kind kind, Optional<Object> byDefault) {}

    /**
     * @param maxBytes where it differs from the server's usual limit
     * @param sheet whether it is a sheet (text/csv) and not JSON
     */
    public record Body(boolean required, OptionalInt maxBytes, boolean sheet) {}

    public boolean takes(String header) {
        return parameters.stream().anyMatch(p -> p.in() == In.HEADER && p.name().equalsIgnoreCase(header));
    }

    String parametersPart() {
        return id + ".parameters";
    }

    String bodyPart() {
        return id + ".body";
    }

    String answerPart(String status, String mediaType) {
        return id + "." + status + "." + mediaType.replace('/', '.').replace('+', '.');
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
