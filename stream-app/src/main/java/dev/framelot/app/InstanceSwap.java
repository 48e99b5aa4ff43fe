package dev.framelot.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A swap that running instances are asked for: the first one loads the model and runs every shape on every lane before it is chosen, and each says what it made of it. */
final class InstanceSwap {
    /** Engines that TensorRT has to build take minutes each. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final long LOOK_MILLIS = 500;
    private static final String MODELS = "/v1/models";

    private final List<AskedInstance> instances;
    private final String route;
    private final WaitingLine waiting;
    private final PrintWriter out;

    /** @param instances the one that is asked, then those whose answer is waited for; never empty */
    InstanceSwap(List<AskedInstance> instances, String route, WaitingLine waiting, PrintWriter out) {
        this.instances = List.copyOf(instances);
        this.route = route;
        this.waiting = waiting;
        this.out = out;
    }

    /**
     * @param name in its folder of models; empty: the model of the settings, on each instance that of its own
     * @return whether all of them serve it
     * @throws StartException the first one refuses, or does not answer
     */
    boolean make(Optional<String> name, String by) throws InterruptedException {
        AskedInstance first = instances.get(0);
        JsonNode before = first.get(MODELS);
        ObjectNode change = new ObjectMapper().createObjectNode().put("route", route).put("version", chosen(first, before).path("version").asLong()).put("by", by);
        if (name.isPresent()) {
            change.put("model", name.get());
        } else {
            change.put("settings", true);
        }
        String what = name.orElse("the model of its settings");
        JsonNode after = waiting.during(first + " loads " + what + " and runs every shape on every lane", () -> first.put(MODELS + "/serving", change, PATIENCE));
        long version = chosen(first, after).path("version").asLong();
        out.println("from  " + serving(before));
        out.println("to    " + serving(after));
        out.println("version " + version + " by " + by);
        out.println(first + ": " + verdict(first, after));
        out.flush();
        boolean all = refusal(first, after).isEmpty();
        for (AskedInstance other : instances.subList(1, instances.size())) {
            all &= followed(other, version);
        }
        return all;
    }

    /** Prints what another one made of it. */
    private boolean followed(AskedInstance instance, long version) throws InterruptedException {
        try {
            JsonNode models = waiting.during(instance + " follows version " + version, () -> awaited(instance, version));
            out.println(instance + ": " + verdict(instance, models));
            return refusal(instance, models).isEmpty();
        } catch (StartException silent) {
            out.println(silent.getMessage() + ". Version " + version + " is in force all the same");
            return false;
        } finally {
            out.flush();
        }
    }

    private JsonNode awaited(AskedInstance instance, long version) throws InterruptedException {
        long beganNanos = System.nanoTime();
        JsonNode models = instance.get(MODELS);
        while (chosen(instance, models).path("version").asLong() < version) {
            if (System.nanoTime() - beganNanos > PATIENCE.toNanos()) {
                throw new StartException(instance + " has not followed within " + PATIENCE.toMinutes() + " min, and still says version " + chosen(instance, models).path("version"));
            }
            Thread.sleep(LOOK_MILLIS);
            models = instance.get(MODELS);
        }
        return models;
    }

    private String verdict(AskedInstance instance, JsonNode models) {
        String refusal = refusal(instance, models);
        return serving(models) + (refusal.isEmpty() ? " serves" : " keeps serving: " + refusal);
    }

    /** Empty: it follows. */
    private String refusal(AskedInstance instance, JsonNode models) {
        return chosen(instance, models).path("refusal").asText("");
    }

    private JsonNode chosen(AskedInstance instance, JsonNode models) {
        JsonNode routes = models.path("routes");
        return StreamSupport.stream(routes.spliterator(), false).filter(one -> one.path("route").asText().equals(route)).findFirst()
                .orElseThrow(() -> new StartException(instance + " has no model of the name '" + route + "' (--route); it has: "
                        + StreamSupport.stream(routes.spliterator(), false).map(one -> one.path("route").asText()).collect(Collectors.joining(", "))));
    }

    private String serving(JsonNode models) {
        return StreamSupport.stream(models.path("models").spliterator(), false)
                .filter(model -> model.path("serving").asBoolean() && model.path("route").asText().equals(route)).findFirst()
                .map(InstanceSwap::described).orElse("no model");
    }

    private static String described(JsonNode model) {
        String sha256 = model.path("sha256").asText();
        return model.path("name").asText() + " " + model.path("version").asText() + " (" + (model.path("folder").isTextual() ? model.path("folder").asText() : "of the settings") + ", "
                + sha256.substring(0, Math.min(8, sha256.length())) + ") on " + model.path("provider").asText() + ", batches of "
                + StreamSupport.stream(model.path("shapes").spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
    }
}
