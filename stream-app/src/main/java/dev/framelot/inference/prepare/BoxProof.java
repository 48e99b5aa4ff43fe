package dev.framelot.inference.prepare;

import dev.framelot.inference.InferenceException;
import dev.framelot.inference.Lane;
import dev.framelot.inference.onnx.OnnxEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs frames through two models the way the application does, and compares the boxes. The new model gets them in batches of
 * several where it can.
 */
final class BoxProof {
    private static final int BATCH = 3;

    private BoxProof() {}

    /** @throws InferenceException one of them does not run, or finds its own output broken */
    static BoxTally of(String what, OnnxEngine before, OnnxEngine after, List<Lane.Input> frames, Tolerance tolerance) throws InferenceException {
        BoxTally tally = new BoxTally(what, before.card().thresholds().confidence(), before.card().thresholds().maxDetections(), tolerance);
        List<Lane.FrameResult> ours = run(before, frames, 1);
        List<Lane.FrameResult> theirs = run(after, frames, BATCH);
        for (int i = 0; i < frames.size(); i++) {
            tally.add(ours.get(i).detections(), theirs.get(i).detections(), frames.get(i).letterbox());
        }
        return tally;
    }

    private static List<Lane.FrameResult> run(OnnxEngine engine, List<Lane.Input> frames, int wanted) throws InferenceException {
        int batch = engine.fixedBatch().orElse(wanted);
        List<Lane.FrameResult> results = new ArrayList<>();
        try (Lane lane = engine.openLane(0, List.of(batch))) {
            for (int first = 0; first < frames.size(); first += batch) {
                results.addAll(lane.run(frames.subList(first, Math.min(frames.size(), first + batch)), batch).results());
            }
        }
        Optional<String> fault = results.stream().flatMap(result -> result.fault().stream()).map(found -> found.detail()).findFirst();
        if (fault.isPresent()) {
            throw new InferenceException(InferenceException.Kind.UNUSABLE_MODEL, engine.model().name() + " gives a frame no boxes: " + fault.get());
        }
        return results;
    }
}
