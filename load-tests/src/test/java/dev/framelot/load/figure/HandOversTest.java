package dev.framelot.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.load.simulate.Curve;
import dev.framelot.schemas.BatchInfo;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.ModelIdentity;
import dev.framelot.schemas.SourceCoordinates;
import dev.framelot.schemas.StageMicros;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandOversTest {
    /** 10 ms for one frame, 12 for two. */
    private final HandOvers handOvers = new HandOvers(Curve.parse("8+2*b"));

    private static FrameDetections frame(String batch, int shape, long beganMicros, long runMicros, long waitedMicros) {
        return FrameDetections.newBuilder()
                .setFrameId("f").setCameraId("c").setSequence(1).setCapturedAtMicros(0).setAppendedAtMicros(0).setProducedAtMicros(beganMicros + runMicros + 700)
                .setSource(new SourceCoordinates("frames", 0, 1L)).setWidth(1).setHeight(1).setModel(new ModelIdentity("m", "1", "0")).setProvider("declared-cost")
                .setDetections(List.of()).setBatch(new BatchInfo(batch, shape, 1, "full", 0, 0L))
                .setStages(StageMicros.newBuilder().setDecodeWait(0).setDecode(50).setBatchWait(waitedMicros - 100).setLaneWait(100).setRun(runMicros).setPostProcess(200).setEmitWait(500).build())
                .setAttributes(Map.of()).build();
    }

    @Test
    void countsFromTheDeclaredEndToTheNextBatchThatWaitedAndNoOther() {
        handOvers.saw(frame("2", 2, 110_600, 12_000, 300));
        handOvers.saw(frame("1", 1, 100_000, 10_300, 5_000));
        handOvers.saw(frame("2", 2, 110_600, 12_000, 4_000));
        handOvers.saw(frame("3", 1, 150_000, 10_000, 2_000));
        handOvers.saw(frame("4", 1, 160_200, 10_000, 3_000));
        // 1 to 2: 0.6 ms; 3 came long after 2 had ended; 3 to 4: 0.2 ms.
        assertThat(handOvers.meanMillis()).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void nothingWaitedNothingIsTold() {
        handOvers.saw(frame("1", 1, 100_000, 10_000, 200));
        assertThat(handOvers.meanMillis()).isZero();
    }
}
