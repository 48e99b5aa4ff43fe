package dev.framelot.inference;

/** Memory that is in use now. @param kind whose it is */
public record MemoryReading(Kind kind, long usedBytes) {
    public enum Kind {
        /** Of this process, pages in RAM: the model, its tensors, and the Java heap as far as it was touched. */
        RESIDENT,
        /** Of the device, by all processes together. */
        DEVICE
    }
}
