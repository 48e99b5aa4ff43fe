package dev.framelot.app;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the labels of one picture stand: at the upper left corners of their boxes, and below each other where one would cover another, as those of a
 * classifier's, whose boxes are all the whole picture. Owner: one picture.
 */
final class LabelPlaces {
    static final int HEIGHT_PIXELS = 16;

    private final List<Rectangle> taken = new ArrayList<>();

    /** @param bottom of the box: where the label would leave it, it stands at the corner whatever it covers */
    Rectangle next(int left, int top, int bottom, int width) {
        Rectangle corner = new Rectangle(left, Math.max(0, top - HEIGHT_PIXELS), width, HEIGHT_PIXELS);
        Rectangle place = new Rectangle(corner);
        while (taken.stream().anyMatch(place::intersects)) {
            place.y += HEIGHT_PIXELS;
            if (place.y + HEIGHT_PIXELS > bottom) {
                place = corner;
                break;
            }
        }
        taken.add(place);
        return place;
    }
}
