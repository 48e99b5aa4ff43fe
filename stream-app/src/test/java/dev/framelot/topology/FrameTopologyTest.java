package dev.framelot.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.batching.TrafficClass;
import dev.framelot.config.TopicSettings;
import dev.framelot.dispatch.FrameTask;
import dev.framelot.dispatch.TaskFinisher;
import dev.framelot.frame.BatchInfo;
import dev.framelot.frame.Detection;
import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.StageNanos;
import dev.framelot.metrics.FateCounters;
import dev.framelot.schemas.CameraFrame;
import dev.framelot.schemas.FrameDeadLetter;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.FrameEncoding;
import dev.framelot.schemas.FrameShed;
import dev.framelot.schemas.StageMicros;
import dev.framelot.schemas.serde.FrameCodecs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routing, order and content. The driver has one partition and knows nothing of commits: those are proved on a real broker. */
class FrameTopologyTest {
    private static final TopicSettings TOPICS = new TopicSettings("frames", Optional.of("archive"), "detections", "frames.shed", "frames.dead-letter", "framelot.control");
    private static final long NOW_MICROS = 1_800_000_000_000_000L;

    private final FrameCodecs codecs = FrameCodecs.bundled();
    private final FateCounters counters = new FateCounters();
    private final IntakeGate gate = new IntakeGate(100, 1_000_000, () -> 100);
    private final List<FrameTask> submitted = new ArrayList<>();
    private final List<FrameTask> thermal = new ArrayList<>();
    private FrameRoute route = FrameRoute.always(submitted::add);
    /** What is left of the millisecond, as the stream thread would wait for it. */
    private final List<Long> waits = new ArrayList<>();
    private long clockMicros;
    private final ThreadLedgers ledgers = new ThreadLedgers(() -> new ForwardingTurn(() -> clockMicros, waits::add));

    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> frames;
    private TestOutputTopic<byte[], byte[]> detections;
    private TestOutputTopic<byte[], byte[]> shed;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void avro() {
        open(new AvroEnvelopeReader(codecs.cameraFrame("frames"), 1 << 20, new ReferenceReader(true, 1 << 20)));
    }

