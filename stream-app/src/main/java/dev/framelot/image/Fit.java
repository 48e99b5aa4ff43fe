package dev.framelot.image;

/**
 * Where an image goes in the model's plane.
 *
 * @param width pixels of the fitted image, at least 1
 * @param height pixels of the fitted image, at least 1
 * @param left padding, pixels; of an odd rest the smaller half
 * @param top padding, pixels; of an odd rest the smaller half
 * @param scaleX plane pixels per source pixel
 * @param scaleY plane pixels per source pixel
 */
record Fit(int width, int height, int left, int top, double scaleX, double scaleY, boolean exact) {
    static Fit of(int sourceWidth, int sourceHeight, InputGeometry input) {
        // Letterboxed boxes return by this one scale, not by the rounded sizes: so does the published code.
        double scale = Math.min((double) input.width() / sourceWidth, (double) input.height() / sourceHeight);
        return switch (input.placement()) {
            case LETTERBOX -> {
                int width = within(Math.rint(sourceWidth * scale), input.width());
                int height = within(Math.rint(sourceHeight * scale), input.height());
                yield new Fit(width, height, (input.width() - width) / 2, (input.height() - height) / 2, scale, scale, input.exact());
            }
            case LETTERBOX_TOP_LEFT -> new Fit(within(Math.floor(sourceWidth * scale), input.width()),
                    within(Math.floor(sourceHeight * scale), input.height()), 0, 0, scale, scale, input.exact());
            case STRETCH -> new Fit(input.width(), input.height(), 0, 0,
                    (double) input.width() / sourceWidth, (double) input.height() / sourceHeight, input.exact());
        };
    }

    Letterbox letterbox(int sourceWidth, int sourceHeight) {
        return new Letterbox(sourceWidth, sourceHeight, (float) scaleX, (float) scaleY, left, top);
    }

    /**
     * The power of two by which a decoder may shrink while it decodes: the largest of 1, 2, 4, 8 that leaves at least the fitted
     * size on both axes; 1 where the pixels must be exact.
     */
    int reduction(int sourceWidth, int sourceHeight) {
        int reduction = exact ? 1 : 8;
        while (reduction > 1 && (reduced(sourceWidth, reduction) < width || reduced(sourceHeight, reduction) < height)) {
            reduction /= 2;
        }
        return reduction;
    }

    /** Pixels of an axis after shrinking, as libjpeg rounds. */
    static int reduced(int pixels, int reduction) {
        return (pixels + reduction - 1) / reduction;
    }

    private static int within(double pixels, int side) {
        return (int) Math.max(1, Math.min(side, pixels));
    }
}
