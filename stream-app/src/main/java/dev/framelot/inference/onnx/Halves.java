package dev.framelot.inference.onnx;

/** IEEE 754 half precision, which Java 17 does not know. */
final class Halves {
    private Halves() {}

    static float toFloat(short half) {
        int sign = half & 0x8000;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float subnormal = fraction * 0x1p-24f;
            return sign == 0 ? subnormal : -subnormal;
        }
        int bits = exponent == 0x1f ? 0x7f800000 | fraction << 13 : exponent + 112 << 23 | fraction << 13;
        return Float.intBitsToFloat(sign << 16 | bits);
    }

    /** The nearest; of two as near the even one; what is too large becomes infinite. */
    static short of(float number) {
        int bits = Float.floatToRawIntBits(number);
        int sign = bits >>> 16 & 0x8000;
        float size = Math.abs(number);
        if (!(size < 65_520)) {
            return (short) (sign | (Float.isNaN(number) ? 0x7e00 : 0x7c00));
        }
        if (size < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(size * 0x1p24));
        }
        int magnitude = Float.floatToRawIntBits(size);
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
        return (short) (sign | (rounded >>> 13) - (112 << 10));
    }
}
