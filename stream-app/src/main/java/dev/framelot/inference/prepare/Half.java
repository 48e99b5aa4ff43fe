package dev.framelot.inference.prepare;

/** IEEE 754 half precision: Java's own conversion came after release 17. */
final class Half {
    /** The largest finite one. */
    static final float LARGEST = 65504;
    private static final int EXPONENT_BIAS = 127 - 15;

    private Half() {}

    /** Round to nearest, ties to even; what is too large becomes infinite. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) {
            // Below the smallest normal half: in steps of 2^-24. The product and the rounding are exact in double.
            return (short) (sign | (int) Math.rint(Math.abs((double) value) * (1 << 24)));
        }
        int exponentAndFraction = magnitude - (EXPONENT_BIAS << 23);
        int half = exponentAndFraction >>> 13;
        int dropped = exponentAndFraction & 0x1fff;
        if (dropped > 0x1000 || dropped == 0x1000 && (half & 1) == 1) {
            half++;
        }
        return (short) (sign | half);
    }

    static float toFloat(short half) {
        int exponent = half >>> 10 & 0x1f;
        int fraction = half & 0x3ff;
        float sign = half < 0 ? -1 : 1;
        if (exponent == 0x1f) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        return exponent == 0 ? sign * fraction * 0x1p-24f : sign * (0x400 | fraction) * (float) Math.scalb(1.0, exponent - 25);
    }
}
