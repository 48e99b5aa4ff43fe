package dev.framelot.image;

import java.nio.ByteBuffer;

/**
 * Bilinear resampling of uint8 pixels of three channels with half-pixel centres, as OpenCV's INTER_LINEAR. For factors of 1/2
 * to any enlargement: stronger shrinking is done by the decoder, but for very long images and exact input, where pixels are skipped as OpenCV skips them. Keeps its row buffers; owner: one decoder.
 */
final class Resampler {
    private static final int CHANNELS = 3;
    /** Weights are in 1/2048, so that two products fit an int. */
    private static final int ONE = 1 << 11;

    private byte[] sourceRow = new byte[0];
    private int[] upper = new int[0];
    private int[] lower = new int[0];
    private int[] left = new int[0];
    private int[] weight = new int[0];
    private byte[] outRow = new byte[0];

    /** @param source rows of {@code width * 3} bytes from index 0 @param target index of the first byte, and {@code pitch} bytes from row to row */
    void resample(ByteBuffer source, int width, int height, ByteBuffer into, int target, int pitch, int outWidth, int outHeight) {
        prepare(width, outWidth);
        int upperIndex = -1;
        int lowerIndex = -1;
        for (int y = 0; y < outHeight; y++) {
            double centre = (y + 0.5) * height / outHeight - 0.5;
            int y0 = (int) Math.floor(centre);
            int fraction = (int) Math.round((centre - y0) * ONE);
            int y1 = Math.min(height - 1, y0 + 1);
            y0 = Math.max(0, y0);
            y1 = Math.max(0, y1);
            if (y0 == lowerIndex) {
                int[] swap = upper;
                upper = lower;
                lower = swap;
                int index = upperIndex;
                upperIndex = lowerIndex;
                lowerIndex = index;
            }
            if (y0 != upperIndex) {
                row(source, y0, width, outWidth, upper);
                upperIndex = y0;
            }
            if (y1 != lowerIndex) {
                row(source, y1, width, outWidth, lower);
                lowerIndex = y1;
            }
            blend(outWidth * CHANNELS, fraction);
            into.put(target + y * pitch, outRow, 0, outWidth * CHANNELS);
        }
    }

    private void prepare(int width, int outWidth) {
        int values = outWidth * CHANNELS;
        if (outRow.length < values) {
            outRow = new byte[values];
            upper = new int[values];
            lower = new int[values];
            left = new int[outWidth];
            weight = new int[outWidth];
        }
        if (sourceRow.length < width * CHANNELS) {
            sourceRow = new byte[width * CHANNELS];
        }
        for (int x = 0; x < outWidth; x++) {
            double centre = Math.max(0, (x + 0.5) * width / outWidth - 0.5);
            int x0 = Math.min(width - 1, (int) centre);
            left[x] = x0;
            weight[x] = x0 == width - 1 ? 0 : (int) Math.round((centre - x0) * ONE);
        }
    }

    /** One source row, resampled across; values times {@link #ONE}. */
    private void row(ByteBuffer source, int y, int width, int outWidth, int[] out) {
        source.get(y * width * CHANNELS, sourceRow, 0, width * CHANNELS);
        int last = (width - 1) * CHANNELS;
        for (int x = 0, o = 0; x < outWidth; x++, o += CHANNELS) {
            int a = left[x] * CHANNELS;
            int b = Math.min(last, a + CHANNELS);
            int w = weight[x];
            int v = ONE - w;
            out[o] = (sourceRow[a] & 0xFF) * v + (sourceRow[b] & 0xFF) * w;
            out[o + 1] = (sourceRow[a + 1] & 0xFF) * v + (sourceRow[b + 1] & 0xFF) * w;
            out[o + 2] = (sourceRow[a + 2] & 0xFF) * v + (sourceRow[b + 2] & 0xFF) * w;
        }
    }

    private void blend(int values, int fraction) {
        int w = fraction >> 1;
        int v = (ONE >> 1) - w;
        for (int i = 0; i < values; i++) {
            outRow[i] = (byte) (upper[i] * v + lower[i] * w + (1 << 20) >> 21);
        }
    }
}
