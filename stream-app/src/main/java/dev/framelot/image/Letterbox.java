package dev.framelot.image;

/**
 * How a source image was fitted into a model input: scaled and padded.
 *
 * @param sourceWidth source pixels
 * @param sourceHeight source pixels
 * @param scaleX model-input pixels per source pixel, horizontally (equal to {@code scaleY} unless the image was stretched)
 * @param scaleY model-input pixels per source pixel, vertically
 * @param padX model-input pixels left of the image
 * @param padY model-input pixels above the image
 */
public record Letterbox(int sourceWidth, int sourceHeight, float scaleX, float scaleY, int padX, int padY) {

    /** Source x of a model-input x, clamped to the image. */
    public float sourceX(float inputX) {
        return Math.max(0, Math.min(sourceWidth, (inputX - padX) / scaleX));
    }

    /** Source y of a model-input y, clamped to the image. */
    public float sourceY(float inputY) {
        return Math.max(0, Math.min(sourceHeight, (inputY - padY) / scaleY));
    }
}
