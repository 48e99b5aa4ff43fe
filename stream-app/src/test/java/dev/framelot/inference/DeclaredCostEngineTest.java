package dev.framelot.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.framelot.frame.Detection;
import dev.framelot.image.InputGeometry;
import dev.framelot.image.Letterbox;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredCostEngineTest {
    private static final Lane.Input FRAME = new Lane.Input(ByteBuffer.allocateDirect(12), new Letterbox(640, 480, 1, 1, 0, 0));
    private static final long MS = 1_000_000;

    private final List<Long> deadlines = new ArrayList<>();
    private long nowNanos = 7 * MS;
    /** How late the sleeper wakes. */
    private long lateNanos;

    @Test
    void theWholeShapeCostsPaddingToo() throws Exception {
        DeclaredCostEngine engine = engine(DeclaredCostEngine.Fault.NONE);
        try (Lane lane = engine.openLane(0, List.of(1, 4, 8))) {
            assertThat(lane.run(frames(1), 1).runNanos()).isEqualTo(6 * MS);
            assertThat(lane.run(frames(3), 4).runNanos()).isEqualTo(9 * MS);
            assertThat(lane.run(frames(8), 8).runNanos()).isEqualTo(13 * MS);
        }
        assertThat(engine.costNanos(8)).isEqualTo(13 * MS);
        assertThat(nowNanos).isEqualTo((7 + 6 + 9 + 13) * MS);
    }

    @Test
    void everyFrameHasOneDetectionThatCoversIt() throws Exception {
        Lane lane = engine(DeclaredCostEngine.Fault.NONE).openLane(0, List.of(4));

        Lane.BatchResult result = lane.run(frames(3), 4);

        assertThat(result.results()).hasSize(3).allSatisfy(frame -> {
            assertThat(frame.detections()).containsExactly(new Detection(0, 0, 640, 480, 0, "declared", 1));
            assertThat(frame.truncated()).isFalse();
            assertThat(frame.fault()).isEmpty();
        });
    }

    @Test
    void twoLanesShareOneDevice() throws Exception {
        DeclaredCostEngine engine = engine(DeclaredCostEngine.Fault.NONE);
        Lane first = engine.openLane(0, List.of(1));
        Lane second = engine.openLane(1, List.of(1));

        first.run(frames(1), 1);
        // The second lane asked while the first one ran.
        nowNanos -= 4 * MS;
        Lane.BatchResult waited = second.run(frames(1), 1);

        assertThat(deadlines).containsExactly(13 * MS, 19 * MS);
        assertThat(waited.runNanos()).as("its own time and the wait for the device").isEqualTo(10 * MS);
    }

    @Test
    void aLateWakeUpIsNotChargedToTheBatchThatWaited() throws Exception {
        DeclaredCostEngine engine = engine(DeclaredCostEngine.Fault.NONE);
        Lane first = engine.openLane(0, List.of(1));
        Lane second = engine.openLane(1, List.of(1));
        lateNanos = 50_000;

        first.run(frames(1), 1);
        nowNanos -= 4 * MS;
        second.run(frames(1), 1);

        assertThat(deadlines).containsExactly(13 * MS, 19 * MS);
    }

    @Test
    void anIdleDeviceOwesNothing() throws Exception {
        Lane lane = engine(DeclaredCostEngine.Fault.NONE).openLane(0, List.of(1));
        lane.run(frames(1), 1);
        nowNanos += 100 * MS;

        assertThat(lane.run(frames(1), 1).runNanos()).isEqualTo(6 * MS);
    }

    @Test
    void aFaultOfATestIsThrownAndTakesNoTime() throws Exception {
        Lane lane = engine(shape -> {
                    if (shape == 8) {
                        throw new InferenceException(InferenceException.Kind.OUT_OF_MEMORY, "no room for 8");
                    }
                })
                .openLane(0, List.of(4, 8));

        assertThatThrownBy(() -> lane.run(frames(5), 8)).isInstanceOf(InferenceException.class);
        assertThat(nowNanos).isEqualTo(7 * MS);
        assertThat(lane.run(frames(4), 4).results()).hasSize(4);
    }

    @Test
    void refusesWhatALaneCanNotRun() {
        Lane lane = engine(DeclaredCostEngine.Fault.NONE).openLane(3, List.of(4));

        assertThatThrownBy(() -> lane.run(frames(5), 4)).hasMessage("5 frames do not go into shape 4");
        assertThatThrownBy(() -> lane.run(List.of(), 4)).hasMessage("0 frames do not go into shape 4");
        assertThatThrownBy(() -> lane.run(frames(1), 2)).hasMessage("lane 3 was not opened for shape 2");
        lane.close();
        assertThatThrownBy(() -> lane.run(frames(1), 4)).hasMessage("lane 3 is closed");
    }

    @Test
    void namesTheLanesThatAreStillOpen() {
        DeclaredCostEngine engine = engine(DeclaredCostEngine.Fault.NONE);
        Lane one = engine.openLane(1, List.of(1));
        Lane two = engine.openLane(2, List.of(1));
        two.close();

        assertThatThrownBy(engine::close).hasMessageContaining("still open are the lanes [1]");

        one.close();
        engine.close();
        engine.close();
        assertThatThrownBy(() -> engine.openLane(4, List.of(1))).hasMessageContaining("closed");
    }

    private DeclaredCostEngine engine(DeclaredCostEngine.Fault fault) {
        return new DeclaredCostEngine(
                new InputGeometry(2, 2, 114, false),
                Duration.ofMillis(5),
                Duration.ofMillis(1),
                () -> nowNanos,
                deadline -> {
                    deadlines.add(deadline);
                    nowNanos = Math.max(nowNanos, deadline) + lateNanos;
                },
                fault);
    }

    private static List<Lane.Input> frames(int count) {
        return Collections.nCopies(count, FRAME);
    }
}
