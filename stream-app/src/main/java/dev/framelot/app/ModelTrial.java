package dev.framelot.app;

import dev.framelot.batching.Shapes;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ModelChoice.Chosen;
import dev.framelot.dispatch.WarmModel;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.InferenceException;
import dev.framelot.inference.UnknownModelException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Loads a model from the folder of models here and runs it as an instance with these settings would before it serves. @param config of the route */
record ModelTrial(FramelotConfig config) {
    private static final String BY_AN_INSTANCE = "A running instance can try it where it is to serve: framelot model swap NAME --url URL (docs/live-models.md)";

    /**
     * What was run, and nothing beyond.
     *
     * @param lanes each of which ran every shape
     * @param remark what an instance may do otherwise; empty: nothing that these settings tell
     */
    record Passed(Chosen chosen, String provider, List<Integer> shapes, int lanes, long nanos, String remark) {
        String sentence() {
            return String.format(Locale.ROOT, "here on %s: %s of %s on %d %s, in %.1f s%s", provider, shapes.size() == 1 ? "a batch" : "batches",
                    shapes.stream().map(String::valueOf).collect(Collectors.joining(", ")), lanes, lanes == 1 ? "lane" : "lanes", nanos / 1e9,
                    remark.isEmpty() ? "" : "; " + remark);
        }
    }

    /**
     * Every shape on every lane.
     *
     * @throws StartException it can't serve, with the reason
     */
    Passed toServe(String name) {
        return tried(source(), name, config.inference().lanes(), config.batching().isToBeMeasured() ? List.of(1) : config.batching().shapes(),
                config.batching().isToBeMeasured() ? "how large batches may be, each instance measures (batching.max-frames is -1), and runs those itself" : "");
    }

    /**
     * As a shadow runs: one lane and the smallest shape.
     *
     * @throws StartException it can't watch, with the reason
     */
    Passed toWatch(String name) {
        return tried(source().forOneLane(), name, 1, config.batching().isToBeMeasured() ? List.of(1) : config.batching().shapes().subList(0, 1), "");
    }

    private RouteSource source() {
        return RouteSource.of(config.inference());
    }

    private static Passed tried(RouteSource source, String name, int lanes, List<Integer> wanted, String remark) {
        long beganNanos = System.nanoTime();
        try (InferenceEngine engine = source.named(name)) {
            List<Integer> shapes = engine.fixedBatch().isPresent() ? List.of(engine.fixedBatch().getAsInt()) : wanted;
            String only = engine.fixedBatch().isPresent() && !shapes.equals(wanted)
                    ? "it takes no other size, so an instance that runs other shapes keeps what it has until its next start" : remark;
            Chosen chosen = new Chosen(name, engine.model());
            String provider = engine.provider();
            WarmModel.open(engine, lanes, new Shapes(shapes), Map::of).closeLanes();
            return new Passed(chosen, provider, shapes, lanes, System.nanoTime() - beganNanos, only);
        } catch (InferenceException refused) {
            throw new StartException("Not changed: " + refused.sentence(), refused);
        } catch (UnknownModelException unknown) {
            throw new StartException("Not changed: " + unknown.getMessage() + ". " + BY_AN_INSTANCE, unknown);
        } catch (OutOfMemoryError noRoom) {
            throw new StartException("Not changed: there is no memory here to run it on " + lanes + " lanes (" + noRoom.getMessage()
                    + "); raise -XX:MaxDirectMemorySize or the heap (FRAMELOT_JAVA_OPTS), or lower inference.lanes. " + BY_AN_INSTANCE, noRoom);
        }
    }
}
