package dev.framelot.inference;

import java.util.List;

/**
 * What becomes of a pixel before the model sees it: {@code (pixel - mean) * scale}, for each channel in the model's order.
 *
 * @param mean 0..255 scale @param scale factor
 */
public record Normalisation(List<Double> mean, List<Double> scale) {
    public static final Normalisation NONE = all(0, 1);
    public static final Normalisation UNIT = all(0, 1 / 255.0);

    public Normalisation {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        if (mean.size() != 3 || scale.size() != 3) {
            throw new IllegalArgumentException("mean " + mean + " and scale " + scale + ": must be three numbers each");
        }
    }

    /** The same for all channels. */
    public static Normalisation all(double mean, double scale) {
        return new Normalisation(List.of(mean, mean, mean), List.of(scale, scale, scale));
    }

    /** Rounded once, as a division by 255 is: a quantised model tells the last bit. @param pixel 0..255 */
    public float of(int channel, int pixel) {
        return (float) ((pixel - mean.get(channel)) * scale.get(channel));
    }
}
