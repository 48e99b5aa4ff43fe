package dev.framelot.topology;

import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.StageNanos;
import dev.framelot.schemas.BatchInfo;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameShed;
import dev.framelot.schemas.ModelIdentity;
import dev.framelot.schemas.SourceCoordinates;
import dev.framelot.schemas.StageMicros;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.TraceParent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** An outcome as the record that tells it. Used by all stream threads at once. */
final class OutcomeRecords {
    /** @param childName the sink it goes to */
    record Routed(String childName, Record<byte[], byte[]> record) {}

    private final AvroCodec<FrameDetections> detections;
    private final AvroCodec<FrameShed> shed;
    private final AvroCodec<FrameDeadLetter> deadLetters;
    private final int maxValueBytes;
    private final LongSupplier epochMicros;

    /** @param maxValueBytes of the offending value kept in a dead letter */
    OutcomeRecords(
            AvroCodec<FrameDetections> detections,
            AvroCodec<FrameShed> shed,
            AvroCodec<FrameDeadLetter> deadLetters,
            int maxValueBytes,
            LongSupplier epochMicros) {
        this.detections = detections;
        this.shed = shed;
        this.deadLetters = deadLetters;
        this.maxValueBytes = maxValueBytes;
        this.epochMicros = epochMicros;
    }

    /** Only for a slot that has its outcome. */
    Routed of(FrameSlot slot, long nowNanos) {
        FrameOutcome outcome = slot.outcome();
        if (outcome instanceof FrameOutcome.Detected detected) {
            return routed(FrameTopology.DETECTIONS, slot, detections.encode(detected(slot, detected, nowNanos - slot.outcomeNanos())));
        }
        if (outcome instanceof FrameOutcome.Shed left) {
            return routed(FrameTopology.SHED, slot, shed.encode(shed(slot, left, nowNanos)));
        }
        return routed(FrameTopology.DEAD_LETTER, slot, deadLetters.encode(deadLetter(slot, (FrameOutcome.DeadLettered) outcome)));
    }

    /** What a shadow found in a frame, whatever became of the frame itself. Any thread. */
    byte[] shadowed(FrameSlot slot, FrameOutcome.Detected found) {
        return detections.encode(detected(slot, found, 0));
    }

    private static Routed routed(String childName, FrameSlot slot, byte[] value) {
        // Kafka Streams refuses negative timestamps on the way out; a frame without one is not skipped for that.
        long timestamp = Math.max(0, slot.timestampMillis);
        Headers headers = new RecordHeaders();
        TraceParent.find(slot.headers).ifPresent(trace -> trace.carryTo(headers));
        return new Routed(childName, new Record<>(slot.key, value, timestamp, headers));
    }

    private FrameDetections detected(FrameSlot slot, FrameOutcome.Detected d, long emitWaitNanos) {
        FrameIdentity id = slot.identity;
        StageNanos s = d.stages();
        dev.framelot.frame.BatchInfo b = d.batch();
        return FrameDetections.newBuilder()
                .setFrameId(id.frameId())
                .setCameraId(id.cameraId())
                .setSequence(id.sequence())
                .setCapturedAtMicros(id.capturedAtMicros())
                .setAppendedAtMicros(id.appendedAtMicros())
                .setProducedAtMicros(epochMicros.getAsLong())
                .setSource(source(slot))
                .setWidth(d.sourceWidth())
                .setHeight(d.sourceHeight())
                .setModel(new ModelIdentity(d.model().name(), d.model().version(), d.model().sha256()))
                .setProvider(d.model().provider())
                .setDetections(boxes(d.detections()))
                .setTruncated(d.truncated())
                .setCorruptImage(d.corruptImage())
                .setBatch(new BatchInfo(
                        Long.toString(b.batchId()), b.shape(), b.frames(), b.reason(), b.laneId(), micros(b.predictedRunNanos())))
                .setStages(new StageMicros(
                        micros(s.decodeWait()), micros(s.decode()), micros(s.batchWait()), micros(s.laneWait()), micros(s.run()),
                        micros(s.postProcess()), micros(emitWaitNanos)))
                .setAttributes(id.attributes())
                .build();
    }

    private static List<dev.framelot.schemas.Detection> boxes(List<Detection> found) {
        List<dev.framelot.schemas.Detection> boxes = new ArrayList<>(found.size());
        for (Detection box : found) {
            boxes.add(new dev.framelot.schemas.Detection(
                    box.x1(), box.y1(), box.x2(), box.y2(), box.classId(), box.label(), box.confidence()));
        }
        return boxes;
    }

    private FrameShed shed(FrameSlot slot, FrameOutcome.Shed left, long nowNanos) {
        FrameIdentity id = slot.identity;
        long now = epochMicros.getAsLong();
        long began = id.capturedAtMicros() > 0 ? id.capturedAtMicros() : id.appendedAtMicros();
        return FrameShed.newBuilder()
                .setFrameId(id.frameId())
                .setCameraId(id.cameraId())
                .setSequence(id.sequence())
                .setCapturedAtMicros(id.capturedAtMicros())
                .setAppendedAtMicros(id.appendedAtMicros())
                .setSource(source(slot))
                .setReason(left.reason())
                .setDetail(left.detail())
                .setAgeMicros(Math.max(0, now - began))
                .setPredictedFinishMicros(now + micros(left.predictedFinishNanos() - nowNanos))
                .setShedAtMicros(now)
                .build();
    }

    private FrameDeadLetter deadLetter(FrameSlot slot, FrameOutcome.DeadLettered dead) {
        FrameIdentity id = slot.identity;
        int size = slot.valueBytes();
        int kept = Math.min(size, maxValueBytes);
        return FrameDeadLetter.newBuilder()
                .setFrameId(id.frameId())
                .setCameraId(id.cameraId())
                .setSequence(id.sequence())
                .setSource(source(slot))
                .setReason(dead.fault().reason().wireName())
                .setDetail(dead.fault().detail())
                .setValueSizeBytes(size)
                .setValue(slot.value == null ? null : ByteBuffer.wrap(slot.value, 0, kept))
                .setValueTruncated(kept < size)
                .setValueSha256(slot.value == null ? null : Sha256.hex(slot.value))
                .setDeadLetteredAtMicros(epochMicros.getAsLong())
                .build();
    }

    private static SourceCoordinates source(FrameSlot slot) {
        return new SourceCoordinates(slot.source.topic(), slot.source.partition(), slot.source.offset());
    }

    private static long micros(long nanos) {
        return nanos / 1_000;
    }
}
