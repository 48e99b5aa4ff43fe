package dev.framelot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.framelot.frame.FrameFault.Reason;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Rows 5 and 6: what a hostile image costs before it is refused, in bytes allocated and CPU time of the calling thread, so that no other work counts. */
class RefusalCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ImageLimits LIMITS = new ImageLimits(16 << 20, 10_000_000, 20, true, true);
    private static final int WARM_UP = 50;

    /** The second of two costs: classes are loaded and the measurement's own objects are made in the first. */
    private static void costsAtMost(byte[] image, Reason reason, long bytes, long cpuNanos) {
        ByteBuffer value = ByteBuffer.wrap(image);
        for (int i = 0; i < WARM_UP; i++) {
            refuse(value, reason);
        }
        long thread = Thread.currentThread().getId();
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long allocatedBefore = THREADS.getThreadAllocatedBytes(thread);
        FrameRejectedException rejection = refuse(value, reason);
        long allocated = THREADS.getThreadAllocatedBytes(thread) - allocatedBefore;
        long cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        assertThat(allocatedBefore).as("this JVM counts allocated bytes").isPositive();
        assertThat(allocated).as("bytes allocated until: " + rejection.getMessage()).isPositive().isLessThanOrEqualTo(bytes);
        assertThat(cpu).as("CPU in nanoseconds until: " + rejection.getMessage()).isLessThanOrEqualTo(cpuNanos);
    }

    private static FrameRejectedException refuse(ByteBuffer value, Reason reason) {
        FrameRejectedException rejection = catchThrowableOfType(FrameRejectedException.class, () -> ImageGate.admit(value, LIMITS));
        assertThat(rejection.fault().reason()).isEqualTo(reason);
        return rejection;
    }

    @Test
    void aHugeDeclaredJpegTakesNoMemoryOfItsSize() {
        byte[] jpeg = TestImages.noisyJpeg(800, 600, 1);
        costsAtMost(TestImages.withHeader(jpeg, 65_500, 65_500, 3), Reason.TOO_MANY_PIXELS, 64_000, 5_000_000);
        costsAtMost(TestImages.withHeader(jpeg, 20_000, 20_000, 3), Reason.TOO_MANY_PIXELS, 64_000, 5_000_000);
    }

    @Test
    void aHugeDeclaredPngTakesNoMemoryOfItsSize() {
        byte[] png = TestImages.png(800, 600);
        ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
        costsAtMost(png, Reason.TOO_MANY_PIXELS, 64_000, 5_000_000);
    }

    @Test
    void fiveHundredScansAreGivenUpAtTheLimit() {
        byte[] progressive = TestImages.jpeg(TestImages.scene(640, 480, BufferedImage.TYPE_INT_RGB), true);
        costsAtMost(TestImages.withLastScanRepeated(progressive, 500), Reason.TOO_MANY_SCANS, 64_000, 50_000_000);
    }
}
