package dev.framelot.dispatch;

import dev.framelot.image.FrameDecoder;
import java.nio.ByteBuffer;

/** A frame in its slot, ready for a batch. Whoever holds it must give the slot back. */
record DecodedFrame(FrameTask task, ByteBuffer slot, FrameDecoder.Decoded decoded, long decodeBeganNanos, long decodedNanos) {}
