package dev.framelot.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A swap that running instances are asked for: the first one loads the model and runs every shape on every lane before it is chosen, and each says what it made of it. */
final class InstanceSwap {
    /** Engines that TensorRT has to build take minutes each. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    /** Whoever lists models reads all weights that are new in the folder: gigabytes. */
    private static final Duration LIST = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 500;

    private final List<AskedInstance> instances;
    private final String route;
    private final Duration list;
    private final WaitingLine waiting;
    private final PrintWriter out;

    /** @param instances the one that is asked, then those whose answer is waited for; never empty */
    InstanceSwap(List<AskedInstance> instances, String route, WaitingLine waiting, PrintWriter out) {
        this(instances, route, LIST, waiting, out);
    }

    /** @param list how long one list of models may take; of an instance that is waited for, another is then asked for */
    InstanceSwap(List<AskedInstance> instances, String route, Duration list, WaitingLine waiting, PrintWriter out) {
        this.instances = List.copyOf(instances);
        this.route = route;
        this.list = list;
        this.waiting = waiting;
        this.out = out;
    }

    /**
     * What was chosen.
     *
     * @param name in the folder of models; empty: the model of the settings
     * @param before what served until then on the instance that is looked at; empty: not known
     * @param proof of an instance that serves it; empty: none is known
     */
    private record Wish(Optional<String> name, long version, String by, Optional<ToldModels> before, Optional<ToldModels> proof) {
        /** Of one that can't serve it, what serves may have the same name: what lay in the folder before. */
        boolean isServed(ToldModels models) {
            if (name.isEmpty() || !models.servesFrom(name)) {
                return models.servesFrom(name);
            }
            if (proof.isPresent()) {
                return models.servesSameAs(proof.get());
            }
            return models.version() == version && models.refusal().isEmpty() || before.isPresent() && !models.servesSameAs(before.get());
        }
    }

    /**
     * @param name in its folder of models; empty: the model of the settings, on each instance that of its own
     * @return whether all of them serve it
     * @throws StartException the first one refuses, or does not answer
     */
    boolean make(Optional<String> name, String by) throws InterruptedException {
        AskedInstance first = instances.get(0);
        ToldModels before = waiting.during(first + " lists its models", () -> told(first, first.get(ToldModels.PATH, ToldModels.FIELD, list)));
        Wish asked = new Wish(name, before.version() + 1, by, Optional.of(before), Optional.empty());
        Optional<ToldModels> after = asked(first, asked);
        boolean all = after.isPresent() && asked.isServed(after.get());
        if (after.isPresent()) {
            out.println("from  " + before.sentence());
            out.println("to    " + after.get().sentence());
            out.println("version " + asked.version() + " by " + by);
            out.println(first + ": " + verdict(asked, after.get()));
            out.flush();
        }
        Wish chosen = new Wish(name, asked.version(), by, Optional.empty(), all ? after : Optional.empty());
        for (AskedInstance other : instances.subList(1, instances.size())) {
            all &= followed(other, chosen);
        }
        return all;
    }

    /** What it made of it; empty: nothing is known but that it was chosen, which is printed. */
    private Optional<ToldModels> asked(AskedInstance first, Wish wish) throws InterruptedException {
        ObjectNode change = new ObjectMapper().createObjectNode().put("route", route).put("version", wish.version() - 1).put("by", wish.by());
        wish.name().ifPresentOrElse(folder -> change.put("model", folder), () -> change.put("settings", true));
        String loads = first + " loads " + wish.name().orElse("the model of its settings") + " and runs every shape on every lane";
        try {
            return Optional.of(waiting.during(loads, () -> told(first, first.put(ToldModels.PATH + "/serving", change, ToldModels.FIELD, PATIENCE))));
        } catch (LostAnswerException lost) {
            throw new StartException(lost.getMessage() + ". It may still be loading, and serve it then: look at GET " + ToldModels.PATH + " there, which said version " + (wish.version() - 1)
                    + " before and says " + wish.version() + " once it is chosen", lost);
        } catch (RefusedRequestException refused) {
            if (!refused.detail().startsWith("Version " + wish.version() + " was written")) {
                throw refused;
            }
            out.println(refused.getMessage());
            out.flush();
            return heard(first, wish);
        }
    }

    /** Prints what another one made of it. */
    private boolean followed(AskedInstance instance, Wish wish) throws InterruptedException {
        Optional<ToldModels> models = heard(instance, wish);
        models.ifPresent(known -> out.println(instance + ": " + verdict(wish, known)));
        out.flush();
        return models.filter(wish::isServed).isPresent();
    }

    /** Once it follows; empty: it does not say, which is printed. */
    private Optional<ToldModels> heard(AskedInstance instance, Wish wish) throws InterruptedException {
        try {
            return Optional.of(waiting.during(instance + " follows version " + wish.version(), () -> awaited(instance, wish.version())));
        } catch (StartException silent) {
            out.println(silent.getMessage() + ". Version " + wish.version() + " is in force all the same");
            out.flush();
            return Optional.empty();
        }
    }

    private ToldModels awaited(AskedInstance instance, long version) throws InterruptedException {
        long beganNanos = System.nanoTime();
        String last = "has not answered";
        while (System.nanoTime() - beganNanos <= PATIENCE.toNanos()) {
            try {
                ToldModels models = told(instance, instance.look(ToldModels.PATH, ToldModels.FIELD, list));
                if (models.version() >= version) {
                    return models;
                }
                last = "still says version " + models.version();
            } catch (LostAnswerException lost) {
                if (!lost.isLate()) {
                    throw new StartException(lost.getMessage(), lost);
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new StartException(instance + " has not followed within " + PATIENCE.toMinutes() + " min, and " + last);
    }

    private ToldModels told(AskedInstance instance, JsonNode answer) {
        return ToldModels.of(instance, answer, route);
    }

    private static String verdict(Wish wish, ToldModels models) {
        String refusal = models.refusal().isEmpty() ? "" : ": " + models.refusal();
        String later = models.version() > wish.version() ? ", superseded by version " + models.version() + " by " + models.issuedBy() : "";
        if (wish.isServed(models)) {
            return models.sentence() + " serves" + later + refusal;
        }
        return models.sentence() + (later.isEmpty() ? " keeps serving" : " serves" + later) + (later.isEmpty() && refusal.isEmpty() ? ", not what was chosen" : refusal);
    }
}
