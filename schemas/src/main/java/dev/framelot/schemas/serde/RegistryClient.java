package dev.framelot.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * The two calls of the Confluent Schema Registry's REST API that framing needs: register a schema, look one up by id. Works with
 * Apicurio's compatible API too ({@code http://host/apis/ccompat/v7}). Thread safe; ids and schemas never change, so answers are kept.
 */
public final class RegistryClient {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int ATTEMPTS = 3;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    /** Writers' schemas that are remembered; a topic has a handful. */
    private static final int MOST_CACHED = 1_000;

    private final String base;
    private final Duration timeout;
    private final String authorization;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();

    /** @param url with a path where the API has one; user information in it becomes basic authentication @param timeout of one attempt */
    public RegistryClient(URI url, Duration timeout) {
        String text = url.toString().replaceFirst("//[^/@]*@", "//");
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.authorization = url.getUserInfo() == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(url.getUserInfo().getBytes(StandardCharsets.UTF_8));
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /**
     * The id of {@code schema} under {@code subject}, registered where it was not.
     *
     * @throws SchemaMismatchException the registry finds it incompatible (HTTP 409) or invalid (HTTP 422)
     * @throws RegistryUnavailableException no answer, or one that says nothing of the schema, such as a right that is missing
     */
    public int register(String subject, Schema schema) {
        String body = json.createObjectNode().put("schema", schema.toString()).toString();
        String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() == CONFLICT || answer.statusCode() == UNPROCESSABLE) {
            throw new SchemaMismatchException("The schema registry at " + base + " refused " + schema.getName() + " for subject " + subject + ": HTTP "
                    + answer.statusCode() + " " + excerpt(answer) + "; write to a topic whose subject holds this schema, or mend the subject's versions");
        }
        JsonNode id = body(answer, "register " + schema.getName() + " for subject " + subject).path("id");
        if (!id.isInt()) {
            throw saysNothing(answer, "register " + schema.getName() + " for subject " + subject);
        }
        return id.asInt();
    }

    /**
     * The schema that a producer registered as {@code id}.
     *
     * @throws SchemaMismatchException the registry does not know it, or it is no Avro schema
     * @throws RegistryUnavailableException no answer, or one that says nothing of the id, such as a right that is missing
     */
    public Schema schemaById(int id) {
        Schema cached = byId.get(id);
        if (cached != null) {
            return cached;
        }
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + "/schemas/ids/" + id)).GET());
        if (answer.statusCode() == NOT_FOUND && isRegistrysOwn(answer)) {
            throw new SchemaMismatchException("The schema registry at " + base + " does not know schema id " + id + ": HTTP " + answer.statusCode() + " "
                    + excerpt(answer) + "; the value was written with another registry, or is no Avro record");
        }
        JsonNode text = body(answer, "give schema id " + id).path("schema");
        if (!text.isTextual()) {
            throw saysNothing(answer, "give schema id " + id);
        }
        Schema schema;
        try {
            schema = new Schema.Parser().parse(text.asText());
        } catch (RuntimeException notAvro) {
            throw new SchemaMismatchException("Schema id " + id + " of the registry at " + base + " is no Avro schema: " + notAvro.getMessage(), notAvro);
        }
        if (byId.size() < MOST_CACHED) {
            byId.put(id, schema);
        }
        return schema;
    }

    /** Answers below 500 are answers; anything else is tried again, then given up. */
    private HttpResponse<String> send(HttpRequest.Builder request) {
        request.timeout(timeout).header("Accept", MEDIA_TYPE);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        String last = "";
        IOException cause = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() < 500) {
                    return answer;
                }
                last = "HTTP " + answer.statusCode() + " " + excerpt(answer);
            } catch (IOException unreachable) {
                last = unreachable.toString();
                cause = unreachable;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new RegistryUnavailableException("Interrupted while asking the schema registry at " + base, interrupted);
            }
        }
        throw new RegistryUnavailableException("The schema registry at " + base + " (schema-registry.url) did not answer in " + ATTEMPTS + " attempts of "
                + timeout.toMillis() + " ms (schema-registry.timeout): " + last, cause);
    }

    private JsonNode body(HttpResponse<String> answer, String asked) {
        if (answer.statusCode() != OK) {
            throw saysNothing(answer, asked);
        }
        try {
            return json.readTree(answer.body());
        } catch (IOException notJson) {
            throw saysNothing(answer, asked);
        }
    }

    /** A registry gives its errors a number ({@code error_code}); a proxy, or a path where no registry is, does not. */
    private boolean isRegistrysOwn(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body()).path("error_code").isInt();
        } catch (IOException notJson) {
            return false;
        }
    }

    /** Not of the schema: another answer may come once the address, the credentials or the load are right. */
    private RegistryUnavailableException saysNothing(HttpResponse<String> answer, String asked) {
        return new RegistryUnavailableException("Asked to " + asked + ", the schema registry at " + base + " answered HTTP " + answer.statusCode() + " "
                + excerpt(answer) + ": check schema-registry.url (does it lack a path such as /apis/ccompat/v7?) and the user information in it", null);
    }

    private static String excerpt(HttpResponse<String> answer) {
        return answer.body().length() <= 200 ? answer.body() : answer.body().substring(0, 200) + "…";
    }
}
