package dev.framelot.inference;

import dev.framelot.inference.InferenceException.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** Faults for {@link DeclaredCostEngine}, as real devices have them. They add up: the first that strikes is thrown. */
public final class DeclaredFaults implements DeclaredCostEngine.Fault {
    private final IntSupplier largestThatFits;
    private final Predicate<Lane.Input> poison;
    private final long lastBatch;
    private final AtomicLong batches = new AtomicLong();

    private DeclaredFaults(IntSupplier largestThatFits, Predicate<Lane.Input> poison, long lastBatch) {
        this.largestThatFits = largestThatFits;
        this.poison = poison;
        this.lastBatch = lastBatch;
    }

    public static DeclaredFaults none() {
        return new DeclaredFaults(() -> Integer.MAX_VALUE, frame -> false, Long.MAX_VALUE);
    }

    /** As this JVM was started: {@code -Dframelot.declared-cost.batches-until-lost=5} to rehearse what becomes of a device that is lost. */
    public static DeclaredFaults ofThisProcess() {
        return none().lostAfter(Long.getLong("framelot.declared-cost.batches-until-lost", Long.MAX_VALUE));
    }

    /** After so many batches every one fails, as on a device with a sticky error. */
    public DeclaredFaults lostAfter(long batches) {
        return new DeclaredFaults(largestThatFits, poison, batches);
    }

    /** A batch in a shape above this finds no memory. @param largestThatFits asked before each batch, by any lane's thread */
    public DeclaredFaults outOfMemoryAbove(IntSupplier largestThatFits) {
        return new DeclaredFaults(largestThatFits, poison, lastBatch);
    }

    /** A batch with such a frame in it fails as a whole, whatever the others are. */
    public DeclaredFaults poisonedBy(Predicate<Lane.Input> poison) {
        return new DeclaredFaults(largestThatFits, poison, lastBatch);
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
        if (batches.incrementAndGet() > lastBatch) {
            throw new InferenceException(Kind.DEVICE_LOST, "declared: the device is lost after " + lastBatch + " batches");
        }
        beforeRun(shape);
        if (frames.stream().anyMatch(poison)) {
            throw new InferenceException(Kind.BATCH_FAILED, "declared: a batch of " + frames.size() + " frames failed");
        }
    }
}
