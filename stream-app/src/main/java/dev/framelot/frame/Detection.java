package dev.framelot.frame;

/**
 * One object found in a frame.
 *
 * @param x1 left edge, pixels of the source image
 * @param y1 top edge, pixels of the source image
 * @param x2 right edge, pixels of the source image, {@code >= x1}
 * @param y2 bottom edge, pixels of the source image, {@code >= y1}
 * @param classId index into the model's labels
 * @param label the model's name for the class
 * @param confidence 0..1
 */
public record Detection(float x1, float y1, float x2, float y2, int classId, String label, float confidence) {}
