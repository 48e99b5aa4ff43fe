package dev.framelot.inference.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.framelot.inference.CostCurve;
import dev.framelot.inference.MemoryReading;
import dev.framelot.inference.ProfileKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The profile file, as docs/profile.md describes it. A reader refuses what it does not understand rather than guess. */
public final class ProfileJson {
    static final String FORMAT = "framelot-profile";
    static final int VERSION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProfileJson() {}

    public static String write(Profile profile) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT).put("version", VERSION).put("measuredAt", profile.measuredAt().toString());
        root.putObject("model").put("name", profile.modelName()).put("version", profile.modelVersion()).put("sha256", profile.key().modelSha256());
        root.put("provider", profile.key().provider())
                .put("device", profile.key().device())
                .put("runtime", profile.key().runtime())
                .put("precision", profile.key().precision())
                .put("threads", profile.key().threads())
                .put("input", profile.pattern())
                .put("memory", profile.memory().map(ProfileJson::wireName).orElse(null));
        ArrayNode shapes = root.putArray("shapes");
        for (ShapeRun run : profile.runs()) {
            ObjectNode row = shapes.addObject()
                    .put("shape", run.shape())
                    .put("runs", run.runs())
                    .put("medianNanos", run.cost().medianNanos())
                    .put("p95Nanos", run.cost().p95Nanos())
                    .put("framesPerSecond", Math.round(run.framesPerSecond() * 100) / 100.0)
                    .put("msPerFrame", Math.round(run.millisPerFrame() * 1000) / 1000.0);
            run.grownBytes().ifPresentOrElse(bytes -> row.put("memoryBytes", bytes), () -> row.putNull("memoryBytes"));
        }
        profile.refusal().ifPresentOrElse(
                refusal -> root.putObject("refused").put("shape", refusal.shape()).put("cause", wireName(refusal.cause())).put("why", refusal.why()),
                () -> root.putNull("refused"));
        profile.finding().chosen().ifPresent(chosen -> root.put("chosen", chosen));
        root.putObject("stopped").put("by", wireName(profile.finding().by())).put("why", profile.finding().sentence());
        return root.toPrettyString() + "\n";
    }

    /** @throws BadProfileException it is damaged, or of another format or version; says what and where */
    public static Profile read(String json) throws BadProfileException {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (!FORMAT.equals(root.path("format").asText())) {
                throw new BadProfileException("format is '" + root.path("format").asText() + "', must be " + FORMAT);
            }
            if (root.path("version").asInt() != VERSION) {
                throw new BadProfileException("version is " + root.path("version") + ", this build reads " + VERSION);
            }
            ProfileKey key = new ProfileKey(
                    text(root.path("model"), "sha256"), text(root, "provider"), text(root, "device"), text(root, "runtime"),
                    text(root, "precision"), Math.toIntExact(number(root, "threads")));
            List<ShapeRun> runs = new ArrayList<>();
            for (JsonNode row : root.path("shapes")) {
                runs.add(new ShapeRun(
                        Math.toIntExact(number(row, "shape")),
                        Math.toIntExact(number(row, "runs")),
                        new CostCurve.Cost(number(row, "medianNanos"), number(row, "p95Nanos")),
                        row.path("memoryBytes").isIntegralNumber() ? OptionalLong.of(row.path("memoryBytes").asLong()) : OptionalLong.empty()));
            }
            return new Profile(
                    key,
                    text(root.path("model"), "name"),
                    text(root.path("model"), "version"),
                    Instant.parse(text(root, "measuredAt")),
                    text(root, "input"),
                    root.path("memory").isTextual() ? Optional.of(value(MemoryReading.Kind.class, text(root, "memory"))) : Optional.empty(),
                    runs,
                    refusal(root.path("refused")),
                    new Finding(
                            OptionalInt.of(Math.toIntExact(number(root, "chosen"))),
                            value(Finding.StoppedBy.class, text(root.path("stopped"), "by")),
                            text(root.path("stopped"), "why")));
        } catch (JsonProcessingException damaged) {
            throw new BadProfileException("it is no JSON: " + damaged.getOriginalMessage());
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException wrong) {
            throw new BadProfileException(wrong.getMessage());
        }
    }

    private static Optional<Refusal> refusal(JsonNode node) throws BadProfileException {
        if (!node.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Math.toIntExact(number(node, "shape")), value(Refusal.Cause.class, text(node, "cause")), text(node, "why")));
    }

    private static String text(JsonNode node, String name) throws BadProfileException {
        if (!node.path(name).isTextual()) {
            throw new BadProfileException("'" + name + "' is " + shown(node, name) + ", must be a text");
        }
        return node.path(name).asText();
    }

    private static long number(JsonNode node, String name) throws BadProfileException {
        if (!node.path(name).isIntegralNumber() || !node.path(name).canConvertToLong()) {
            throw new BadProfileException("'" + name + "' is " + shown(node, name) + ", must be a whole number");
        }
        return node.path(name).asLong();
    }

    private static String shown(JsonNode node, String name) {
        return node.has(name) ? node.path(name).toString() : "missing";
    }

    private static <E extends Enum<E>> E value(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