    private void open(EnvelopeReader reader) {
        close();
        OutcomeRecords records = new OutcomeRecords(
                codecs.frameDetections("detections"), codecs.frameShed("frames.shed"), codecs.frameDeadLetter("frames.dead-letter"), 8, () -> NOW_MICROS);
        FrameIntake intake = new FrameIntake("frames", "", IntakeGate.Share.LIVE, reader, records, new FrameClaims(TrafficClass.LIVE, 0, 0, () -> NOW_MICROS), route, (slot, found) -> {}, ledgers, gate, counters, () -> 5_000L);
        FrameIntake archive = new FrameIntake("archive", "-backfill", IntakeGate.Share.BACKFILL, reader, records, intake.claims(), route, (slot, found) -> {}, ledgers, gate, counters, () -> 5_000L);
        // The driver's consumer is its own; here there is nothing to commit.
        ledgers.mine().consumerIsOurs();
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "unused:1");
        driver = new TopologyTestDriver(FrameTopology.of(TOPICS, List.of(intake, archive)), settings, Instant.ofEpochMilli(1_000));
        frames = driver.createInputTopic("frames", new ByteArraySerializer(), new ByteArraySerializer());
        detections = driver.createOutputTopic("detections", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        shed = driver.createOutputTopic("frames.shed", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic("frames.dead-letter", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    private static byte[] key(String camera) {
        return camera.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] frame(String camera, long sequence) {
        return frame(camera, sequence, Map.of("line", "7"));
    }

    private byte[] frame(String camera, long sequence, Map<String, String> attributes) {
        return codecs.cameraFrame("frames").encode(CameraFrame.newBuilder()
                .setFrameId(camera + "-" + sequence)
                .setCameraId(camera)
                .setSequence(sequence)
                .setCapturedAtMicros(77)
                .setEncoding(FrameEncoding.JPEG)
                .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setAttributes(attributes)
                .build());
    }

    private static FrameOutcome detected() {
        return new FrameOutcome.Detected(
                List.of(new Detection(1, 2, 3, 4, 5, "spur", 0.75f)), false, 640, 480, false,
                new FrameOutcome.ModelUsed("m", "1", "abc", "cpu"), new BatchInfo(9, 8, 5, "full", 1, 4_000_000),
                new StageNanos(1_000, 2_000, 3_000, 4_000, 5_000, 6_000));
    }

    private void tick() {
        driver.advanceWallClockTime(Duration.ofMillis(2));
    }

    /** What the pipeline would do when the frame is done. */
    private void finish(int index, FrameOutcome outcome) {
        TaskFinisher.finish(submitted.get(index), outcome);
    }

    @Test
    void whatIsDoneIsForwardedInTheMillisecondAfterTheLastTurn() {
        frames.pipeInput(key("cam"), frame("cam", 1));
        finish(0, detected());
        clockMicros = 1_000_250;
        ledgers.mine().awaitTurn();
        assertThat(waits).as("taken at 1,000 ms").containsExactly(750_000L);
        assertThat(detections.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofMillis(1));
        assertThat(detections.getQueueSize()).isEqualTo(1);

        frames.pipeInput(key("cam"), frame("cam", 2));
        driver.advanceWallClockTime(Duration.ofMillis(1));
        finish(1, detected());
        clockMicros = 1_002_900;
        ledgers.mine().awaitTurn();
        assertThat(waits).as("looked for in vain at 1,002 ms").containsExactly(750_000L, 100_000L);
        driver.advanceWallClockTime(Duration.ofMillis(1));
        assertThat(detections.getQueueSize()).isEqualTo(2);
    }

    @Test
    void aDetectionCarriesIdentitySourceModelBatchAndStages() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", key("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        headers.add("private", key("stays here"));
        frames.pipeInput(new TestRecord<>(key("cam"), frame("cam", 4), headers, Instant.ofEpochMilli(1_234)));
        finish(0, detected());
        tick();
        TestRecord<byte[], byte[]> out = detections.readRecord();
        assertThat(out.key()).isEqualTo(key("cam"));
        assertThat(out.headers().toArray()).extracting(org.apache.kafka.common.header.Header::key).containsExactly("traceparent");
        FrameDetections record = codecs.frameDetections("detections").decode(out.value());
        assertThat(record.getFrameId()).isEqualTo("cam-4");
        assertThat(record.getSequence()).isEqualTo(4);
        assertThat(record.getCapturedAtMicros()).isEqualTo(77);
        assertThat(record.getAppendedAtMicros()).isEqualTo(1_234_000);
        assertThat(record.getProducedAtMicros()).isEqualTo(NOW_MICROS);
        assertThat(record.getSource().getOffset()).isZero();
        assertThat(record.getAttributes()).containsEntry("line", "7");
        assertThat(record.getModel().getSha256()).isEqualTo("abc");
        assertThat(record.getBatch().getShape()).isEqualTo(8);
        assertThat(record.getBatch().getFrames()).isEqualTo(5);
        assertThat(record.getBatch().getReason()).isEqualTo("full");
        assertThat(record.getBatch().getBatchId()).isEqualTo("9");
        assertThat(record.getBatch().getLaneId()).isEqualTo(1);
        assertThat(record.getBatch().getPredictedRunMicros()).isEqualTo(4_000);
        assertThat(record.getStages()).as("micros").extracting(
                        StageMicros::getDecodeWait, StageMicros::getDecode, StageMicros::getBatchWait, StageMicros::getLaneWait, StageMicros::getRun, StageMicros::getPostProcess)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(record.getDetections()).singleElement().satisfies(box -> {
            assertThat(box.getLabel()).isEqualTo("spur");
            assertThat(box.getX2()).isEqualTo(3);
            assertThat(box.getConfidence()).isEqualTo(0.75f);
        });
        assertThat(counters.detected()).isEqualTo(1);
        assertThat(gate.framesInFlight()).isZero();
    }

    @Test
    void outcomesLeaveInTheOrderOfIntakeHoweverTheyFinish() {
        for (int i = 0; i < 3; i++) {
            frames.pipeInput(key("cam"), frame("cam", i));
        }
        finish(2, detected());
        finish(1, detected());
        tick();
        assertThat(detections.isEmpty()).as("the head is not done").isTrue();
        assertThat(gate.framesInFlight()).isEqualTo(3);
        finish(0, detected());
        tick();
        assertThat(detections.readValuesToList()).extracting(value -> codecs.frameDetections("detections").decode(value).getSequence())
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void aNullAnEmptyAndAnUnreadableValueAreDeadLettersAndTheStreamGoesOn() {
        frames.pipeInput(key("cam"), (byte[]) null);
        frames.pipeInput(key("cam"), new byte[0]);
        frames.pipeInput(key("cam"), "not avro at all".getBytes(StandardCharsets.UTF_8));
        frames.pipeInput(key("cam"), frame("cam", 3));
        finish(0, detected());
        tick();
        List<FrameDeadLetter> letters = deadLetters.readValuesToList().stream()
                .map(codecs.frameDeadLetter("frames.dead-letter")::decode).toList();
        assertThat(letters).extracting(FrameDeadLetter::getReason).containsExactly("empty", "empty", "schema");
        assertThat(letters.get(0).getDetail()).contains("tombstone");
        assertThat(letters.get(0).getValue()).isNull();
        assertThat(letters.get(2).getValueSizeBytes()).isEqualTo(15);
        assertThat(letters.get(2).getValueTruncated()).isTrue();
        assertThat(letters.get(2).getValue().remaining()).isEqualTo(8);
        assertThat(letters.get(2).getSource().getOffset()).isEqualTo(2);
        assertThat(letters.get(2).getCameraId()).isEqualTo("cam");
        assertThat(detections.readValuesToList()).hasSize(1);
        assertThat(counters.deadLettered(FrameFault.Reason.EMPTY)).isEqualTo(2);
    }

    @Test
    void aReferenceIsHandedOnWithItsSizeCountedUntilTheFrameIsForwarded() {
        frames.pipeInput(key("cam"), reference("https://store/frame.jpg", 1 << 20, "0F".repeat(32)));
        assertThat(submitted).singleElement().satisfies(task -> assertThat(task.reference().orElseThrow().uri()).isEqualTo("https://store/frame.jpg"));
        assertThat(gate.bytesInFlight()).isBetween((1L << 20) + 1, (1L << 20) + 500);
        submitted.get(0).done(new FrameOutcome.DeadLettered(new FrameFault(FrameFault.Reason.REF_UNAVAILABLE, "gone")));
        tick();
        FrameDeadLetter letter = codecs.frameDeadLetter("frames.dead-letter").decode(deadLetters.readValue());
        assertThat(letter.getReason()).isEqualTo("ref_unavailable");
        assertThat(letter.getValueSizeBytes()).as("of the record, not of the image").isLessThan(500);
        assertThat(gate.bytesInFlight()).isZero();
    }

    @Test
    void aReferenceThatNeedsNoAskingIsRefusedAtOnce() {
        frames.pipeInput(key("cam"), reference("https://store/frame.jpg", (1 << 20) + 1, "0F".repeat(32)));
        frames.pipeInput(key("cam"), reference("https://store/frame.jpg", 0, "0F".repeat(32)));
        frames.pipeInput(key("cam"), reference("https://store/frame.jpg", 10, "0F".repeat(31)));
        tick();
        assertThat(deadLetters.readValuesToList()).extracting(value -> codecs.frameDeadLetter("frames.dead-letter").decode(value).getReason())
                .containsExactly("ref_unavailable", "ref_unavailable", "ref_mismatch");
        open(new AvroEnvelopeReader(codecs.cameraFrame("frames"), 1 << 20, new ReferenceReader(false, 1 << 20)));
        frames.pipeInput(key("cam"), reference("https://store/frame.jpg", 10, "0F".repeat(32)));
        tick();
        assertThat(submitted).isEmpty();
        assertThat(counters.deadLettered(FrameFault.Reason.REF_FORBIDDEN)).isEqualTo(1);
    }

    @Test
    void anImageInTheRecordKeepsToItsOwnLimit() {
        open(new AvroEnvelopeReader(codecs.cameraFrame("frames"), 2, new ReferenceReader(true, 1 << 20)));
        frames.pipeInput(key("cam"), frame("cam", 0));
        tick();
        FrameDeadLetter letter = codecs.frameDeadLetter("frames.dead-letter").decode(deadLetters.readValue());
        assertThat(letter.getReason()).isEqualTo("too_large");
        assertThat(letter.getDetail()).contains("3 bytes").contains("frame.max-bytes");
    }

    private byte[] reference(String uri, long bytes, String sha256) {
        return codecs.cameraFrame("frames").encode(CameraFrame.newBuilder()
                .setFrameId("r").setCameraId("cam").setSequence(0).setCapturedAtMicros(0).setEncoding(FrameEncoding.JPEG)
                .setReference(new dev.framelot.schemas.ImageReference(uri, bytes, sha256)).build());
    }

    @Test
    void whatThePipelineRefusesOrShedsGoesToItsOwnTopic() {
        frames.pipeInput(key("cam"), frame("cam", 0));
        frames.pipeInput(key("cam"), frame("cam", 1));
        finish(0, new FrameOutcome.DeadLettered(new FrameFault(FrameFault.Reason.TRUNCATED, "ends at byte 3 of 9")));
        finish(1, new FrameOutcome.Shed("late", "would finish 12 ms after its deadline", NOW_MICROS + 1));
        tick();
        assertThat(codecs.frameDeadLetter("frames.dead-letter").decode(deadLetters.readValue()).getDetail()).isEqualTo("ends at byte 3 of 9");
        FrameShed left = codecs.frameShed("frames.shed").decode(shed.readValue());
        assertThat(left.getReason()).isEqualTo("late");
        assertThat(left.getAgeMicros()).isEqualTo(NOW_MICROS - 77);
        assertThat(counters.shed()).isEqualTo(1);
        assertThat(counters.shed("late")).isEqualTo(1);
        assertThat(counters.shed("overload")).isZero();
        assertThat(counters.deadLettered()).isEqualTo(1);
        assertThat(counters.taken()).isEqualTo(2);
    }

    @Test
    void aBareImageIsIdentifiedByItsCoordinatesAndKey() {
        open(new ImageEnvelopeReader(Optional.of("model")));
        frames.pipeInput(key("door"), new byte[] {(byte) 0xFF, (byte) 0xD8});
        frames.pipeInput((byte[]) null, new byte[] {1});
        finish(0, detected());
        finish(1, detected());
        tick();
        FrameDetections first = codecs.frameDetections("detections").decode(detections.readValue());
        assertThat(first.getCameraId()).isEqualTo("door");
        assertThat(first.getFrameId()).isEqualTo("frames-0@0");
        FrameDetections second = codecs.frameDetections("detections").decode(detections.readValue());
        assertThat(second.getCameraId()).isEqualTo("partition-0");
        assertThat(second.getSequence()).as("the offset counts where the camera does not").isEqualTo(1);
    }

    @Test
    void headersNameABareImageWhereTheyAreThere() {
        open(new ImageEnvelopeReader(Optional.of("model")));
        RecordHeaders headers = new RecordHeaders();
        headers.add("frame-id", key("F-1"));
        headers.add("sequence", key("12"));
        headers.add("captured-at-micros", key("not a number"));
        frames.pipeInput(new TestRecord<>(key("door"), new byte[] {1}, headers, Instant.ofEpochMilli(5)));
        finish(0, detected());
        tick();
        FrameDetections record = codecs.frameDetections("detections").decode(detections.readValue());
        assertThat(record.getFrameId()).isEqualTo("F-1");
        assertThat(record.getSequence()).isEqualTo(12);
        assertThat(record.getCapturedAtMicros()).as("unreadable is unknown").isZero();
    }

    @Test
    void aCloudEventNamesABareImage() {
        open(new ImageEnvelopeReader(Optional.of("model")));
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_specversion", key("1.0"));
        headers.add("ce_id", key("event-9"));
        headers.add("ce_source", key("/cameras/north"));
        headers.add("ce_time", key("2026-01-01T00:00:01Z"));
        frames.pipeInput(new TestRecord<>(null, new byte[] {1}, headers, Instant.ofEpochMilli(5)));
        finish(0, detected());
        tick();
        FrameDetections record = codecs.frameDetections("detections").decode(detections.readValue());
        assertThat(record.getFrameId()).isEqualTo("event-9");
        assertThat(record.getCapturedAtMicros()).isEqualTo(1_767_225_601_000_000L);
    }

    @Test
    void closingGivesTheGateItsFramesBack() {
        frames.pipeInput(key("cam"), frame("cam", 0));
        assertThat(gate.framesInFlight()).isEqualTo(1);
        close();
        driver = null;
        assertThat(gate.framesInFlight()).isZero();
        assertThat(gate.bytesInFlight()).isZero();
    }

    @Test
    void framesOfTheBackfillTopicAreBackfillWhateverTheySayAndCountApart() {
        TestInputTopic<byte[], byte[]> archive = driver.createInputTopic("archive", new ByteArraySerializer(), new ByteArraySerializer());
        archive.pipeInput(key("tape"), frame("tape", 1));
        frames.pipeInput(key("a"), frame("a", 1));
        assertThat(gate.framesInFlight()).isEqualTo(2);
        finish(0, detected());
        finish(1, detected());
        tick();
        assertThat(gate.framesInFlight()).isZero();
        assertThat(detections.getQueueSize()).isEqualTo(2);
    }

    private void routed(EnvelopeReader reader) {
        route = FrameRoute.byAttribute("model", Map.of("main", submitted::add, "thermal", thermal::add), submitted::add);
        open(reader);
    }

    @Test
    void anAttributeNamesTheModelAndOneThatNamesNoneIsADeadLetterInItsPlace() {
        routed(new AvroEnvelopeReader(codecs.cameraFrame("frames"), 1 << 20, new ReferenceReader(true, 1 << 20)));
        frames.pipeInput(key("cam"), frame("cam", 0, Map.of("model", "thermal")));
        frames.pipeInput(key("cam"), frame("cam", 1, Map.of("model", "x-ray")));
        frames.pipeInput(key("cam"), frame("cam", 2, Map.of("model", "main")));
        frames.pipeInput(key("cam"), frame("cam", 3, Map.of("line", "7")));
        frames.pipeInput(key("cam"), frame("cam", 4, Map.of("model", "")));
        assertThat(thermal).hasSize(1);
        assertThat(submitted).as("main by name, without the attribute, with an empty one").hasSize(3);
        TaskFinisher.finish(submitted.get(0), detected());
        tick();
        assertThat(detections.isEmpty() && deadLetters.isEmpty()).as("the first frame's outcome goes first, whichever model has it").isTrue();
        TaskFinisher.finish(thermal.get(0), detected());
        tick();
        assertThat(detections.readValuesToList()).extracting(value -> codecs.frameDetections("detections").decode(value).getSequence()).containsExactly(0L, 2L);
        FrameDeadLetter dead = codecs.frameDeadLetter("frames.dead-letter").decode(deadLetters.readValue());
        assertThat(dead.getReason()).isEqualTo("unknown_model");
        assertThat(dead.getFrameId()).isEqualTo("cam-1");
        assertThat(dead.getDetail()).contains("'model' (frame.model-attribute)", "'x-ray'", "main, thermal");
        assertThat(counters.deadLettered(FrameFault.Reason.UNKNOWN_MODEL)).isEqualTo(1);
    }

    @Test
    void aBareImageNamesItsModelInAHeader() {
        routed(new ImageEnvelopeReader(Optional.of("model")));
        RecordHeaders headers = new RecordHeaders();
        headers.add("model", key("thermal"));
        frames.pipeInput(new TestRecord<>(key("cam"), new byte[] {1}, headers, Instant.ofEpochMilli(1)));
        frames.pipeInput(key("cam"), new byte[] {2});
        assertThat(thermal).hasSize(1);
        assertThat(submitted).hasSize(1);
    }
}
