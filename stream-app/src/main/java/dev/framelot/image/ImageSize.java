package dev.framelot.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Width and height as the header says, read from few bytes: only to choose a way; nothing is checked. */
record ImageSize(int width, int height) {
    private static final int MOST_SEGMENTS = 256;

    /** Empty where the bytes don't say: the gate then tells what is wrong with them. */
    static Optional<ImageSize> peek(ByteBuffer image) {
        ByteBuffer bytes = image.slice();
        if (bytes.limit() >= 24 && bytes.getLong(0) == PngStructure.SIGNATURE) {
            return Optional.of(new ImageSize(bytes.getInt(16), bytes.getInt(20)));
        }
        if (bytes.limit() < 4 || bytes.getShort(0) != (short) 0xFFD8) {
            return Optional.empty();
        }
        int at = 2;
        for (int i = 0; i < MOST_SEGMENTS && at + 9 <= bytes.limit() && bytes.get(at) == (byte) 0xFF; i++) {
            int marker = bytes.get(at + 1) & 0xFF;
            if (marker == 0xFF || marker == 0x01) {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            if (marker >= 0xC0 && marker <= 0xC2) {
                return Optional.of(new ImageSize(bytes.getShort(at + 7) & 0xFFFF, bytes.getShort(at + 5) & 0xFFFF));
            }
            at += 2 + (bytes.getShort(at + 2) & 0xFFFF);
        }
        return Optional.empty();
    }

    long pixels() {
        return (long) width * height;
    }
}
