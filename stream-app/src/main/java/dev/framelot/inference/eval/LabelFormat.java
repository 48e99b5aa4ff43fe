package dev.framelot.inference.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a line of a label file says where an object is. */
public enum LabelFormat {
    /** {@code x1 y1 x2 y2 type}: whole pixels; types count from 1. A comma may stand for a space. */
    DEEPPCB {
        @Override
        boolean fits(List<Double> numbers) {
            return numbers.size() == 5 && numbers.stream().allMatch(LabelFormat::isWhole)
                    && numbers.get(0) < numbers.get(2) && numbers.get(1) < numbers.get(3) && numbers.get(4) >= 1;
        }

        @Override
        Truth truth(List<Double> n, int width, int height) {
            return new Truth(n.get(4).intValue() - 1, n.get(0), n.get(1), n.get(2), n.get(3));
        }
    },
    /** {@code class x y width height}: middle and sides as shares of the picture; classes count from 0. */
    YOLO {
        @Override
        boolean fits(List<Double> numbers) {
            return numbers.size() == 5 && isWhole(numbers.get(0)) && numbers.get(0) >= 0
                    && numbers.subList(1, 5).stream().allMatch(share -> share >= 0 && share <= 1);
        }

        @Override
        Truth truth(List<Double> n, int width, int height) {
            double x = n.get(1) * width;
            double y = n.get(2) * height;
            double halfWidth = n.get(3) * width / 2;
            double halfHeight = n.get(4) * height / 2;
            return new Truth(n.get(0).intValue(), x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
        }
    };

    abstract boolean fits(List<Double> numbers);

    abstract Truth truth(List<Double> numbers, int width, int height);

    /** The numbers of a line; empty where it has anything else. */
    static Optional<List<Double>> numbers(String line) {
        List<Double> numbers = new ArrayList<>();
        for (String word : line.strip().split("[\\s,]+")) {
            try {
                numbers.add(Double.valueOf(word));
            } catch (NumberFormatException noNumber) {
                return Optional.empty();
            }
        }
        return Optional.of(numbers);
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number);
    }
}
