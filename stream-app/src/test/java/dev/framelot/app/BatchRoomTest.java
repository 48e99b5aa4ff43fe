package dev.framelot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.config.FramelotConfig;
import dev.framelot.image.InputGeometry;
import dev.framelot.inference.profile.SearchLimits;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BatchRoomTest {
    private static final int SLOT_BYTES = 640 * 640 * 3;

    private final GatedEngine engine = new GatedEngine(new AtomicLong(1), 1_000, new InputGeometry(640, 640, 114, false));

    private static ConfigOptions options() {
        return new ConfigOptions().with("inference.engine", "declared-cost").with("inference.lanes", "2").with("decode.workers", "2");
    }

    /** Of the direct memory 0.8; a place takes three slots and what a lane takes, twice. */
    @Test
    void whatALaneTakesForAFrameCountsBesideTheSlots() {
        FramelotConfig config = options().with("batching.max-frames", "1").loadWithoutBroker().config();
        long place = 2L * (3 * SLOT_BYTES + engine.laneBytesPerFrame());
        long direct = (10 * place + 2 * SLOT_BYTES) * 10 / 8 + 10;

        assertThat(BatchRoom.inMemory(config, engine, 0, direct).maxBatch()).isEqualTo(10);
        assertThat(BatchRoom.inMemory(config, engine, 4 * place, direct).maxBatch()).isEqualTo(6);
        assertThat(BatchRoom.inMemory(config, engine, 0, direct).because()).contains("direct memory of " + (direct >> 20) + " MiB with 2 lanes");
        assertThat(BatchRoom.inMemory(config, engine, 0, 1).maxBatch()).as("one is tried in any case").isEqualTo(1);
    }

    @Test
    void whatSettingsAllowCountsWhereTheBatchIsToBeMeasured() {
        FramelotConfig config = options().with("batching.max-frames", "-1").with("decode.slots", "8").loadWithoutBroker().config();

        SearchLimits limits = BatchRoom.of(config, engine);

        assertThat(limits.maxBatch()).isEqualTo(3);
        assertThat(limits.because()).contains("decode.slots");
    }
}
