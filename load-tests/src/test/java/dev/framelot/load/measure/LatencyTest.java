package dev.framelot.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.framelot.schemas.BatchInfo;
import dev.framelot.schemas.FrameDetections;
import dev.framelot.schemas.ModelIdentity;
import dev.framelot.schemas.SourceCoordinates;
import dev.framelot.schemas.StageMicros;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void theStagesAndWhatIsAddedMakeTheWhole() {
        FrameDetections frame = FrameDetections.newBuilder()
                .setFrameId("f").setCameraId("c").setSequence(1).setCapturedAtMicros(1_000_000).setAppendedAtMicros(1_000_000).setProducedAtMicros(1_020_000)
                .setSource(new SourceCoordinates("frames", 0, 1L)).setWidth(1).setHeight(1).setModel(new ModelIdentity("m", "1", "0")).setProvider("cpu")
                .setDetections(List.of()).setBatch(new BatchInfo("1", 1, 1, "full", 0, 0L))
                .setStages(StageMicros.newBuilder().setDecodeWait(100).setDecode(2_000).setBatchWait(200).setLaneWait(300).setRun(12_000).setPostProcess(400).setEmitWait(500).build())
                .setAttributes(Map.of()).build();

        Latency latency = Latency.of(frame, 1_023_500);

        assertThat(latency.produced()).isEqualTo(20);
        assertThat(latency.seen()).isEqualTo(23.5);
        assertThat(latency.work()).isEqualTo(14);
        assertThat(latency.addedUntilProduced()).isEqualTo(6);
        assertThat(latency.addedUntilSeen()).isEqualTo(9.5);
        assertThat(latency.taken() + latency.waits() + latency.boxes() + latency.emit()).isCloseTo(latency.addedUntilProduced(), within(1e-9));
    }
}
