package dev.framelot.image;

/**
 * Where an image goes in the model's plane: one scale for both axes, centred; the published YOLO letterbox with rounding of
 * odd paddings towards the top left.
 *
 * @param width pixels of the fitted image, at least 1
 * @param height pixels of the fitted image, at least 1
 * @param left padding, pixels
 * @param top padding, pixels
 */
record Fit(int width, int height, int left, int top) {
    static Fit of(int sourceWidth, int sourceHeight, InputGeometry input) {
        double scale = Math.min((double) input.width() / sourceWidth, (double) input.height() / sourceHeight);
        int width = (int) Math.max(1, Math.min(input.width(), Math.round(sourceWidth * scale)));
        int height = (int) Math.max(1, Math.min(input.height(), Math.round(sourceHeight * scale)));
        return new Fit(width, height, (input.width() - width) / 2, (input.height() - height) / 2);
    }

    /** At this scale, whatever space is left. */
    static Fit scaled(int sourceWidth, int sourceHeight, double scale, InputGeometry input) {
        int width = (int) Math.max(1, Math.min(input.width(), Math.round(sourceWidth * scale)));
        int height = (int) Math.max(1, Math.min(input.height(), Math.round(sourceHeight * scale)));
        return new Fit(width, height, (input.width() - width) / 2, (input.height() - height) / 2);
    }

    Letterbox letterbox(int sourceWidth, int sourceHeight) {
        return new Letterbox(sourceWidth, sourceHeight, (float) width / sourceWidth, (float) height / sourceHeight, left, top);
    }

    /**
     * The power of two by which a decoder may shrink while it decodes: the largest of 1, 2, 4, 8 that leaves at least the fitted
     * size on both axes.
     */
    int reduction(int sourceWidth, int sourceHeight) {
        int reduction = 8;
        while (reduction > 1 && (reduced(sourceWidth, reduction) < width || reduced(sourceHeight, reduction) < height)) {
            reduction /= 2;
        }
        return reduction;
    }

    /** Pixels of an axis after shrinking, as libjpeg rounds. */
    static int reduced(int pixels, int reduction) {
        return (pixels + reduction - 1) / reduction;
    }
}
