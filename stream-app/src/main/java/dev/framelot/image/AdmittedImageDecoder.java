package dev.framelot.image;

import java.nio.ByteBuffer;

/** Decodes an image that the {@link ImageGate} has let in. Owner: one decode worker. */
interface AdmittedImageDecoder extends AutoCloseable {
    FrameDecoder.Decoded decode(ByteBuffer encoded, ImageHeader header, ByteBuffer slot) throws FrameRejectedException;

    @Override
    void close();
}
