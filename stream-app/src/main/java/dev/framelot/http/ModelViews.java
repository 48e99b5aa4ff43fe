package dev.framelot.http;

import dev.framelot.control.ModelChoice;
import dev.framelot.inference.WrittenCard;
import dev.framelot.inference.ModelFolder;
import dev.framelot.inference.ModelIdentity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The models of an instance, as JSON. */
final class ModelViews {
    private ModelViews() {}

    /** What runs or is ready to, route by route: main first, on each the one that serves first. Nothing is read from a disk. */
    static JsonArray running(Instance instance) {
        return running(instance, now(instance));
    }

    /** What a route runs and the choice that it follows, seen together. */
    private record Now(String route, Models.Running running) {}

    private static List<Now> now(Instance instance) {
        return instance.models().routes().stream().map(route -> new Now(route.name(), route.running())).toList();
    }

    private static JsonArray running(Instance instance, List<Now> routesNow) {
        JsonArray models = new JsonArray();
        for (Now now : routesNow) {
            Models.Running running = now.running();
            Instance.ModelFlow flow = instance.flow(now.route());
            models.add(model(instance, running.serving(), "serving", flow));
            running.shadow().ifPresent(shadow -> models.add(model(instance, shadow, "shadow", flow)));
            running.ready().ifPresent(ready -> models.add(model(instance, ready, "ready", flow)));
        }
        return models;
    }

    /** These and what else lies in the folder of models. Reads it. */
    static JsonObject all(Instance instance) {
        // Takes as long as reading what is new; what runs may change meanwhile.
        List<ModelFolder.Entry> folder = instance.models().folder();
        List<Now> routesNow = now(instance);
        JsonArray models = running(instance, routesNow);
        Set<String> told = new HashSet<>();
        for (Object model : models) {
            told.add(((JsonObject) model).getString("folder"));
        }
        for (ModelFolder.Entry entry : folder) {
            if (!told.contains(entry.name())) {
                models.add(entry(instance, entry));
            }
        }
        JsonArray routes = new JsonArray();
        routesNow.forEach(now -> routes.add(choice(now.running()).put("route", now.route())));
        return choice(routesNow.get(0).running()).put("live", instance.changeable()).put("routes", routes).put("models", models);
    }

    private static JsonObject choice(Models.Running running) {
        ModelChoice choice = running.choice();
        return new JsonObject()
                .put("version", choice.version())
                .put("issuedBy", Text.escaped(choice.issuedBy()))
                .put("issuedAtMicros", choice.issuedAtMicros())
                .put("refusal", running.refusal().isEmpty() ? null : Text.escaped(running.refusal()));
    }

    private static JsonObject model(Instance instance, Models.Model model, String state, Instance.ModelFlow flow) {
        return named(instance, model.identity(), state)
                .put("route", flow.name())
                .put("folder", model.folder().orElse(null))
                .put("provider", model.provider())
                .put("serving", state.equals("serving"))
                .put("warm", !state.equals("serving") || flow.heart().isPresent())
                .put("shapes", new JsonArray(shapes(flow, state)))
                .put("inputWidth", model.input().width())
                .put("inputHeight", model.input().height());
    }

    /** A shadow runs one frame at a time. */
    private static List<Integer> shapes(Instance.ModelFlow flow, String state) {
        return state.equals("shadow") ? flow.shapes().subList(0, 1) : flow.shapes();
    }

    private static JsonObject entry(Instance instance, ModelFolder.Entry entry) {
        JsonObject json = entry.card()
                .map(card -> available(instance, card))
                .orElseGet(() -> named(instance, new ModelIdentity(entry.name(), "", ""), "unusable").put("problem", Text.escaped(entry.problem())));
        return json.put("folder", entry.name()).putNull("provider").put("serving", false).put("warm", false).put("shapes", new JsonArray());
    }

    /** The input's size as far as the card says it; the graph is read once it is loaded. */
    private static JsonObject available(Instance instance, WrittenCard card) {
        JsonObject json = named(instance, card.identity(), "available");
        card.input().width().ifPresent(width -> json.put("inputWidth", width));
        card.input().height().ifPresent(height -> json.put("inputHeight", height));
        return json;
    }

    private static JsonObject named(Instance instance, ModelIdentity identity, String state) {
        return new JsonObject()
                .put("name", Text.escaped(identity.name()))
                .put("version", Text.escaped(identity.version()))
                .put("sha256", identity.sha256())
                .put("engine", Views.kebab(instance.config().inference().engine()))
                .put("state", state);
    }
}
