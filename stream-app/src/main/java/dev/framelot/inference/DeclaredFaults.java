package dev.framelot.inference;

import dev.framelot.inference.InferenceException.Kind;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** Faults for {@link DeclaredCostEngine}, as real devices have them. They add up: the first that strikes is thrown. */
public final class DeclaredFaults implements DeclaredCostEngine.Fault {
    private final IntSupplier largestThatFits;
    private final Predicate<Lane.Input> poison;

    private DeclaredFaults(IntSupplier largestThatFits, Predicate<Lane.Input> poison) {
        this.largestThatFits = largestThatFits;
        this.poison = poison;
    }

    public static DeclaredFaults none() {
        return new DeclaredFaults(() -> Integer.MAX_VALUE, frame -> false);
    }

    /** A batch in a shape above this finds no memory. @param largestThatFits asked before each batch, by any lane's thread */
    public DeclaredFaults outOfMemoryAbove(IntSupplier largestThatFits) {
        return new DeclaredFaults(largestThatFits, poison);
    }

    /** A batch with such a frame in it fails as a whole, whatever the others are. */
    public DeclaredFaults poisonedBy(Predicate<Lane.Input> poison) {
        return new DeclaredFaults(largestThatFits, poison);
    }

    @Override
    public void beforeRun(int shape) throws InferenceException {
        int fits = largestThatFits.getAsInt();
        if (shape > fits) {
            throw new InferenceException(Kind.OUT_OF_MEMORY, "declared: out of memory, shape " + shape + " is above " + fits);
        }
    }

    @Override
    public void beforeRun(List<Lane.Input> frames, int shape) throws InferenceException {
        beforeRun(shape);
        if (frames.stream().anyMatch(poison)) {
            throw new InferenceException(Kind.BATCH_FAILED, "declared: a batch of " + frames.size() + " frames failed");
        }
    }
}
