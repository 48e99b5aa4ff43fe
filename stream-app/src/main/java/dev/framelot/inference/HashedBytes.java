package dev.framelot.inference;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A stream whose bytes are hashed as they go by, those that its reader skips too. Owner: its reader. */
final class HashedBytes extends FilterInputStream {
    private static final int PIECE_BYTES = 1 << 16;

    private final MessageDigest digest;
    private final byte[] skipped = new byte[PIECE_BYTES];

    HashedBytes(InputStream in, MessageDigest digest) {
        super(in);
        this.digest = digest;
    }

    /** Of all that was read so far. Once. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            digest.update((byte) one);
        }
        return one;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int count = super.read(into, from, most);
        if (count > 0) {
            digest.update(into, from, count);
        }
        return count;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            int count = read(skipped, 0, (int) Math.min(left, skipped.length));
            if (count < 0) {
                break;
            }
            left -= count;
        }
        return bytes - left;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
