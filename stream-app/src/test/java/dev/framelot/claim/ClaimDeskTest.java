package dev.framelot.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.framelot.dispatch.FrameTask;
import dev.framelot.frame.FrameFault.Reason;
import dev.framelot.frame.FrameOutcome;
import dev.framelot.frame.ImageReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimDeskTest {
    private static final int BYTES = 8 << 10;

    @TempDir
    private Path root;

    private final BlockingQueue<FrameTask> pipeline = new LinkedBlockingQueue<>();
    private final BlockingQueue<FrameOutcome> outcomes = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private String sha256;

    @BeforeEach
    void image() throws Exception {
        Files.write(root.resolve("1.jpg"), new byte[BYTES]);
        sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(new byte[BYTES]));
    }

    private ClaimDesk desk(long maxBytes) {
        ClaimDesk desk = new ClaimDesk(new ClaimFetcher(List.of(root.toUri()), false, Duration.ofSeconds(60), 1), maxBytes, 2, pipeline::add, broken::complete);
        desk.start();
        return desk;
    }

    private FrameTask task(String name) {
        return FrameTask.awaitingImage("c", new ImageReference(root.toUri() + name, BYTES, sha256), 0, FrameTask.Claim.NONE, outcomes::add, found -> {});
    }

    private static FrameOutcome over() {
        return new FrameOutcome.Shed("late", "a test", 0);
    }

    @Test
    void aFrameThatCarriesItsImagePassesAndOneThatDoesNotGetsIt() throws Exception {
        try (ClaimDesk desk = desk(1 << 20)) {
            FrameTask carried = new FrameTask("c", ByteBuffer.allocate(3), 0, FrameTask.Claim.NONE, outcomes::add, found -> {});
            desk.submit(carried);
            assertThat(pipeline.poll()).isSameAs(carried);
            FrameTask referred = task("1.jpg");
            desk.submit(referred);
            assertThat(pipeline.poll(60, TimeUnit.SECONDS)).isSameAs(referred);
        }
    }

    @Test
    void whatCannotBeFetchedIsADeadLetterThatNamesTheReference() throws Exception {
        try (ClaimDesk desk = desk(1 << 20)) {
            desk.submit(task("none.jpg"));
            assertThat(outcomes.poll(60, TimeUnit.SECONDS)).isInstanceOfSatisfying(FrameOutcome.DeadLettered.class, dead -> {
                assertThat(dead.fault().reason()).isEqualTo(Reason.REF_UNAVAILABLE);
                assertThat(dead.fault().detail()).contains("none.jpg");
            });
            assertThat(pipeline).isEmpty();
        }
    }

    @Test
    void fetchesNoMoreThanTheLimitUntilFramesAreDoneOrCancelled() throws Exception {
        // Room for two, as each takes its size and a part of a kilobyte.
        try (ClaimDesk desk = desk(2 * (BYTES + 1_024))) {
            for (int i = 0; i < 4; i++) {
                desk.submit(task("1.jpg"));
            }
            FrameTask first = pipeline.poll(60, TimeUnit.SECONDS);
            FrameTask second = pipeline.poll(60, TimeUnit.SECONDS);
            // Both fetchers hold one more and wait for room.
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> desk.waiting() == 0);
            assertThat(pipeline).isEmpty();
            first.done(over());
            assertThat(pipeline.poll(60, TimeUnit.SECONDS)).isNotNull();
            second.cancel();
            second.cancel();
            second.done(over());
            assertThat(pipeline.poll(60, TimeUnit.SECONDS)).as("cancelled frees it too, and once").isNotNull();
            desk.submit(task("1.jpg"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> desk.waiting() == 0);
            assertThat(pipeline).isEmpty();
        }
        assertThat(broken).isNotDone();
    }

    @Test
    void oneThatIsLargerThanTheLimitGoesAlone() throws Exception {
        try (ClaimDesk desk = desk(1_024)) {
            desk.submit(task("1.jpg"));
            assertThat(pipeline.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aFrameCancelledBeforeItsFetchIsDroppedAndHoldsNothing() throws Exception {
        try (ClaimDesk desk = desk(BYTES + 1_024)) {
            for (int i = 0; i < 5; i++) {
                FrameTask cancelled = task("1.jpg");
                cancelled.cancel();
                desk.submit(cancelled);
            }
            FrameTask wanted = task("1.jpg");
            desk.submit(wanted);
            assertThat(pipeline.poll(60, TimeUnit.SECONDS)).isSameAs(wanted);
        }
    }
}
