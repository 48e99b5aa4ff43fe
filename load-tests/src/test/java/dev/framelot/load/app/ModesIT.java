package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.BatchingSettings.Drop;
import dev.framelot.config.BatchingSettings.Mode;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.control.ControlState;
import dev.framelot.control.ControlTopic;
import dev.framelot.load.broker.EmbeddedKafka;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.serde.FrameCodecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Objectives against a real broker: switched live, frames left out, an archive beside live cameras. */
class ModesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static void orderHolds(List<FrameDetections> detections) {
        Map<String, Long> last = new HashMap<>();
        for (FrameDetections d : detections) {
            Long before = last.put(d.getCameraId(), d.getSequence());
            assertThat(before == null ? -1 : before).as("camera " + d.getCameraId()).isLessThan(d.getSequence());
        }
    }

    private static ControlTopic control(String bootstrapServers) {
        return new ControlTopic("framelot.control", Map.of("bootstrap.servers", bootstrapServers), FrameCodecs.bundled().controlCommand("framelot.control"));
    }

    private static ControlState after(ControlState now, Mode mode) {
        return new ControlState(mode, now.slo(), Drop.KEEP_ALL, now.maxFrames(), Optional.empty(), now.version() + 1, "test", 1_800_000_000_000_000L);
    }

    @Test
    void modesSwitchedUnderLoadLoseNothingAndSurviveARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig config = TestConfig.batching(
                    TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Mode.ADAPTIVE, Duration.ofMillis(100), Drop.KEEP_ALL);
            ControlTopic control = control(kafka.bootstrapServers());
            ControlState now = ControlState.of(config.batching());
            List<Mode> order = List.of(Mode.THROUGHPUT, Mode.LATENCY, Mode.FIXED, Mode.ADAPTIVE, Mode.LATENCY);
            int each = 150;
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                try (FramelotApp app = FramelotApp.start(config)) {
                    int sequence = 0;
                    for (Mode mode : order) {
                        for (int i = 0; i < each; i++, sequence++) {
                            frames.send("camera-" + sequence % 5, sequence / 5, Frames.JPEG);
                        }
                        frames.flush();
                        ControlState next = after(now, mode);
                        control.change(now, next);
                        now = next;
                        long version = now.version();
                        Awaitility.await("version " + version).atMost(PATIENCE).until(() -> app.state().version() == version);
                        assertThat(app.state().mode()).isEqualTo(mode);
                    }
                    outcomes.await(each * order.size(), PATIENCE);
                    assertThat(app.stats().shed()).isZero();
                }
                assertThat(outcomes.detections).hasSize(each * order.size()).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                orderHolds(outcomes.detections);
                try (FramelotApp again = FramelotApp.start(config)) {
                    assertThat(again.state()).as("before its first frame").isEqualTo(now);
                }
            }
            List<ControlTopic.Change> changes = control.read().orElseThrow().changes();
            assertThat(changes).extracting(change -> change.to().mode()).isEqualTo(order);
            assertThat(changes.get(0).from().mode()).isEqualTo(Mode.ADAPTIVE);
            assertThat(changes).allSatisfy(change -> assertThat(change.to().issuedBy()).isEqualTo("test"));
        }
    }

    @Test
    void framesThatCanNotBeOnTimeAreRecordsThatSayWhy() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig config = TestConfig.batching(
                    TestConfig.costing(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Duration.ofMillis(20), Duration.ofMillis(10)),
                    Mode.ADAPTIVE, Duration.ofMillis(1_500), Drop.SHED_LATE);
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers());
                    FramelotApp app = FramelotApp.start(config)) {
                Awaitility.await().atMost(PATIENCE).until(app::running);
                // 5 s of work at once, wanted within 1.5 s: with 0.4 s a partition that is read second may find all its frames late. One camera's clock stands still in 1970, which must not doom its frames.
                for (int i = 0; i < 400; i++) {
                    long captured = i % 4 == 0 ? 1 : System.currentTimeMillis() * 1_000;
                    frames.sendTo("frames", "camera-" + i % 4, i / 4, captured, Frames.JPEG);
                }
                frames.flush();
                outcomes.await(400, PATIENCE);
                Set<String> fates = new HashSet<>();
                outcomes.detections.forEach(d -> fates.add(d.getFrameId()));
                outcomes.shed.forEach(s -> fates.add(s.getFrameId()));
                assertThat(outcomes.detections.size() + outcomes.shed.size()).isEqualTo(400);
                assertThat(fates).as("one fate each").hasSize(400);
                assertThat(outcomes.shed).as("most can't be on time").hasSizeGreaterThan(100).allSatisfy(s -> {
                    assertThat(s.getReason()).isIn("late", "overload");
                    assertThat(s.getDetail()).isNotBlank();
                    assertThat(s.getAgeMicros()).isNotNegative();
                    assertThat(s.getPredictedFinishMicros()).isPositive();
                });
                assertThat(app.stats().shed()).isEqualTo(outcomes.shed.size());
                assertThat(outcomes.detections).extracting(FrameDetections::getCameraId).as("the camera with the stuck clock").contains("camera-0");
                orderHolds(outcomes.detections);
            }
        }
    }

    @Test
    void anArchiveFillsTheSlackAndLiveFramesGoFirst() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            FramelotConfig config = TestConfig.withBackfill(
                    TestConfig.batching(
                            TestConfig.costing(TestConfig.of(kafka.bootstrapServers(), Guarantee.EXACTLY_ONCE), Duration.ofMillis(10), Duration.ofMillis(2)),
                            Mode.ADAPTIVE, Duration.ofMillis(200), Drop.KEEP_ALL),
                    "archive");
            int archived = 600;
            int live = 200;
            try (Frames frames = new Frames(kafka.bootstrapServers());
                    Outcomes outcomes = new Outcomes(kafka.bootstrapServers())) {
                for (int i = 0; i < archived; i++) {
                    frames.sendTo("archive", "tape-" + i % 4, i / 4, 1_700_000_000_000_000L + i, Frames.JPEG);
                }
                frames.flush();
                try (FramelotApp app = FramelotApp.start(config)) {
                    outcomes.await(20, PATIENCE);
                    for (int i = 0; i < live; i++) {
                        frames.send("camera-" + i % 4, i / 4, Frames.JPEG);
                    }
                    frames.flush();
                    outcomes.await(archived + live, PATIENCE);
                    assertThat(app.running()).isTrue();
                }
                assertThat(outcomes.detections).hasSize(archived + live).extracting(FrameDetections::getFrameId).doesNotHaveDuplicates();
                orderHolds(outcomes.detections);
                List<FrameDetections> byProduction = new ArrayList<>(outcomes.detections);
                byProduction.sort((a, b) -> Long.compare(a.getProducedAtMicros(), b.getProducedAtMicros()));
                int lastLive = 0;
                for (int i = 0; i < byProduction.size(); i++) {
                    lastLive = byProduction.get(i).getCameraId().startsWith("camera") ? i : lastLive;
                }
                assertThat(lastLive).as("results until the last live one, of " + (archived + live)).isLessThan(archived);
            }
        }
    }
}
