package dev.framelot.image;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.framelot.frame.FrameFault.Reason;
import java.nio.ByteBuffer;

/**
 * JPEG by TurboJPEG: shrinks while it decodes, straight into the slot where the shrunk size is the fitted one, else through a
 * scratch image and one resampling. Strict: any warning of the library refuses the frame.
 */
final class TurboJpegDecoder implements AdmittedImageDecoder {
    private final InputGeometry input;
    private final boolean strict;
    private final SlotPadding padding;
    private final NativeScratch compressed = new NativeScratch();
    private final NativeScratch shrunk = new NativeScratch();
    private final Resampler resampler = new Resampler();
    private Pointer handle;

    TurboJpegDecoder(InputGeometry input, boolean strict) {
        this.input = input;
        this.strict = strict;
        this.padding = new SlotPadding(input);
        this.handle = TurboJpegLibrary.tjInitDecompress();
        if (handle == null) {
            throw new IllegalStateException("TurboJPEG gave no decompressor: out of memory?");
        }
    }

    @Override
    public FrameDecoder.Decoded decode(ByteBuffer encoded, ImageHeader header, Fit fit, ByteBuffer slot) throws FrameRejectedException {
        int reduction = fit.reduction(header.width(), header.height());
        int width = Fit.reduced(header.width(), reduction);
        int height = Fit.reduced(header.height(), reduction);
        ByteBuffer jpeg = compressed.holding(encoded);
        int pitch = input.width() * 3;
        int first = fit.top() * pitch + fit.left() * 3;
        boolean corrupt;
        if (width == fit.width() && height == fit.height()) {
            corrupt = decompress(jpeg, encoded.remaining(), Native.getDirectBufferPointer(slot).share(first), width, pitch, height);
        } else {
            ByteBuffer pixels = shrunk.atLeast(width * height * 3);
            corrupt = decompress(jpeg, encoded.remaining(), Native.getDirectBufferPointer(pixels), width, width * 3, height);
            resampler.resample(pixels, width, height, slot, first, pitch, fit.width(), fit.height());
        }
        padding.around(fit, slot);
        return new FrameDecoder.Decoded(fit.letterbox(header.width(), header.height()), corrupt || header.damaged());
    }

    /** True: decoded, but damaged. */
    private boolean decompress(ByteBuffer jpeg, int size, Pointer pixels, int width, int pitch, int height) throws FrameRejectedException {
        int result = TurboJpegLibrary.tjDecompress2(
                handle,
                Native.getDirectBufferPointer(jpeg),
                new NativeLong(size),
                pixels,
                width,
                pitch,
                height,
                input.bgr() ? TurboJpegLibrary.PIXELS_BGR : TurboJpegLibrary.PIXELS_RGB,
                strict ? TurboJpegLibrary.STOP_ON_WARNING : 0);
        if (result == 0) {
            return false;
        }
        if (!strict && TurboJpegLibrary.tjGetErrorCode(handle) == TurboJpegLibrary.ERROR_WARNING) {
            return true;
        }
        throw new FrameRejectedException(
                Reason.CORRUPT,
                "TurboJPEG stopped: " + TurboJpegLibrary.tjGetErrorStr2(handle) + (strict ? " (decode.strict: false would decode what is left and mark it)" : ""));
    }

    @Override
    public void close() {
        if (handle != null) {
            TurboJpegLibrary.tjDestroy(handle);
            handle = null;
        }
    }
}
