package dev.framelot.image;

import java.nio.ByteBuffer;

/** Native memory that grows to the largest need so far and stays. Owner: one decoder. */
final class NativeScratch {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /** At least {@code bytes}, position 0, limit {@code bytes}; earlier content is lost. */
    ByteBuffer atLeast(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(Math.max(bytes, (int) Math.min(Integer.MAX_VALUE, buffer.capacity() * 3L / 2)));
        }
        buffer.clear().limit(bytes);
        return buffer;
    }

    /** A copy of position..limit, which stay as they are; the buffer itself where it is direct already and starts at 0. */
    ByteBuffer holding(ByteBuffer bytes) {
        if (bytes.isDirect() && bytes.position() == 0) {
            return bytes;
        }
        ByteBuffer copy = atLeast(bytes.remaining());
        copy.put(0, bytes, bytes.position(), bytes.remaining());
        return copy;
    }
}
