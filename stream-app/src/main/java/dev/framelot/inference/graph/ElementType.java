package dev.framelot.inference.graph;

import java.util.Locale;

/** Type of a tensor's elements, by onnx.proto's number. */
public enum ElementType {
    UNDEFINED(0, 0),
    FLOAT32(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    FLOAT64(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4);

    private final int number;
    private final int bits;

    ElementType(int number, int bits) {
        this.number = number;
        this.bits = bits;
    }

    /** @return UNDEFINED for a number that is not known here */
    static ElementType of(long number) {
        return number >= 0 && number < values().length ? values()[(int) number] : UNDEFINED;
    }

    public int number() {
        return number;
    }

    /** Of one element as raw data holds it; 0 where that has no fixed size. */
    public int bits() {
        return bits;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
