package dev.framelot.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What an instance says of a route's models: its answer to GET /v1/models. */
record ToldModels(JsonNode choice, JsonNode serving) {
    static final String PATH = "/v1/models";
    static final String FIELD = "routes";

    /** @throws StartException it has no such route */
    static ToldModels of(AskedInstance instance, JsonNode answer, String route) {
        List<JsonNode> routes = each(answer.path(FIELD));
        JsonNode choice = routes.stream().filter(one -> one.path("route").asText().equals(route)).findFirst()
                .orElseThrow(() -> new StartException(instance + " has no model of the name '" + route + "' (--route); it has: "
                        + routes.stream().map(one -> one.path("route").asText()).collect(Collectors.joining(", "))));
        JsonNode serving = each(answer.path("models")).stream()
                .filter(model -> model.path("serving").asBoolean() && model.path("route").asText().equals(route)).findFirst()
                .orElseThrow(() -> new StartException(instance + " (--url) says of no model that it serves on route " + route));
        return new ToldModels(choice, serving);
    }

    private static List<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Of the choice that it follows, as far as it can. */
    long version() {
        return choice.path("version").asLong();
    }

    String issuedBy() {
        return choice.path("issuedBy").asText();
    }

    /** Why the choice is not followed, or not all of it: its shadow counts too. Empty: it is. */
    String refusal() {
        return choice.path("refusal").asText("");
    }

    /** @param name in the folder of models; empty: the model of the settings */
    boolean servesFrom(Optional<String> name) {
        return Optional.ofNullable(serving.path("folder").textValue()).equals(name);
    }

    boolean servesSameAs(ToldModels other) {
        return List.of("name", "version", "sha256").stream().allMatch(key -> serving.path(key).equals(other.serving.path(key)));
    }

    /** What serves, as a person reads it. */
    String sentence() {
        String sha256 = serving.path("sha256").asText();
        return serving.path("name").asText() + " " + serving.path("version").asText() + " (" + serving.path("folder").asText("of the settings") + ", "
                + sha256.substring(0, Math.min(8, sha256.length())) + ") on " + serving.path("provider").asText() + ", batches of "
                + each(serving.path("shapes")).stream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }
}
