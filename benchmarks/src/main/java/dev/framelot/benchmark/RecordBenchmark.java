package dev.framelot.benchmark;

import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.Detection;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameEncoding;
import dev.framelot.schemas.BatchInfo;
import dev.framelot.schemas.ModelIdentity;
import dev.framelot.schemas.SourceCoordinates;
import dev.framelot.schemas.StageMicros;
import dev.framelot.schemas.serde.AvroCodec;
import dev.framelot.schemas.serde.FrameCodecs;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Records to bytes and back, with the bundled schemas. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBenchmark {
    @Param({"1000", "60000"})
    public int imageBytes = 60_000;

    @Param({"3", "100"})
    public int boxes = 3;

    private final AvroCodec<CameraFrame> frames = FrameCodecs.bundled().cameraFrame("frames");
    private final AvroCodec<FrameDetections> detections = FrameCodecs.bundled().frameDetections("detections");
    private CameraFrame frame;
    private byte[] frameBytes;
    private FrameDetections found;
    private byte[] foundBytes;

    @Setup
    public void make() {
        byte[] image = new byte[imageBytes];
        new Random(1).nextBytes(image);
        frame = CameraFrame.newBuilder().setFrameId("camera-01-0000000007").setCameraId("camera-01").setSequence(7).setCapturedAtMicros(1_700_000_000_000_000L)
                .setEncoding(FrameEncoding.JPEG).setImage(ByteBuffer.wrap(image)).setAttributes(Map.of("board", "7")).build();
        frameBytes = frames.encode(frame);
        List<Detection> all = IntStream.range(0, boxes)
                .mapToObj(i -> Detection.newBuilder().setX1(i).setY1(i).setX2(i + 10).setY2(i + 10).setClassId(i % 3).setLabel("open").setConfidence(0.9f).build())
                .toList();
        found = FrameDetections.newBuilder().setFrameId("camera-01-0000000007").setCameraId("camera-01").setSequence(7).setCapturedAtMicros(1_700_000_000_000_000L)
                .setAppendedAtMicros(1_700_000_000_001_000L).setProducedAtMicros(1_700_000_000_020_000L).setSource(new SourceCoordinates("frames", 3, 41L))
                .setWidth(640).setHeight(640).setModel(new ModelIdentity("pcb-defects", "1.0", "0".repeat(64))).setProvider("cpu").setDetections(all)
                .setTruncated(false).setCorruptImage(false).setBatch(batch()).setStages(new StageMicros(10L, 900L, 4_000L, 20L, 15_000L, 60L, 40L)).setAttributes(Map.of("board", "7")).build();
        foundBytes = detections.encode(found);
    }

    private static BatchInfo batch() {
        return BatchInfo.newBuilder().setBatchId("17").setShape(8).setFrames(7).setReason("idle-device").setLaneId(1).setPredictedRunMicros(15_000L).build();
    }

    @Benchmark
    public byte[] encodeFrame() {
        return frames.encode(frame);
    }

    @Benchmark
    public CameraFrame decodeFrame() {
        return frames.decode(frameBytes);
    }

    @Benchmark
    public byte[] encodeDetections() {
        return detections.encode(found);
    }

    @Benchmark
    public FrameDetections decodeDetections() {
        return detections.decode(foundBytes);
    }
}
