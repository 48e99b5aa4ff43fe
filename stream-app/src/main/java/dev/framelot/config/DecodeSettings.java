package dev.framelot.config;

/** @param workers decode threads @param slots decoded frames that may wait or run at once; 0 until the largest batch is measured */
public record DecodeSettings(int workers, int slots, Library library, boolean strict) {
    public enum Library {
        AUTO,
        TURBOJPEG,
        OPENCV
    }

    DecodeSettings withSlots(int other) {
        return new DecodeSettings(workers, other, library, strict);
    }
}
