package dev.framelot.inference.prepare;

/**
 * How far two runs of a model may differ and still give the same boxes.
 *
 * @param pixels of the model's input, each corner
 * @param confidence 0..1
 * @param lostShare of the boxes, how many may be there on one side only
 */
public record Tolerance(float pixels, float confidence, double lostShare) {
    /** The goal of the project for any way to run a model. */
    static final Tolerance FLOAT32 = new Tolerance(1, 0.01f, 0);
    /** A half has 11 bits: coordinates are computed in float32, but of features with errors; of two boxes alike another may stay. */
    static final Tolerance FLOAT16 = new Tolerance(4, 0.03f, 0.03);
}
