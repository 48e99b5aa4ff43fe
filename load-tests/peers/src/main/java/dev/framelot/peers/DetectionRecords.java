package dev.framelot.peers;

import dev.framelot.image.Letterbox;
import dev.framelot.inference.InferenceEngine;
import dev.framelot.inference.Lane;
import dev.framelot.schemas.BatchInfo;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.Detection;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.ModelIdentity;
import dev.framelot.schemas.SourceCoordinates;
import dev.framelot.schemas.StageMicros;
import dev.framelot.schemas.serde.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A frame's result as the record that Framelot writes too. Belongs to one thread. */
final class DetectionRecords {
    /** @param decodeNanos {@code runNanos} and {@code postProcessNanos}: of the whole batch */
    record Batch(String id, int lane, int frames, long decodeNanos, long runNanos, long postProcessNanos) {}

    private final String framesTopic;
    private final String provider;
    private final ModelIdentity model;
    private final AvroCodec<FrameDetections> codec;

    DetectionRecords(String framesTopic, InferenceEngine engine, AvroCodec<FrameDetections> codec) {
        this.framesTopic = framesTopic;
        this.provider = engine.provider();
        this.model = new ModelIdentity(engine.model().name(), engine.model().version(), engine.model().sha256());
        this.codec = codec;
    }

    DetectedFrame of(TakenFrame taken, CameraFrame frame, Letterbox letterbox, Lane.FrameResult result, Batch batch) {
        List<Detection> boxes = result.detections().stream()
                .map(box -> new Detection(box.x1(), box.y1(), box.x2(), box.y2(), box.classId(), box.label(), box.confidence()))
                .toList();
        FrameDetections record = FrameDetections.newBuilder()
                .setFrameId(frame.getFrameId())
                .setCameraId(frame.getCameraId())
                .setSequence(frame.getSequence())
                .setCapturedAtMicros(frame.getCapturedAtMicros())
                .setAppendedAtMicros(taken.appendedAtMillis() * 1_000)
                .setProducedAtMicros(nowMicros())
                .setSource(new SourceCoordinates(framesTopic, taken.partition(), taken.offset()))
                .setWidth(letterbox.sourceWidth())
                .setHeight(letterbox.sourceHeight())
                .setModel(model)
                .setProvider(provider)
                .setDetections(boxes)
                .setTruncated(result.truncated())
                .setCorruptImage(false)
                .setBatch(BatchInfo.newBuilder()
                        .setBatchId(batch.id())
                        .setShape(batch.frames())
                        .setFrames(batch.frames())
                        .setReason("peer")
                        .setLaneId(batch.lane())
                        .setPredictedRunMicros(0)
                        .build())
                .setStages(StageMicros.newBuilder()
                        .setDecodeWait(0)
                        .setDecode(batch.decodeNanos() / 1_000)
                        .setBatchWait(0)
                        .setLaneWait(0)
                        .setRun(batch.runNanos() / 1_000)
                        .setPostProcess(batch.postProcessNanos() / 1_000)
                        .setEmitWait(0)
                        .build())
                .setAttributes(frame.getAttributes())
                .build();
        return new DetectedFrame(frame.getCameraId().getBytes(StandardCharsets.UTF_8), codec.encode(record));
    }

    private static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
