package dev.framelot.image;

import java.nio.ByteBuffer;

/**
 * Bilinear resampling of uint8 pixels of three channels with half-pixel centres, bit for bit as OpenCV's INTER_LINEAR: detectors
 * move boxes by pixels for a grey level here and there. For factors of 1/2
 * to any enlargement: stronger shrinking is done by the decoder, but for very long images and exact
 * input, where pixels are skipped as OpenCV skips them. Keeps its row buffers; owner: one decoder.
 */
final class Resampler {
    private static final int CHANNELS = 3;
    /** Weights are in 1/2048, so that two products fit an int. */
    private static final int ONE = 1 << 11;

    private byte[] sourceRow = new byte[0];
    private int[] upper = new int[0];
    private int[] lower = new int[0];
    private int[] left = new int[0];
    private int[] leftWeight = new int[0];
    private int[] rightWeight = new int[0];
    private byte[] outRow = new byte[0];

    /** @param source rows of {@code width * 3} bytes from index 0 @param target index of the first byte, and {@code pitch} bytes from row to row */
    void resample(ByteBuffer source, int width, int height, ByteBuffer into, int target, int pitch, int outWidth, int outHeight) {
        prepare(width, outWidth);
        int upperIndex = -1;
        int lowerIndex = -1;
        for (int y = 0; y < outHeight; y++) {
            float centre = centre(y, (double) height / outHeight);
            int y0 = (int) Math.floor(centre);
            float fraction = centre - y0;
            int y1 = Math.max(0, Math.min(height - 1, y0 + 1));
            y0 = Math.max(0, Math.min(height - 1, y0));
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
            blend(outWidth * CHANNELS, weight(1 - fraction), weight(fraction));
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
            leftWeight = new int[outWidth];
            rightWeight = new int[outWidth];
        }
        if (sourceRow.length < width * CHANNELS) {
            sourceRow = new byte[width * CHANNELS];
        }
        for (int x = 0; x < outWidth; x++) {
            float centre = centre(x, (double) width / outWidth);
            int x0 = (int) Math.floor(centre);
            boolean inside = x0 >= 0 && x0 < width - 1;
            left[x] = Math.max(0, Math.min(width - 1, x0));
            leftWeight[x] = inside ? weight(1 - (centre - x0)) : ONE;
            rightWeight[x] = inside ? weight(centre - x0) : 0;
        }
    }

    /** In single precision, as OpenCV computes it. */
    private static float centre(int index, double scale) {
        return (float) ((index + 0.5) * scale - 0.5);
    }

    private static int weight(float share) {
        return (int) Math.rint(share * ONE);
    }

    /** One source row, resampled across; values times {@link #ONE}. */
    private void row(ByteBuffer source, int y, int width, int outWidth, int[] out) {
        source.get(y * width * CHANNELS, sourceRow, 0, width * CHANNELS);
        int last = (width - 1) * CHANNELS;
        for (int x = 0, o = 0; x < outWidth; x++, o += CHANNELS) {
            int a = left[x] * CHANNELS;
            int b = Math.min(last, a + CHANNELS);
            int w = rightWeight[x];
            int v = leftWeight[x];
            out[o] = (sourceRow[a] & 0xFF) * v + (sourceRow[b] & 0xFF) * w;
            out[o + 1] = (sourceRow[a + 1] & 0xFF) * v + (sourceRow[b + 1] & 0xFF) * w;
            out[o + 2] = (sourceRow[a + 2] & 0xFF) * v + (sourceRow[b + 2] & 0xFF) * w;
        }
    }

    /** Each product is cut before they are added, as OpenCV's vector code does. */
    private void blend(int values, int v, int w) {
        for (int i = 0; i < values; i++) {
            outRow[i] = (byte) ((v * (upper[i] >> 4) >> 16) + (w * (lower[i] >> 4) >> 16) + 2 >> 2);
        }
    }
}
