package dev.framelot.load.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Cuts a stream of JPEGs laid end to end, as {@code ffmpeg -f image2pipe} writes it, into pictures.
 *
 * <p>Walks the marker segments by their lengths, so that an end marker inside a comment or thumbnail does not cut a
 * picture short; inside entropy-coded data 0xFF is followed by 0x00 or a restart marker unless a segment begins.
 */
final class JpegSplitter {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;

    private final InputStream in;
    private final int maxBytes;

    /** @param maxBytes limit of one picture */
    JpegSplitter(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.maxBytes = maxBytes;
    }

    /**
     * The next whole picture; empty at the end of the stream.
     *
     * @throws IOException when the stream is no JPEG, ends inside a picture, or a picture is larger than the limit
     */
    Optional<byte[]> next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream picture = new ByteArrayOutputStream(1 << 16);
        int second = in.read();
        if (first != 0xFF || second != SOI) {
            throw new IOException("expected the start of a JPEG (FF D8), found " + Integer.toHexString(first) + " " + Integer.toHexString(second));
        }
        picture.write(first);
        picture.write(second);
        int marker = marker(picture);
        while (marker != EOI) {
            segment(picture);
            marker = marker == SOS ? entropy(picture) : marker(picture);
        }
        return Optional.of(picture.toByteArray());
    }

    /** Reads 0xFF, any fill bytes, and the marker after them. */
    private int marker(ByteArrayOutputStream picture) throws IOException {
        int value = take(picture);
        if (value != 0xFF) {
            throw new IOException("expected a JPEG marker after " + picture.size() + " bytes of a picture, found " + Integer.toHexString(value));
        }
        while (value == 0xFF) {
            value = take(picture);
        }
        return value;
    }

    private void segment(ByteArrayOutputStream picture) throws IOException {
        int length = take(picture) << 8 | take(picture);
        for (int i = 2; i < length; i++) {
            take(picture);
        }
    }

    /** Reads coded data up to the marker behind it, which is returned. */
    private int entropy(ByteArrayOutputStream picture) throws IOException {
        while (true) {
            if (take(picture) == 0xFF) {
                int value = take(picture);
                while (value == 0xFF) {
                    value = take(picture);
                }
                boolean stuffing = value == 0;
                boolean restart = value >= 0xD0 && value <= 0xD7;
                if (!stuffing && !restart) {
                    return value;
                }
            }
        }
    }

    private int take(ByteArrayOutputStream picture) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the stream ended " + picture.size() + " bytes into a picture");
        }
        if (picture.size() >= maxBytes) {
            throw new IOException("a picture is larger than the limit of " + maxBytes + " bytes");
        }
        picture.write(value);
        return value;
    }
}
