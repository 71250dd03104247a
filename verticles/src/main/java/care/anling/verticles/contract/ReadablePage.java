package care.anling.verticles.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The REST contract as one page for people, made from the document itself: no script, no style inside, nothing loaded from
 * anywhere else, and well-formed XML so that a test can read it.
 */
public final class ReadablePage {

    private final JsonObject document;
    private final StringBuilder html = new StringBuilder(64 * 1024);

    private ReadablePage(JsonObject document) {
        this.document = document;
    }

    public static String of(OpenApi contract) {
        ReadablePage page = new ReadablePage(contract.document());
        page.write();
        return page.html.toString();
    }

    private void write() {
        JsonObject info = document.getJsonObject("info");
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>")
                .append(text(info.getString("title")))
                .append("</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
                .append("<link rel=\"stylesheet\" href=\"/docs.css\"/></head><body><header><h1>")
                .append(text(info.getString("title")))
                .append(" <small>v")
                .append(text(info.getString("version")))
                .append("</small></h1>");
        paragraph(info.getString("summary", ""));
        paragraph(info.getString("description", ""));
        html.append("<p>For machines: <a href=\"/openapi.yaml\">openapi.yaml</a>, ")
                .append("<a href=\"/asyncapi.yaml\">asyncapi.yaml</a></p></header><main>");
        document.getJsonArray("tags").forEach(tag -> writeTag((JsonObject) tag));
        writeSchemas();
        html.append("</main></body></html>\n");
    }

    private void writeTag(JsonObject tag) {
        String name = tag.getString("name");
        html.append("<section><h2>").append(text(name)).append("</h2>");
        paragraph(tag.getString("description", ""));
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (!method.equals("parameters")
                        && item.getJsonObject(method)
                                .getJsonArray("tags", new JsonArray())
                                .contains(name)) {
                    writeOperation(method, path, item);
                }
            }
        }
        html.append("</section>");
    }

    private void writeOperation(String method, String path, JsonObject item) {
        JsonObject operation = item.getJsonObject(method);
        html.append("<article id=\"")
                .append(text(operation.getString("operationId")))
                .append("\"><h3><b>")
                .append(method.toUpperCase(Locale.ROOT))
                .append("</b> <code>")
                .append(text(path))
                .append("</code></h3>");
        paragraph(operation.getString("summary", ""));
        paragraph(operation.getString("description", ""));
        JsonArray roles = operation.getJsonArray("x-roles", new JsonArray());
        paragraph(roles.isEmpty() ? "No sign-in needed." : "Roles: " + joined(roles) + ".");
        JsonArray parameters = new JsonArray()
                .addAll(item.getJsonArray("parameters", new JsonArray()))
                .addAll(operation.getJsonArray("parameters", new JsonArray()));
        if (!parameters.isEmpty()) {
            html.append("<table><tbody>");
            parameters.forEach(parameter -> writeParameter(resolved((JsonObject) parameter)));
            html.append("</tbody></table>");
        }
        Optional.ofNullable(operation.getJsonObject("requestBody"))
                .map(this::resolved)
                .ifPresent(body -> {
                    html.append("<p>Body: ").append(content(body)).append("</p>");
                });
        JsonObject responses = operation.getJsonObject("responses");
        html.append("<table><tbody>");
        for (String status : responses.fieldNames()) {
            JsonObject response = resolved(responses.getJsonObject(status));
            row(text(status), content(response), text(response.getString("description", "")));
        }
        html.append("</tbody></table></article>");
    }

    private void writeParameter(JsonObject parameter) {
        String name = text(parameter.getString("name")) + (parameter.getBoolean("required", false) ? " *" : "");
        row(
                name,
                text(parameter.getString("in")) + ", " + shape(parameter.getJsonObject("schema")),
                text(parameter.getString("description", "")));
    }

    private void writeSchemas() {
        html.append("<section><h2>Shapes</h2><p>* is always there.</p>");
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
        for (String name : schemas.fieldNames()) {
            JsonObject schema = schemas.getJsonObject(name);
            html.append("<article id=\"shape-")
                    .append(text(name))
                    .append("\"><h3>")
                    .append(text(name))
                    .append("</h3>");
            paragraph(schema.getString("description", ""));
            if (schema.containsKey("properties")) {
                writeProperties(schema);
            } else {
                html.append("<p>").append(shape(schema)).append("</p>");
            }
            html.append("</article>");
        }
        html.append("</section>");
    }

    private void writeProperties(JsonObject schema) {
        html.append("<table><tbody>");
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        JsonObject properties = schema.getJsonObject("properties");
        for (String name : properties.fieldNames()) {
            JsonObject property = properties.getJsonObject(name);
            row(
                    text(name) + (required.contains(name) ? " *" : ""),
                    shape(property),
                    text(property.getString("description", "")));
        }
        html.append("</tbody></table>");
    }

    private void row(String name, String shape, String description) {
        html.append("<tr><th scope=\"row\">")
                .append(name)
                .append("</th><td>")
                .append(shape)
                .append("</td><td>")
                .append(description)
                .append("</td></tr>");
    }

    private String content(JsonObject described) {
        JsonObject content = described.getJsonObject("content", new JsonObject());
        return content.fieldNames().stream()
                .map(type -> shape(content.getJsonObject(type).getJsonObject("schema", new JsonObject())) + " <small>"
                        + text(type) + "</small>")
                .collect(Collectors.joining(" or "));
    }

    /** A schema in a few words. */
    private String shape(JsonObject schema) {
        if (schema.containsKey("$ref")) {
            String name = schema.getString("$ref").replaceAll(".*/", "");
            return "<a href=\"#shape-" + text(name) + "\">" + text(name) + "</a>";
        }
        for (String several : List.of("oneOf", "anyOf")) {
            if (schema.containsKey(several)) {
                return schema.getJsonArray(several).stream()
                        .map(one -> shape((JsonObject) one))
                        .collect(Collectors.joining(" or "));
            }
        }
        if (schema.containsKey("enum")) {
            return text(joined(schema.getJsonArray("enum")));
        }
        if (schema.containsKey("const")) {
            return text(String.valueOf(schema.getValue("const")));
        }
        if (schema.getValue("items") instanceof JsonObject items) {
            return "list of " + shape(items);
        }
        return inner(schema) + limits(schema);
    }

    private String inner(JsonObject schema) {
        String type = schema.getValue("type") instanceof JsonArray several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(" or "))
                : String.valueOf(schema.getValue("type", "anything"));
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        return text(type)
                + (properties.isEmpty()
                        ? ""
                        : properties.fieldNames().stream()
                                .map(name -> text(name) + ": " + shape(properties.getJsonObject(name)))
                                .collect(Collectors.joining("; ", " {", "}")));
    }

    private static String limits(JsonObject schema) {
        List<String> said = new ArrayList<>();
        for (String word : List.of(
                "format",
                "minimum",
                "maximum",
                "minLength",
                "maxLength",
                "pattern",
                "minItems",
                "maxItems",
                "default")) {
            if (schema.containsKey(word)) {
                said.add(word + " " + schema.getValue(word));
            }
        }
        return said.isEmpty() ? "" : " <small>" + text(String.join(", ", said)) + "</small>";
    }

    private void paragraph(String words) {
        for (String part : words.split("\n\n")) {
            if (!part.isBlank()) {
                html.append("<p>").append(text(part.strip())).append("</p>");
            }
        }
    }

    private static String joined(JsonArray words) {
        return words.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private JsonObject resolved(JsonObject json) {
        return Refs.resolved(document, json);
    }
}
