package dev.framelot.image;

/** A piece of an image, source pixels. Its left and top lie on the image's grid of blocks. */
public record Tile(int x, int y, int width, int height) {
    public int right() {
        return x + width;
    }

    public int bottom() {
        return y + height;
    }
}
