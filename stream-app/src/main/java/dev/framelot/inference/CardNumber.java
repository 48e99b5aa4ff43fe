package dev.framelot.inference;

import java.util.Optional;

/** A number as people write it in a card: 0.5, or 1/255. */
final class CardNumber {
    private CardNumber() {}

    static Optional<Double> of(Object written) {
        String[] parts = written.toString().split("/", -1);
        try {
            double number = Double.parseDouble(parts[0].strip());
            if (parts.length == 2) {
                number /= Double.parseDouble(parts[1].strip());
            }
            return parts.length <= 2 && Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }
}
