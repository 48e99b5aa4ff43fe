package dev.framelot.image;

import java.util.Arrays;

/** Collects a JPEG: bytes as they are, and bits with stuffing. Keeps its memory from image to image; owner: one decoder. */
final class EntropyWriter {
    private byte[] bytes = new byte[64 << 10];
    private int size;
    private long bits;
    private int count;

    void clear() {
        size = 0;
        bits = 0;
        count = 0;
    }

    void raw(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void rawShort(int value) {
        raw(value >> 8);
        raw(value);
    }

    void raw(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** @param length 0..31 */
    void bits(int value, int length) {
        bits = bits << length | value;
        count += length;
        if (count >= 32) {
            flush();
        }
    }

    private void flush() {
        room(16);
        while (count >= 8) {
            count -= 8;
            byte next = (byte) (bits >>> count);
            bytes[size++] = next;
            if (next == (byte) 0xFF) {
                bytes[size++] = 0;
            }
        }
    }

    /** Fills the last byte with ones, as T.81 has it. */
    void align() {
        int padding = (8 - count % 8) % 8;
        bits((1 << padding) - 1, padding);
        flush();
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }
}
