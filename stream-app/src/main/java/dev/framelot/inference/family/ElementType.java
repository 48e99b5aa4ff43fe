package dev.framelot.inference.family;

/** Of a tensor, as far as detectors use them. */
public enum ElementType {
    FLOAT32,
    FLOAT16,
    UINT8,
    INT32,
    INT64,
    OTHER;

    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT16;
    }

    public boolean isWhole() {
        return this == INT32 || this == INT64;
    }

    /** As a model card and a message write it. */
    public String text() {
        return this == FLOAT32 ? "float" : this == FLOAT16 ? "fp16" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
