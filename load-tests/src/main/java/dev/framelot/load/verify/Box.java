package dev.framelot.load.verify;

/** A labelled rectangle, pixels of the source image, {@code x1 <= x2} and {@code y1 <= y2}. */
public record Box(double x1, double y1, double x2, double y2, String label, double confidence) {

    /** A box of the truth, which is certain. */
    public static Box truth(double x1, double y1, double x2, double y2, String label) {
        return new Box(x1, y1, x2, y2, label, 1);
    }

    /** Intersection over union, 0..1; 0 where both are empty. */
    public double iou(Box other) {
        double width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        double height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double intersection = width * height;
        return intersection / (area() + other.area() - intersection);
    }

    private double area() {
        return (x2 - x1) * (y2 - y1);
    }
}
