package dev.framelot.schemas.serde;

import java.io.ByteArrayOutputStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** One thread's bytes and encoder, used again for its next record. Owned by the thread that asked for it. */
final class EncodeBuffer extends ByteArrayOutputStream {
    private static final int FIRST_BYTES = 1_024;
    /** A larger buffer (a frame with its image) is dropped after use rather than held as long as its thread lives. */
    private static final int LARGEST_KEPT_BYTES = 64 * 1_024;
    private static final ThreadLocal<EncodeBuffer> OF_THREAD = ThreadLocal.withInitial(EncodeBuffer::new);

    /** Unbuffered: nothing of a record that could not be written is left in it. */
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(this, null);

    private EncodeBuffer() {
        super(FIRST_BYTES);
    }

    /** The calling thread's, empty. */
    static EncodeBuffer take() {
        EncodeBuffer buffer = OF_THREAD.get();
        if (buffer.buf.length > LARGEST_KEPT_BYTES) {
            OF_THREAD.remove();
            buffer = OF_THREAD.get();
        }
        buffer.reset();
        return buffer;
    }

    /** A copy of what was written; the buffer stays with its thread unless it is too large to keep. */
    byte[] finish() {
        byte[] written = toByteArray();
        if (buf.length > LARGEST_KEPT_BYTES) {
            OF_THREAD.remove();
        }
        return written;
    }

    BinaryEncoder encoder() {
        return encoder;
    }
}
