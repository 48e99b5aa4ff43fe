package dev.framelot.image;

/** Bits of a JPEG's entropy-coded data, stuffed bytes taken out; stops before a marker. Owner: one thread. */
final class EntropyReader {
    /** What one look may ask for: a code and the bits behind it. */
    private static final int AT_HAND = 48;

    private final byte[] bytes;
    private final int begin;
    private final int end;
    private int at;
    private long bits;
    private int count;

    /** @param begin index of the first entropy-coded byte @param end index behind the image */
    EntropyReader(byte[] bytes, int begin, int end) {
        this.bytes = bytes;
        this.begin = begin;
        this.end = end;
        this.at = begin;
    }

    /** Goes to a {@link #place}. */
    void seek(long place) {
        at = (int) (place >>> 3);
        bits = 0;
        count = 0;
        fill();
        count -= (int) (place & 7);
    }

    /** Where the next bit is: index of its byte << 3 | bits of that byte that were read. */
    long place() {
        int byteIndex = at;
        for (int left = count; left > 0; left -= 8) {
            byteIndex--;
            // A zero behind FF is stuffing: inside entropy-coded data it can be nothing else.
            if (bytes[byteIndex] == 0 && byteIndex > begin && bytes[byteIndex - 1] == (byte) 0xFF) {
                byteIndex--;
            }
        }
        return (long) byteIndex << 3 | (8 - count % 8) % 8;
    }

    private void fill() {
        while (count <= AT_HAND && at < end) {
            byte next = bytes[at];
            if (next == (byte) 0xFF) {
                if (at + 1 >= end || bytes[at + 1] != 0) {
                    return;
                }
                at++;
            }
            at++;
            bits = bits << 8 | next & 0xFF;
            count += 8;
        }
    }

    /** The next 16 bits, zeros behind the end; at least 31 more are at hand unless the data ends. */
    int peek16() {
        if (count < AT_HAND) {
            fill();
        }
        return count >= 16 ? (int) (bits >>> count - 16) & 0xFFFF : (int) (bits << 16 - count) & 0xFFFF;
    }

    /** The next bits without passing them; only behind {@link #peek16}, and where {@link #has} says so. @param wanted 1..31 */
    int peek(int wanted) {
        return (int) (bits >>> count - wanted) & (1 << wanted) - 1;
    }

    boolean has(int wanted) {
        return count >= wanted;
    }

    void pass(int passed) {
        count -= passed;
    }

    /** Bits of whole bytes that were not read though a marker follows, or are past the last block. */
    boolean wholeBytesLeft() {
        fill();
        return count >= 8;
    }

    /** Leaves the rest of the byte and passes a restart marker; false: none stands there. */
    boolean passRestart() {
        fill();
        if (count >= 8 || at + 1 >= end || bytes[at] != (byte) 0xFF || (bytes[at + 1] & 0xF8) != 0xD0) {
            return false;
        }
        at += 2;
        bits = 0;
        count = 0;
        return true;
    }
}
