package care.anling.verticles.api;

import care.anling.verticles.access.Refusal;
import care.anling.verticles.contract.Misfit;
import care.anling.verticles.contract.OpenApi;
import care.anling.verticles.contract.Operation;
import care.anling.verticles.contract.Operation.In;
import care.anling.verticles.contract.Operation.Kind;
import care.anling.verticles.contract.Operation.Parameter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a request against the contract, and says where it leaves it. */
final class Requests {

    /** What {@code Long.parseLong} surely takes. */
    private static final String INTEGER = "-?[0-9]{1,18}";

    private static final String NUMBER = "-?[0-9]{1,15}(\\.[0-9]{1,15})?";

    private Requests() {}

    /** Path, query and headers as the operation has them, defaults filled in. @throws Refusal 404 for a path that names nothing, else 400 */
    static JsonObject parameters(RoutingContext context, Operation operation, OpenApi contract) {
        refuseUnknownNames(context, operation);
        JsonObject values = new JsonObject();
        for (Parameter parameter : operation.parameters()) {
            Optional.ofNullable(text(context, parameter))
                    .ifPresent(text -> values.put(parameter.name(), value(text, parameter.kind())));
        }
        contract.misfitOfParameters(operation, values).ifPresent(misfit -> {
            throw refusal(misfit, operation);
        });
        for (Parameter parameter : operation.parameters()) {
            if (!values.containsKey(parameter.name())) {
                parameter.byDefault().ifPresent(value -> values.put(parameter.name(), value));
            }
        }
        return values;
    }

    /** A misspelt filter would otherwise answer with a list of something else. */
    private static void refuseUnknownNames(RoutingContext context, Operation operation) {
        Set<String> known = operation.parameters().stream()
                .filter(parameter -> parameter.in() == In.QUERY)
                .map(Parameter::name)
                .collect(Collectors.toSet());
        for (String name : context.queryParams().names()) {
            if (!known.contains(name)) {
                throw refusal(
                        "bad_query",
                        "parameter",
                        new Misfit(shortened(name), "additionalProperties", "is not known here"));
            }
        }
    }

    private static @Nullable String text(RoutingContext context, Parameter parameter) {
        return switch (parameter.in()) {
            case PATH -> context.pathParam(parameter.name());
            case HEADER -> context.request().getHeader(parameter.name());
            case QUERY -> {
                List<String> values = context.queryParam(parameter.name());
                if (values.size() > 1) {
                    throw refusal(
                            "bad_query", "parameter", new Misfit(parameter.name(), "maxItems", "may be given once"));
                }
                yield values.isEmpty() ? null : values.get(0);
            }
        };
    }

    /** What is not of its kind stays text, and its schema refuses it. */
    private static Object value(String text, Kind kind) {
        return switch (kind) {
            case TEXT -> text;
            case INTEGER -> text.matches(INTEGER) ? (Object) Long.valueOf(text) : text;
            case NUMBER -> text.matches(NUMBER) ? (Object) Double.valueOf(text) : text;
            case FLAG -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
        };
    }

    private static Refusal refusal(Misfit misfit, Operation operation) {
        String name = field(misfit);
        Optional<In> where = operation.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::in)
                .findFirst();
        if (where.filter(in -> in == In.PATH).isPresent()) {
            return Refusal.notFound();
        }
        if (name.equals("If-Match") && misfit.keyword().equals("required")) {
            // RFC 6585 §3: an edit must say what it was made on.
            throw Problems.ofStatus(428, null);
        }
        String code = where.filter(in -> in == In.HEADER).isPresent() ? "bad_header" : "bad_query";
        return refusal(code, "parameter", new Misfit(name, misfit.keyword(), misfit.detail()));
    }

    private static Refusal refusal(String code, String kind, Misfit misfit) {
        JsonObject error = new JsonObject()
                .put(kind, misfit.pointer())
                .put("rule", misfit.keyword())
                .put("detail", misfit.detail());
        String field = field(misfit);
        String sentence = (field.equals("#") ? "The body " : "“" + field + "” ") + misfit.detail() + ".";
        return new Refusal(400, code, sentence, new JsonObject().put("errors", new JsonArray().add(error)));
    }

    static void refuseOtherMedia(RoutingContext context, Operation.Body body) {
        String encoding = context.request().getHeader("Content-Encoding");
        String type = context.request().getHeader("Content-Type");
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        String expected = body.sheet() ? "(?i)text/csv\\s*(;.*)?" : "(?i)application/json\\s*(;.*)?";
        boolean known = type == null ? !body.sheet() : type.matches(expected);
        if (!plain || !known) {
            throw Problems.ofStatus(415, null);
        }
    }

    /** @throws Refusal 400 unless the body is JSON of the shape the operation has */
    static void refuseMisfit(RoutingContext context, Operation operation, OpenApi contract) {
        Buffer body = context.body() == null ? null : context.body().buffer();
        if (body == null || body.length() == 0) {
            if (operation.body().filter(Operation.Body::required).isPresent()) {
                throw refusal("missing_body", "pointer", new Misfit("#", "required", "is needed"));
            }
            return;
        }
        if (operation.body().filter(Operation.Body::sheet).isPresent()) {
            // Whatever is wrong with a sheet is told line by line.
            return;
        }
        contract.misfitOfBody(operation, Bodies.parse(body)).ifPresent(misfit -> {
            throw refusal(
                    code(misfit),
                    "pointer",
                    new Misfit(shortened(misfit.pointer()), misfit.keyword(), misfit.detail()));
        });
    }

    private static String code(Misfit misfit) {
        return switch (misfit.keyword()) {
            case "required" -> "missing_field";
            case "additionalProperties" -> "unknown_field";
            case "maxLength" -> "too_long";
            default -> "bad_body";
        };
    }

    private static String field(Misfit misfit) {
        return misfit.pointer().startsWith("#/") ? misfit.pointer().substring(2) : misfit.pointer();
    }

    /** The sender chose the name: it comes back, but not at any length. */
    private static String shortened(String name) {
        return name.length() > 80 ? name.substring(0, 80) : name;
    }
}
