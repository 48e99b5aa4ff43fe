package dev.framelot.image;

import java.nio.ByteBuffer;

/** Decodes an image that the {@link ImageGate} has let in. Owner: one decode worker. */
interface AdmittedImageDecoder extends AutoCloseable {
    /** @param fit where it goes in the slot */
    FrameDecoder.Decoded decode(ByteBuffer encoded, ImageHeader header, Fit fit, ByteBuffer slot) throws FrameRejectedException;

    @Override
    void close();
}
