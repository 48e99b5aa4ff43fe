package dev.framelot.claim;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;

/** A socket's input that ends at a time, however slowly bytes drip. Owner: one fetcher. */
final class TimedInput extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private final long endNanos;
    private final LongSupplier nanoClock;

    TimedInput(Socket socket, long endNanos, LongSupplier nanoClock) throws IOException {
        this.socket = socket;
        this.in = new java.io.BufferedInputStream(new InputStream() {
            private final InputStream raw = socket.getInputStream();

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                socket.setSoTimeout(millisLeft());
                return raw.read(into, offset, length);
            }
        }, 32 << 10);
        this.endNanos = endNanos;
        this.nanoClock = nanoClock;
    }

    private int millisLeft() throws SocketTimeoutException {
        long left = (endNanos - nanoClock.getAsLong()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
