package dev.framelot.batching;

/**
 * What no batch and no queue may exceed.
 *
 * @param shapes the sizes a batch may run in; the largest is also the most frames of a batch
 * @param maxBatchBytes most compressed bytes of a batch; a single larger frame goes alone
 * @param maxSameCameraFrames most live frames of one camera in a batch; 0 = no such limit
 * @param maxQueuedFrames most frames that wait here, both classes together
 * @param lanes most batches in flight
 * @param concurrent most batches that the device runs beside each other, at most {@code lanes}: a lane beyond those is copied to and
 *     read from while another has the device
 */
public record BatchLimits(Shapes shapes, long maxBatchBytes, int maxSameCameraFrames, int maxQueuedFrames, int lanes, int concurrent) {
    public BatchLimits {
        atLeast("maxBatchBytes", maxBatchBytes, 1);
        atLeast("maxSameCameraFrames", maxSameCameraFrames, 0);
        atLeast("maxQueuedFrames", maxQueuedFrames, shapes.largest());
        atLeast("lanes", lanes, 1);
        atLeast("concurrent", concurrent, 1);
        if (concurrent > lanes) {
            throw new IllegalArgumentException("concurrent is " + concurrent + ", must be at most the " + lanes + " lanes");
        }
    }

    /** Every lane runs beside the others. */
    public BatchLimits(Shapes shapes, long maxBatchBytes, int maxSameCameraFrames, int maxQueuedFrames, int lanes) {
        this(shapes, maxBatchBytes, maxSameCameraFrames, maxQueuedFrames, lanes, lanes);
    }

    public int maxFrames() {
        return shapes.largest();
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
        }
    }
}
