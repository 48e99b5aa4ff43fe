package dev.framelot.image;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;

/** A JPEG of several scans, written anew with one, by TurboJPEG: no coefficient changes, so no pixel does. */
final class SequentialJpeg {
    /** Of struct tjtransform: region (4 ints), operation, options, then two pointers. All zero: nothing is turned or cropped. */
    private static final int TRANSFORM_BYTES = 64;
    private static final int OPTIONS_AT = 20;
    /** Markers that say nothing of the pixels are left out. */
    private static final int COPY_NONE = 64;

    private SequentialJpeg() {}

    /** @param mostBytes of the result @throws FrameRejectedException it is damaged, whether that is tolerated elsewhere or not, or becomes larger */
    static ByteBuffer of(ByteBuffer jpeg, long mostBytes) throws FrameRejectedException {
        Pointer handle = TurboJpegLibrary.tjInitTransform();
        if (handle == null) {
            throw new IllegalStateException("TurboJPEG gave no transformer: out of memory?");
        }
        try (Memory source = new Memory(jpeg.remaining());
                Memory transform = new Memory(TRANSFORM_BYTES);
                Memory target = new Memory(Native.POINTER_SIZE);
                Memory size = new Memory(NativeLong.SIZE)) {
            source.getByteBuffer(0, jpeg.remaining()).put(jpeg.duplicate());
            transform.clear();
            transform.setInt(OPTIONS_AT, COPY_NONE);
            target.clear();
            size.clear();
            int failed = TurboJpegLibrary.tjTransform(handle, source, new NativeLong(jpeg.remaining()), 1, target, size, transform,
                    TurboJpegLibrary.STOP_ON_WARNING);
            Pointer written = target.getPointer(0);
            try {
                if (failed != 0 || written == null) {
                    throw new FrameRejectedException(Reason.CORRUPT, "TurboJPEG can't bring the JPEG's scans into one: " + TurboJpegLibrary.tjGetErrorStr2(handle));
                }
                long bytes = size.getNativeLong(0).longValue();
                if (bytes > mostBytes) {
                    throw WholeImages.tooLarge("in one scan the JPEG has", bytes, mostBytes, jpeg.remaining());
                }
                return ByteBuffer.wrap(written.getByteArray(0, (int) bytes));
            } finally {
                if (written != null) {
                    TurboJpegLibrary.tjFree(written);
                }
            }
        } finally {
            TurboJpegLibrary.tjDestroy(handle);
        }
    }
}
