package dev.framelot.http;

import dev.framelot.frame.BatchInfo;
import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.StageNanos;
import dev.framelot.live.FrameSample;
import dev.framelot.metrics.FateListener.Fate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A sampled frame and what became of it, as JSON. */
final class FrameViews {
    private FrameViews() {}

    static JsonObject of(FrameSample sample) {
        Fate fate = sample.fate();
        JsonObject json = new JsonObject()
                .put("sample", sample.id())
                .put("image", sample.hasImage() ? "/v1/samples/" + sample.id() : null)
                .put("camera", Text.escaped(fate.identity().cameraId()))
                .put("frameId", Text.escaped(fate.identity().frameId()))
                .put("sequence", fate.identity().sequence())
                .put("atMicros", sample.atMicros())
                .put("ageMicros", sample.ageMicros())
                .put("trace", fate.traceparent() == null ? null : fate.traceparent().substring(3, 35));
        FrameOutcome outcome = fate.outcome();
        if (outcome instanceof FrameOutcome.Detected found) {
            return detected(json, found, fate.emitWaitNanos());
        }
        if (outcome instanceof FrameOutcome.Shed shed) {
            return without(json, "shed", shed.reason(), shed.detail());
        }
        FrameOutcome.DeadLettered dead = (FrameOutcome.DeadLettered) outcome;
        return without(json, "dead-letter", dead.fault().reason().wireName(), dead.fault().detail());
    }

    private static JsonObject detected(JsonObject json, FrameOutcome.Detected found, long emitWaitNanos) {
        JsonArray boxes = new JsonArray();
        for (Detection box : found.detections()) {
            boxes.add(box(box.x1(), box.y1(), box.x2(), box.y2(), box.label(), box.confidence()));
        }
        StageNanos stages = found.stages();
        BatchInfo batch = found.batch();
        return json.put("fate", "detected")
                .put("reason", null)
                .put("detail", null)
                .put("width", found.sourceWidth())
                .put("height", found.sourceHeight())
                .put("boxes", boxes)
                .put("stages", new JsonObject()
                        .put("decodeWaitMicros", stages.decodeWait() / 1_000)
                        .put("decodeMicros", stages.decode() / 1_000)
                        .put("batchWaitMicros", stages.batchWait() / 1_000)
                        .put("laneWaitMicros", stages.laneWait() / 1_000)
                        .put("runMicros", stages.run() / 1_000)
                        .put("postProcessMicros", stages.postProcess() / 1_000)
                        .put("emitWaitMicros", emitWaitNanos / 1_000))
                .put("batch", new JsonObject()
                        .put("id", batch.batchId())
                        .put("lane", batch.laneId())
                        .put("shape", batch.shape())
                        .put("frames", batch.frames())
                        .put("reason", batch.reason())
                        .put("predictedMicros", batch.predictedRunNanos() / 1_000));
    }

    static JsonObject without(JsonObject json, String fate, String reason, String detail) {
        return json.put("fate", fate)
                .put("reason", reason)
                .put("detail", Text.escaped(detail))
                .put("width", null)
                .put("height", null)
                .put("boxes", new JsonArray())
                .put("stages", null)
                .put("batch", null);
    }

    static JsonObject box(float x1, float y1, float x2, float y2, String label, float confidence) {
        return new JsonObject()
                .put("x1", x1)
                .put("y1", y1)
                .put("x2", x2)
                .put("y2", y2)
                .put("label", label)
                .put("confidence", Views.round(confidence));
    }
}
