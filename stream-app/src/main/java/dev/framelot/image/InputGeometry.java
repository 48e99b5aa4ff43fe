package dev.framelot.image;

/**
 * The model's input plane.
 *
 * @param width pixels
 * @param height pixels
 * @param letterboxValue 0..255, the grey of the padding
 * @param bgr channel order of the slot: false RGB, true BGR
 */
public record InputGeometry(int width, int height, int letterboxValue, boolean bgr) {
    /** Bytes of one frame: uint8, three channels. */
    public int slotBytes() {
        return width * height * 3;
    }
}
