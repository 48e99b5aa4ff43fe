package dev.framelot.control;

import dev.framelot.config.NamedModel;
import dev.framelot.inference.ModelIdentity;
import dev.framelot.schemas.ControlCommand;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which models all instances run on one route, and since when by whose wish.
 *
 * @param route {@code main} for {@code inference.model}, else a name of the setting {@code models}
 * @param serving empty: what the settings of each instance say
 * @param shadow sees the same frames beside it; empty: none
 * @param before served before {@code serving}: for an instance that starts and can't load that
 * @param version 1, 2, 3, …; 0: nobody chose
 */
public record ModelChoice(
        String route, Optional<Chosen> serving, Optional<Chosen> shadow, Optional<Chosen> before, long version, String issuedBy, long issuedAtMicros) {
    static final String KIND = "models";
    /** Commands of older versions name none: they are for {@code main}. */
    private static final String ROUTE = "route";
    /** Older versions write none: any card goes with their choices. */
    private static final String CARD = ".card";

    /** Nobody chose. */
    public static ModelChoice none(String route) {
        return new ModelChoice(route, Optional.empty(), Optional.empty(), Optional.empty(), 0, "settings", 0);
    }

    /** A model by its name in the folder of models, and the identity that it must have there on every instance. */
    public record Chosen(String folder, ModelIdentity identity) {
        /** The same model of the same folder, as far as both are known. */
        public boolean is(Chosen other) {
            return folder.equals(other.folder) && identity.is(other.identity);
        }

        @Override
        public String toString() {
            return folder + " (" + identity.name() + " " + identity.version() + ", " + identity.sha256().substring(0, Math.min(8, identity.sha256().length())) + ")";
        }
    }

    /** The next version: this one serves. A shadow of it ends; another goes on. Choosing the same one again keeps the one before. */
    public ModelChoice serving(Chosen next, String by, long atMicros) {
        Optional<Chosen> fallBack = serving.filter(next::is).isPresent() ? before : serving;
        return new ModelChoice(route, Optional.of(next), shadow.filter(other -> !other.is(next)), fallBack, version + 1, by, atMicros);
    }

    /** The next version: on each instance the model of its own settings serves, and no other even where that can't. A shadow goes on. */
    public ModelChoice servingSettings(String by, long atMicros) {
        return new ModelChoice(route, Optional.empty(), shadow, Optional.empty(), version + 1, by, atMicros);
    }

    /** The next version: this one is the shadow, or none. */
    public ModelChoice shadow(Optional<Chosen> next, String by, long atMicros) {
        return new ModelChoice(route, serving, next, before, version + 1, by, atMicros);
    }

    /** As a person reads it. */
    public String sentence() {
        return (route.equals(NamedModel.MAIN) ? "" : "on route " + route + " ") + serving.map(chosen -> chosen + " serves").orElse("the model of the settings serves") + shadow.map(chosen -> ", " + chosen + " is its shadow").orElse("");
    }

    ControlCommand command(String id) {
        Map<String, String> arguments = new HashMap<>();
        put(arguments, "serving", serving);
        put(arguments, "shadow", shadow);
        put(arguments, "before", before);
        arguments.put(ROUTE, route);
        arguments.put("version", String.valueOf(version));
        return ControlCommand.newBuilder()
                .setId(id)
                .setIssuedAtMicros(issuedAtMicros)
                .setIssuedBy(issuedBy)
                .setKind(KIND)
                .setArguments(arguments)
                .setExpectedVersion(version - 1)
                .build();
    }

    private static void put(Map<String, String> arguments, String role, Optional<Chosen> chosen) {
        chosen.ifPresent(model -> {
            arguments.put(role, model.folder);
            arguments.put(role + ".name", model.identity.name());
            arguments.put(role + ".version", model.identity.version());
            arguments.put(role + ".sha256", model.identity.sha256());
            if (!model.identity.card().isEmpty()) {
                arguments.put(role + CARD, model.identity.card());
            }
        });
    }

    /** @throws IllegalArgumentException it is no choice, with the reason: written by something newer, or by hand */
    static ModelChoice read(ControlCommand command) {
        if (!command.getKind().equals(KIND)) {
            throw new IllegalArgumentException("kind '" + command.getKind() + "' is no choice of models");
        }
        Map<String, String> arguments = command.getArguments();
        return new ModelChoice(
                arguments.getOrDefault(ROUTE, NamedModel.MAIN), chosen(arguments, "serving"), chosen(arguments, "shadow"), chosen(arguments, "before"), Long.parseLong(arguments.getOrDefault("version", "0")),
                command.getIssuedBy(), command.getIssuedAtMicros());
    }

    private static Optional<Chosen> chosen(Map<String, String> arguments, String role) {
        return Optional.ofNullable(arguments.get(role)).map(folder -> new Chosen(
                folder, new ModelIdentity(
                        named(arguments, role + ".name"), named(arguments, role + ".version"), named(arguments, role + ".sha256"), arguments.getOrDefault(role + CARD, ""))));
    }

    private static String named(Map<String, String> arguments, String key) {
        String value = arguments.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is absent");
        }
        return value;
    }
}
