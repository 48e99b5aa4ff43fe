package dev.framelot.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.frame.FrameFault;
import dev.framelot.frame.FrameIdentity;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.SourceCoordinates;
import dev.framelot.metrics.FateListener.Fate;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
    private static final SourceCoordinates SOURCE = new SourceCoordinates("frames", 0, 1);

    private final AtomicLong nowMicros = new AtomicLong(1_800_000_000_000_000L);
    private final LiveFeed feed = new LiveFeed(nowMicros::get, () -> 0);

    private static FrameIdentity identity(String camera) {
        return new FrameIdentity(camera + "-1", camera, 1, 0, 1_800_000_000_000_000L, Map.of());
    }

    private void frame(String camera, int imageBytes) {
        feed.took(SOURCE, identity(camera));
        feed.forwarded(new Fate(SOURCE, identity(camera), new FrameOutcome.DeadLettered(new FrameFault(FrameFault.Reason.CORRUPT, "why")),
                ByteBuffer.wrap(new byte[imageBytes]), null, 0));
    }

    @Test
    void withoutAViewerNoFrameIsSampled() {
        frame("a", 100);
        assertThat(feed.sampler().tape().end()).isZero();
        assertThat(feed.sampler().shelf().bytes()).isZero();
    }

    @Test
    void samplesOfEachCameraComeAtTheRateAskedForAndNoFaster() {
        feed.sampler().rate(2);
        for (int i = 0; i < 100; i++) {
            frame("a", 100);
            frame("b", 100);
            nowMicros.addAndGet(50_000);
        }
        assertThat(feed.sampler().tape().end()).as("5 s of 2 cameras at 2 a second").isBetween(18L, 24L);
    }

    @Test
    void theShelfStaysWithinItsBytesAndTheOldestGo() {
        SampleShelf shelf = new SampleShelf(1_000);
        for (int id = 1; id <= 50; id++) {
            assertThat(shelf.put(id, ByteBuffer.wrap(new byte[300]))).isTrue();
            assertThat(shelf.bytes()).isLessThanOrEqualTo(1_000);
        }
        assertThat(shelf.image(50)).isPresent();
        assertThat(shelf.image(48)).isPresent();
        assertThat(shelf.image(47)).isEmpty();
        assertThat(shelf.put(51, ByteBuffer.wrap(new byte[1_001]))).as("larger than the shelf").isFalse();
    }

    @Test
    void camerasBeyondThoseKeptAreCountedAndNotKept() {
        for (int i = 0; i < CameraTable.KEPT + 50; i++) {
            frame("camera-" + i, 1);
        }
        assertThat(feed.cameras().all()).hasSize(CameraTable.KEPT);
        assertThat(feed.cameras().leftOut()).isEqualTo(50);
    }

    @Test
    void aReaderThatIsSlowMissesTheOldestAndIsTold() {
        Tape<Integer> tape = new Tape<>(4);
        for (int i = 1; i <= 10; i++) {
            tape.add(i);
        }
        Tape.Read<Integer> read = tape.since(2);
        assertThat(read.items()).containsExactly(7, 8, 9, 10);
        assertThat(read.missed()).isEqualTo(4);
        assertThat(tape.since(read.to()).items()).isEmpty();
    }

    @Test
    void aSecondCountsWhatCameInIt() {
        frame("a", 1);
        frame("a", 1);
        feed.tick();
        assertThat(feed.second().taken()).isEqualTo(2);
        assertThat(feed.second().outcomes()).isEqualTo(2);
        assertThat(feed.second().onTimeShare()).isEqualTo(1);
        feed.tick();
        assertThat(feed.second().taken()).isZero();
    }
}
