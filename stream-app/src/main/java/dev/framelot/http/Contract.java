package dev.framelot.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract as it is served, and the part of it that requests are checked against. */
final class Contract {
    private static final String RESOURCE = "/dev/framelot/http/openapi.yaml";

    private final String yaml;
    private final JsonObject json;

    private Contract(String yaml, JsonObject json) {
        this.yaml = yaml;
        this.json = json;
    }

    static Contract read() {
        try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            return new Contract(yaml, new JsonObject(root).copy());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Buffer yaml() {
        return Buffer.buffer(yaml);
    }

    JsonObject json() {
        return json;
    }

    /** The validator knows JSON bodies only: images are checked by their bytes where they come in, and streams have no schema. */
    Future<OpenAPIContract> validated(Vertx vertx) {
        JsonObject copy = json.copy();
        for (Operation operation : operations(copy)) {
            JsonObject body = operation.json().getJsonObject("requestBody");
            if (body != null && !body.getJsonObject("content").containsKey("application/json")) {
                operation.json().remove("requestBody");
            }
            JsonObject responses = operation.json().getJsonObject("responses");
            for (String status : responses.fieldNames()) {
                JsonObject content = responses.getJsonObject(status).getJsonObject("content");
                if (content != null && !content.containsKey("application/json")) {
                    responses.getJsonObject(status).remove("content");
                }
            }
        }
        copy.getJsonObject("components").getJsonObject("responses").getJsonObject("Problem").remove("content");
        // Tokens are checked before the router is asked.
        copy.remove("security");
        copy.remove("servers");
        copy.getJsonObject("components").remove("securitySchemes");
        return OpenAPIContract.from(vertx, copy);
    }

    record Operation(String method, String path, JsonObject json) {
        String id() {
            return json.getString("operationId");
        }
    }

    List<Operation> operations() {
        return operations(json);
    }

    private static List<Operation> operations(JsonObject contract) {
        List<Operation> operations = new ArrayList<>();
        JsonObject paths = contract.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            item.fieldNames().forEach(method -> operations.add(new Operation(method, path, item.getJsonObject(method))));
        }
        return operations;
    }

    /** What this operation's JSON body does that its schema does not allow, in words; empty where the fault is another. */
    List<Fault> faults(String operationId, JsonObject body) {
        List<Fault> faults = new ArrayList<>();
        operations().stream().filter(operation -> operation.id().equals(operationId)).findFirst().ifPresent(operation -> {
            JsonObject schema = resolve(operation.json().getJsonObject("requestBody").getJsonObject("content").getJsonObject("application/json").getJsonObject("schema"));
            JsonObject properties = schema.getJsonObject("properties");
            List<String> known = List.copyOf(properties.fieldNames());
            for (String key : body.fieldNames()) {
                if (!properties.containsKey(key)) {
                    faults.add(new Fault("'" + key + "' is no known key", known));
                    continue;
                }
                JsonObject property = resolve(properties.getJsonObject(key));
                JsonArray choices = property.getJsonArray("enum");
                if (choices != null && !choices.contains(body.getValue(key))) {
                    faults.add(new Fault(key + " is '" + body.getValue(key) + "'", choices.stream().map(String::valueOf).toList()));
                }
            }
            List<String> alternatives = alternatives(schema);
            if (!alternatives.isEmpty() && alternatives.stream().filter(body::containsKey).count() != 1) {
                faults.add(new Fault("Exactly one of several keys is needed", alternatives));
            }
        });
        return faults;
    }

    /** Keys of which a body has one, in a schema whose {@code oneOf} requires a key each; empty in others. */
    private static List<String> alternatives(JsonObject schema) {
        List<String> keys = new ArrayList<>();
        JsonArray each = schema.getJsonArray("oneOf", new JsonArray());
        for (int i = 0; i < each.size(); i++) {
            keys.add(each.getJsonObject(i).getJsonArray("required").getString(0));
        }
        return keys;
    }

    /** @param allowed instead */
    record Fault(String text, List<String> allowed) {}

    private JsonObject resolve(JsonObject schema) {
        String reference = schema.getString("$ref");
        return reference == null ? schema : json.getJsonObject("components").getJsonObject("schemas").getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }
}
