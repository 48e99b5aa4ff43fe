package dev.framelot.http;

import dev.framelot.results.CameraResult;
import dev.framelot.schemas.BatchInfo;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameShed;
import dev.framelot.schemas.StageMicros;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A camera's result as JSON, from its record. */
final class ResultViews {
    private ResultViews() {}

    static JsonObject of(CameraResult result) {
        if (result instanceof CameraResult.Detected detected) {
            return detected(detected.record());
        }
        if (result instanceof CameraResult.Shed shed) {
            FrameShed record = shed.record();
            return FrameViews.without(head(record.getCameraId(), record.getFrameId(), record.getSequence()), "shed", record.getReason(), record.getDetail());
        }
        FrameDeadLetter record = ((CameraResult.DeadLettered) result).record();
        return FrameViews.without(head(record.getCameraId(), record.getFrameId(), record.getSequence()), "dead-letter", record.getReason(), record.getDetail());
    }

    private static JsonObject head(String camera, String frameId, long sequence) {
        return new JsonObject().put("camera", Text.escaped(camera)).put("frameId", Text.escaped(frameId)).put("sequence", sequence);
    }

    private static JsonObject detected(FrameDetections record) {
        JsonArray boxes = new JsonArray();
        record.getDetections().forEach(box ->
                boxes.add(FrameViews.box(box.getX1(), box.getY1(), box.getX2(), box.getY2(), box.getLabel(), box.getConfidence())));
        StageMicros stages = record.getStages();
        BatchInfo batch = record.getBatch();
        return head(record.getCameraId(), record.getFrameId(), record.getSequence())
                .put("fate", "detected")
                .put("reason", null)
                .put("detail", null)
                .put("width", record.getWidth())
                .put("height", record.getHeight())
                .put("boxes", boxes)
                .put("stages", new JsonObject()
                        .put("decodeWaitMicros", stages.getDecodeWait())
                        .put("decodeMicros", stages.getDecode())
                        .put("batchWaitMicros", stages.getBatchWait())
                        .put("laneWaitMicros", stages.getLaneWait())
                        .put("runMicros", stages.getRun())
                        .put("postProcessMicros", stages.getPostProcess())
                        .put("emitWaitMicros", stages.getEmitWait()))
                .put("batch", new JsonObject()
                        .put("id", Long.parseLong(batch.getBatchId()))
                        .put("lane", batch.getLaneId())
                        .put("shape", batch.getShape())
                        .put("frames", batch.getFrames())
                        .put("reason", batch.getReason())
                        .put("predictedMicros", batch.getPredictedRunMicros()));
    }
}
