package dev.framelot.image;

import java.util.Locale;

/**
 * The model's input plane.
 *
 * @param width pixels
 * @param height pixels
 * @param letterboxValue 0..255, the grey of the padding
 * @param bgr channel order of the slot: false RGB, true BGR
 * @param exact decode JPEGs in full and resize once, as OpenCV does; else shrink them while decoding, which is faster
 */
public record InputGeometry(int width, int height, int letterboxValue, boolean bgr, Placement placement, boolean exact) {
    /** A centred letterbox, shrunk while decoding. */
    public InputGeometry(int width, int height, int letterboxValue, boolean bgr) {
        this(width, height, letterboxValue, bgr, Placement.LETTERBOX, false);
    }

    /** All of it, for people: two that differ read differently. */
    public String inWords() {
        return width + "x" + height + " " + (bgr ? "BGR" : "RGB") + ", fit " + placement.name().toLowerCase(Locale.ROOT).replace('_', '-') + " on grey " + letterboxValue
                + ", resize " + (exact ? "exact" : "fast");
    }

    /** Bytes of one frame: uint8, three channels. */
    public int slotBytes() {
        return width * height * 3;
    }
}
